// SPDX-License-Identifier: MIT

using System.Diagnostics;
using System.Net.Security;
using FastSipAlg.LoadGenerator.Messages;
using FastSipAlg.Simulation.Measuring;

namespace FastSipAlg.LoadGenerator.Connections;

/// <summary>
/// Hot path: one TLS connection under load. Responses are read here, checked in order and timed; who sends, and when, is the derived class's
/// business. Counters are written by one thread and read by others.
/// </summary>
internal abstract class LoadConnection
{
    // A TLS record's worth: more than any response, and with 9,000 connections still little.
    private const int BufferSize = 16 * 1024;
    private readonly byte[] _input = new byte[BufferSize];
    private readonly LatencyHistogram _latencies;
    private readonly bool _verify;
    private int _filled;
    private int _received;

    /// <param name="stream">Handshake done.</param>
    /// <param name="templates">Requests that are sent in turn.</param>
    /// <param name="inFlight">Requests that may be unanswered at once; a power of two.</param>
    /// <param name="latencies">Shared by the connections: all responses are read on one thread.</param>
    /// <param name="verify">An edited response is an error.</param>
    protected LoadConnection(SslStream stream, RequestTemplate[] templates, int inFlight, LatencyHistogram latencies, bool verify)
    {
        Stream = stream;
        Templates = templates;
        StartTimes = new long[inFlight];
        _latencies = latencies;
        _verify = verify;
    }

    public abstract int Sent { get; }

    public int Received => Volatile.Read(ref _received);

    public int Errors { get; private set; }

    public int Edited { get; private set; }

    public bool IsEnded { get; private set; }

    /// <summary>Latencies of requests that began in this interval are recorded.</summary>
    public static long MeasureFrom { get; set; } = long.MaxValue;

    public static long MeasureUntil { get; set; } = long.MaxValue;

    protected SslStream Stream { get; }

    protected RequestTemplate[] Templates { get; }

    // StartTimes[n & (length - 1)]: when request n was sent, or should have been.
    protected long[] StartTimes { get; }

    /// <summary>Reads until the connection ends.</summary>
    public async Task RunAsync()
    {
        try
        {
            await BeforeResponsesAsync();
            await ReadAsync();
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Ended is all that is counted.
        }
        finally
        {
            IsEnded = true;
        }
    }

    /// <summary>close_notify, then closes: a relay should not have to log an end that it did not expect.</summary>
    public async Task CloseAsync()
    {
        try
        {
            await Stream.ShutdownAsync();
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // It has ended already, which the counters know.
        }

        await Stream.DisposeAsync();
    }

    /// <summary>Called once, before anything is read.</summary>
    protected virtual ValueTask BeforeResponsesAsync() => default;

    /// <summary>Called with how many responses a read brought.</summary>
    protected abstract ValueTask AfterResponsesAsync(int count);

    private async Task ReadAsync()
    {
        while (true)
        {
            var count = await Stream.ReadAsync(_input.AsMemory(_filled));
            if (count == 0)
            {
                return;
            }

            _filled += count;
            var responses = CheckResponses();
            if (responses < 0)
            {
                return;
            }

            if (responses > 0)
            {
                await AfterResponsesAsync(responses);
            }
        }
    }

    // Responses in the buffer; -1 when one is wrong, and nothing after it can be trusted.
    private int CheckResponses()
    {
        var now = Stopwatch.GetTimestamp();
        var start = 0;
        var count = 0;
        while (start < _filled)
        {
            var number = _received;
            var verdict = ResponseCheck.Check(Templates[number % Templates.Length], number, _input.AsSpan(start, _filled - start), out var length);
            if (verdict == ResponseVerdict.Incomplete)
            {
                break;
            }

            if (verdict == ResponseVerdict.Wrong || number >= Sent)
            {
                Errors++;
                return -1;
            }

            Count(verdict);
            var began = StartTimes[number & (StartTimes.Length - 1)];
            if (began >= MeasureFrom && began < MeasureUntil)
            {
                _latencies.Record(began, now);
            }

            Volatile.Write(ref _received, number + 1);
            start += length;
            count++;
        }

        _input.AsSpan(start, _filled - start).CopyTo(_input);
        _filled -= start;
        return count;
    }

    private void Count(ResponseVerdict verdict)
    {
        if (verdict == ResponseVerdict.Edited)
        {
            Edited++;
        }

        if (verdict == ResponseVerdict.Refused || (verdict == ResponseVerdict.Edited && _verify))
        {
            Errors++;
        }
    }
}
