// SPDX-License-Identifier: MIT

using System.Diagnostics;
using FastSipAlg.Simulation.Measuring;

namespace FastSipAlg.Simulation.Phones;

/// <summary>Collects what the phones of a swarm report, from many threads, and cuts it into figures.</summary>
internal sealed class SwarmMeter
{
    private readonly Lock _lock = new();
    private readonly LatencyHistogram _recent = new();
    private readonly LatencyHistogram _total = new();
    private long _registrations;
    private long _calls;
    private long _failures;
    private long _lastMessages;
    private long _lastTimestamp = Stopwatch.GetTimestamp();

    public LatencyHistogram Total => _total;

    public void Registered() => Interlocked.Increment(ref _registrations);

    public void Called() => Interlocked.Increment(ref _calls);

    public void Failed() => Interlocked.Increment(ref _failures);

    public void RoundTrip(long startTimestamp)
    {
        var now = Stopwatch.GetTimestamp();
        lock (_lock)
        {
            _recent.Record(startTimestamp, now);
        }
    }

    public SwarmFigures Cut(int flows, long messages)
    {
        lock (_lock)
        {
            var now = Stopwatch.GetTimestamp();
            var seconds = Math.Max(Stopwatch.GetElapsedTime(_lastTimestamp, now).TotalSeconds, 1e-3);
            var rate = (messages - _lastMessages) / seconds;
            var figures = new SwarmFigures(
                flows,
                messages,
                rate,
                Interlocked.Read(ref _registrations),
                Interlocked.Read(ref _calls),
                Interlocked.Read(ref _failures),
                _recent.Percentile(50),
                _recent.Percentile(99));
            _total.Add(_recent);
            _recent.Reset();
            (_lastMessages, _lastTimestamp) = (messages, now);
            return figures;
        }
    }

    public SwarmFigures Sum(int flows, long messages, TimeSpan elapsed)
    {
        var last = Cut(flows, messages);
        var rate = messages / Math.Max(elapsed.TotalSeconds, 1e-3);
        return last with { MessagesPerSecond = rate, P50 = _total.Percentile(50), P99 = _total.Percentile(99) };
    }
}
