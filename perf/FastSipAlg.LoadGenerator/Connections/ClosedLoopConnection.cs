// SPDX-License-Identifier: MIT

using System.Diagnostics;
using System.Net.Security;
using FastSipAlg.LoadGenerator.Messages;
using FastSipAlg.Simulation.Measuring;

namespace FastSipAlg.LoadGenerator.Connections;

/// <summary>Hot path: keeps a window of requests unanswered; the requests that a read allows leave in one write.</summary>
internal sealed class ClosedLoopConnection : LoadConnection
{
    private readonly byte[] _output;
    private readonly int _window;
    private int _sent;
    private volatile bool _stopped;

    public ClosedLoopConnection(SslStream stream, RequestTemplate[] templates, int window, LatencyHistogram latencies, bool verify)
        : base(stream, templates, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)window), latencies, verify)
    {
        _window = window;
        _output = new byte[window * templates.Max(template => template.RequestLength)];
    }

    public override int Sent => Volatile.Read(ref _sent);

    /// <summary>Nothing more is sent; what is under way is still answered.</summary>
    public void Stop() => _stopped = true;

    // The first window is written before the first response is read, whose successor would be a second write at once.
    protected override ValueTask BeforeResponsesAsync() => SendAsync(_window);

    protected override ValueTask AfterResponsesAsync(int count) => _stopped ? default : SendAsync(count);

    private ValueTask SendAsync(int count)
    {
        var now = Stopwatch.GetTimestamp();
        var length = 0;
        for (var i = 0; i < count; i++)
        {
            var number = _sent;
            StartTimes[number & (StartTimes.Length - 1)] = now;
            length += Templates[number % Templates.Length].Write(number, _output.AsSpan(length));
            Volatile.Write(ref _sent, number + 1);
        }

        return Stream.WriteAsync(_output.AsMemory(0, length));
    }
}
