// SPDX-License-Identifier: MIT

using FastSipAlg.LoadGenerator.Measuring;

namespace FastSipAlg.Tests.LoadGenerator;

public sealed class SummaryTests
{
    private static readonly LoadResult[] Results =
    [
        Result("direct", 1, 100), Result("direct", 3, 300), Result("direct", 2, 200),
        Result("haproxy", 40, 700), Result("haproxy", 20, 500), Result("haproxy", 90, 600),
        Result("fastsipalg", 30, 500), Result("fastsipalg", 10, 300),
    ];

    [Fact]
    public void Rows_OverRounds_AreMedians()
    {
        var rows = Summary.Of(Results, "fastsipalg", "haproxy").Single().Rows;

        Assert.Equal([2d, 40d, 20d], rows.Select(row => row.CpuMicrosecondsPerMessage!.Value));
        Assert.Equal([null, 400d, 200d], rows.Select(row => row.AddedP99Microseconds));
    }

    [Fact]
    public void Ratios_OfSubjectToBaseline_AreOfMedians()
    {
        var ratios = Summary.Of(Results, "fastsipalg", "haproxy").Single().Ratios;

        Assert.Equal(0.5, ratios.Single(ratio => ratio.Figure == "cpuMicrosecondsPerMessage").Ratio);
        Assert.Equal(0.5, ratios.Single(ratio => ratio.Figure == "addedP99Microseconds").Ratio);
    }

    [Fact]
    public void Ratios_WithoutTheSubject_AreNone()
    {
        Assert.Empty(Summary.Of(Results, "absent", "haproxy").Single().Ratios);
    }

    [Fact]
    public void Table_OfASummary_ShowsOnlyColumnsThatAreFilled()
    {
        var summary = Summary.Of(Results, "fastsipalg", "haproxy").Single();

        var table = SummaryTable.Write(summary, "fastsipalg", "haproxy");

        Assert.Contains("| haproxy    |       40.0 |", table, StringComparison.Ordinal);
        Assert.Contains("fastsipalg / haproxy, cpuMicrosecondsPerMessage: 0.50", table, StringComparison.Ordinal);
        Assert.DoesNotContain("PSS", table, StringComparison.Ordinal);
    }

    private static LoadResult Result(string relay, double cpu, double p99) =>
        new() { Relay = relay, Scenario = "one", CpuMicrosecondsPerMessage = cpu, P99Microseconds = p99 };
}
