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
    private int _oldest;

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

    /// <summary>Requests that were answered 503.</summary>
    public int Unavailable { get; private set; }

    /// <summary>Of those inside a dialog.</summary>
    public int UnavailableInDialog { get; private set; }

    /// <summary>Requests of the measured interval that were answered 200 within <see cref="Deadline"/>.</summary>
    public int InTime { get; private set; }

    /// <summary>Of those inside a dialog.</summary>
    public int InTimeInDialog { get; private set; }

    public bool IsEnded { get; private set; }

    /// <summary>Latencies of requests that began in this interval are recorded.</summary>
    public static long MeasureFrom { get; set; } = long.MaxValue;

    public static long MeasureUntil { get; set; } = long.MaxValue;

    /// <summary>Of an answer that is in time: RFC 3261's T1, after which a phone without TCP would ask again.</summary>
    public static TimeSpan Deadline { get; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The number of the first request that was not answered.</summary>
    protected int Oldest => Volatile.Read(ref _oldest);

    protected SslStream Stream { get; }

    protected RequestTemplate[] Templates { get; }

    // StartTimes[n & (length - 1)]: when request n was sent, or should have been; 0 once it was answered.
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

    /// <summary>What request <paramref name="number"/> was.</summary>
    protected virtual RequestTemplate TemplateOf(int number) => Templates[number % Templates.Length];

    /// <summary>Called with each 503.</summary>
    protected virtual void OnUnavailable(ReadOnlySpan<byte> response)
    {
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
            var number = _oldest;
            var input = _input.AsSpan(start, _filled - start);
            var verdict = ResponseCheck.Check(TemplateOf(number), number, input, out var length);
            if (verdict == ResponseVerdict.Incomplete)
            {
                break;
            }

            if (verdict == ResponseVerdict.Wrong && ResponseCheck.NumberOfUnavailable(input[..length]) is var overtaking && IsUnanswered(overtaking))
            {
                number = overtaking;
                verdict = ResponseCheck.Check(TemplateOf(number), number, input, out length);
            }

            if (verdict == ResponseVerdict.Wrong || number >= Sent)
            {
                Errors++;
                return -1;
            }

            Count(verdict, TemplateOf(number), input[..length]);
            Time(verdict, TemplateOf(number), StartTimes[number & (StartTimes.Length - 1)], now);
            MarkAnswered(number);
            start += length;
            count++;
        }

        _input.AsSpan(start, _filled - start).CopyTo(_input);
        _filled -= start;
        return count;
    }

    private bool IsUnanswered(int number) => number > _oldest && number < Sent && StartTimes[number & (StartTimes.Length - 1)] != 0;

    private void MarkAnswered(int number)
    {
        StartTimes[number & (StartTimes.Length - 1)] = 0;
        Volatile.Write(ref _received, _received + 1);
        while (_oldest < Sent && StartTimes[_oldest & (StartTimes.Length - 1)] == 0)
        {
            Volatile.Write(ref _oldest, _oldest + 1);
        }
    }

    private void Time(ResponseVerdict verdict, RequestTemplate template, long began, long now)
    {
        if (began < MeasureFrom || began >= MeasureUntil)
        {
            return;
        }

        _latencies.Record(began, now);
        if (verdict is ResponseVerdict.Identical or ResponseVerdict.Edited && Stopwatch.GetElapsedTime(began, now) <= Deadline)
        {
            InTime++;
            InTimeInDialog += template.IsInDialog ? 1 : 0;
        }
    }

    private void Count(ResponseVerdict verdict, RequestTemplate template, ReadOnlySpan<byte> response)
    {
        if (verdict == ResponseVerdict.Unavailable)
        {
            Unavailable++;
            UnavailableInDialog += template.IsInDialog ? 1 : 0;
            OnUnavailable(response);
        }

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
