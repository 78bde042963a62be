// SPDX-License-Identifier: MIT

using FastSipAlg.LoadGenerator.Measuring;
using FastSipAlg.LoadGenerator.Reporting;

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
        var rows = Summary.Of(Results).Single().Rows;

        Assert.Equal([2d, 40d, 20d], rows.Select(row => row.CpuMicrosecondsPerMessage!.Value));
        Assert.Equal([null, 400d, 200d], rows.Select(row => row.AddedP99Microseconds));
    }

    [Fact]
    public void Table_OfASummary_ShowsOnlyColumnsThatAreFilled()
    {
        var table = SummaryTable.Write(Summary.Of(Results).Single());

        Assert.Contains("| haproxy    |       40.0 |", table, StringComparison.Ordinal);
        Assert.DoesNotContain("PSS", table, StringComparison.Ordinal);
    }

    private static LoadResult Result(string relay, double cpu, double p99) =>
        new() { Relay = relay, Scenario = "one", CpuMicrosecondsPerMessage = cpu, P99Microseconds = p99 };
}
