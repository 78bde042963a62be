// SPDX-License-Identifier: MIT

using System.Diagnostics;
using HdrHistogram;

namespace FastSipAlg.Simulation.Measuring;

/// <summary>
/// Latencies from 1 µs to 100 s with three significant digits. Recording allocates nothing, takes no lock, and may be done by several threads at once.
/// </summary>
public sealed class LatencyHistogram
{
    private const long HighestMicroseconds = 100_000_000;
    private readonly LongConcurrentHistogram _histogram = new(1, HighestMicroseconds, 3);

    public long Count => _histogram.TotalCount;

    /// <summary>In microseconds.</summary>
    public long Maximum => Count == 0 ? 0 : _histogram.GetMaxValue();

    /// <summary>In microseconds.</summary>
    public double Mean => Count == 0 ? 0 : _histogram.GetMean();

    /// <summary>Records the time between two values of <see cref="Stopwatch.GetTimestamp"/>, cut to what the histogram can hold.</summary>
    public void Record(long startTimestamp, long endTimestamp) =>
        RecordMicroseconds((long)((endTimestamp - startTimestamp) * (1e6 / Stopwatch.Frequency)));

    public void RecordMicroseconds(long microseconds) => _histogram.RecordValue(Math.Clamp(microseconds, 1, HighestMicroseconds));

    /// <summary>The latency in microseconds that <paramref name="percentile"/> (0 to 100) of all stayed within; 0 when nothing was recorded.</summary>
    public long Percentile(double percentile) => Count == 0 ? 0 : _histogram.GetValueAtPercentile(percentile);

    public void Add(LatencyHistogram other) => _histogram.Add(other._histogram);

    public void Reset() => _histogram.Reset();
}
