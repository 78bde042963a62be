// SPDX-License-Identifier: MIT

using FastSipAlg.LoadGenerator.Measuring;

namespace FastSipAlg.LoadGenerator.Reporting;

/// <summary>A relay's medians in one scenario, over the rounds.</summary>
internal sealed record SummaryRow
{
    public required string Relay { get; init; }

    public int Rounds { get; init; }

    /// <summary>Of all rounds: errors and lost requests.</summary>
    public long Errors { get; init; }

    public double? CpuMicrosecondsPerMessage { get; init; }

    public double? MessagesPerSecond { get; init; }

    public double? P50Microseconds { get; init; }

    public double? P99Microseconds { get; init; }

    public double? P999Microseconds { get; init; }

    /// <summary>Beyond the run without a relay; null for that run itself.</summary>
    public double? AddedP50Microseconds { get; init; }

    public double? AddedP99Microseconds { get; init; }

    public double? AddedP999Microseconds { get; init; }

    public double? RelayLoad { get; init; }

    public double? GeneratorLoad { get; init; }

    public double? CpuMicrosecondsPerConnection { get; init; }

    public double? ConnectionsPerSecond { get; init; }

    /// <summary>Share of the connections that resumed a TLS session.</summary>
    public double? ResumedShare { get; init; }

    public double? PssBeforeKibibytes { get; init; }

    public double? PssKibibytesPerConnection { get; init; }

    public double? AllBackSeconds { get; init; }

    public double? Retries { get; init; }
}

internal sealed record ScenarioSummary(string Scenario, IReadOnlyList<SummaryRow> Rows);

/// <summary>Results of interleaved rounds as medians.</summary>
internal static class Summary
{
    /// <summary>The relay that is none: latencies are compared with it.</summary>
    public const string Direct = "direct";

    public static IReadOnlyList<ScenarioSummary> Of(IReadOnlyList<LoadResult> results) =>
        [.. results.GroupBy(result => result.Scenario).Select(scenario => OfScenario(scenario.Key, [.. scenario]))];

    private static ScenarioSummary OfScenario(string scenario, IReadOnlyList<LoadResult> results)
    {
        var direct = Row(Direct, [.. results.Where(result => result.Relay == Direct)]);
        return new ScenarioSummary(scenario, [.. results.GroupBy(result => result.Relay).Select(relay => Added(Row(relay.Key, [.. relay]), direct))]);
    }

    private static SummaryRow Added(SummaryRow row, SummaryRow direct) => row.Relay == Direct ? row : row with
    {
        AddedP50Microseconds = row.P50Microseconds - direct.P50Microseconds,
        AddedP99Microseconds = row.P99Microseconds - direct.P99Microseconds,
        AddedP999Microseconds = row.P999Microseconds - direct.P999Microseconds,
    };

    private static SummaryRow Row(string relay, IReadOnlyList<LoadResult> results) => new()
    {
        Relay = relay,
        Rounds = results.Count,
        Errors = results.Sum(result => result.Errors + result.Lost),
        CpuMicrosecondsPerMessage = Median(results, result => result.CpuMicrosecondsPerMessage),
        MessagesPerSecond = Median(results, result => result.MessagesPerSecond),
        P50Microseconds = Median(results, result => result.P50Microseconds),
        P99Microseconds = Median(results, result => result.P99Microseconds),
        P999Microseconds = Median(results, result => result.P999Microseconds),
        RelayLoad = Median(results, result => result.RelayLoad),
        GeneratorLoad = Median(results, result => result.GeneratorLoad),
        CpuMicrosecondsPerConnection = Median(results, result => result.CpuMicrosecondsPerConnection),
        ConnectionsPerSecond = Median(results, result => result.ConnectionsPerSecond),
        ResumedShare = Median(results, result => result.Resumed is { } resumed && result.Received > 0 ? (double)resumed / result.Received : null),
        PssBeforeKibibytes = Median(results, result => result.PssBeforeKibibytes),
        PssKibibytesPerConnection = Median(results, result => result.PssKibibytesPerConnection),
        AllBackSeconds = Median(results, result => result.AllBackSeconds),
        Retries = Median(results, result => result.Retries),
    };

    private static double? Median(IReadOnlyList<LoadResult> results, Func<LoadResult, double?> figure)
    {
        var values = results.Select(figure).OfType<double>().Order().ToList();
        if (values.Count == 0)
        {
            return null;
        }

        var middle = values.Count / 2;
        return values.Count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
