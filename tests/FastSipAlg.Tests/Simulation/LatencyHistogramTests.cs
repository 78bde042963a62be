// SPDX-License-Identifier: MIT

using FastSipAlg.Simulation.Measuring;

namespace FastSipAlg.Tests.Simulation;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void Percentile_OfOneToThousand_IsThatRank()
    {
        var histogram = new LatencyHistogram();
        for (var i = 1; i <= 1000; i++)
        {
            histogram.RecordMicroseconds(i);
        }

        Assert.Equal(500, histogram.Percentile(50));
        Assert.Equal(990, histogram.Percentile(99));
        Assert.Equal(1000, histogram.Maximum);
    }

    [Fact]
    public void Percentile_OfNothing_IsZero()
    {
        Assert.Equal(0, new LatencyHistogram().Percentile(99));
    }

    [Fact]
    public void Record_OutsideTheRange_IsCut()
    {
        var histogram = new LatencyHistogram();

        histogram.RecordMicroseconds(-5);
        histogram.RecordMicroseconds(long.MaxValue);

        Assert.Equal(2, histogram.Count);
        Assert.Equal(1, histogram.Percentile(50));
    }

    [Fact]
    public void Add_OfAnother_HoldsBoth()
    {
        var one = new LatencyHistogram();
        var other = new LatencyHistogram();
        one.RecordMicroseconds(10);
        other.RecordMicroseconds(30);

        one.Add(other);

        Assert.Equal(2, one.Count);
        Assert.Equal(30, one.Percentile(100));
    }

    // A count that got lost would leave the highest percentiles without a value.
    [Fact]
    public void Recording_BySeveralThreadsAtOnce_LosesNothing()
    {
        var histogram = new LatencyHistogram();

        using var together = new Barrier(4);
        var threads = Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            together.SignalAndWait();
            for (var i = 0; i < 1_000_000; i++)
            {
                histogram.RecordMicroseconds(100);
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        Assert.Equal(4_000_000, histogram.Count);
        Assert.Equal(100, histogram.Percentile(100));
    }
}
