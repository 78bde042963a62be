// SPDX-License-Identifier: MIT

namespace FastSipAlg.LoadGenerator.Measuring;

/// <summary>A relay's medians in one scenario, over the rounds.</summary>
internal sealed record SummaryRow(
    string Relay,
    int Rounds,
    long Errors,
    double? CpuMicrosecondsPerMessage,
    double? MessagesPerSecond,
    double? P50Microseconds,
    double? P99Microseconds,
    double? AddedP50Microseconds,
    double? AddedP99Microseconds,
    double? RelayLoad,
    double? GeneratorLoad,
    double? CpuMicrosecondsPerConnection,
    double? ConnectionsPerSecond,
    double? PssKibibytesPerConnection);

/// <summary>The first-named relay's figure by the second's: below 1 is cheaper or faster for CPU, latency and memory, above 1 for rates.</summary>
internal sealed record SummaryRatio(string Figure, double Ratio);

internal sealed record ScenarioSummary(string Scenario, IReadOnlyList<SummaryRow> Rows, IReadOnlyList<SummaryRatio> Ratios);

/// <summary>Results of interleaved rounds, as medians and as ratios of one relay to another.</summary>
internal static class Summary
{
    /// <summary>The relay that is none: latencies are compared with it.</summary>
    public const string Direct = "direct";

    public static IReadOnlyList<ScenarioSummary> Of(IReadOnlyList<LoadResult> results, string subject, string baseline)
    {
        return [.. results.GroupBy(result => result.Scenario).Select(scenario => OfScenario(scenario.Key, [.. scenario], subject, baseline))];
    }

    private static ScenarioSummary OfScenario(string scenario, IReadOnlyList<LoadResult> results, string subject, string baseline)
    {
        var direct = results.Where(result => result.Relay == Direct).ToList();
        var directP50 = Median(direct, result => result.P50Microseconds);
        var directP99 = Median(direct, result => result.P99Microseconds);
        var rows = results.GroupBy(result => result.Relay).Select(relay => Row(relay.Key, [.. relay], directP50, directP99)).ToList();
        var ours = rows.Find(row => row.Relay == subject);
        var theirs = rows.Find(row => row.Relay == baseline);
        return new ScenarioSummary(scenario, rows, ours is null || theirs is null ? [] : [.. Ratios(ours, theirs)]);
    }

    private static SummaryRow Row(string relay, IReadOnlyList<LoadResult> results, double? directP50, double? directP99)
    {
        var p50 = Median(results, result => result.P50Microseconds);
        var p99 = Median(results, result => result.P99Microseconds);
        var isRelay = relay != Direct;
        return new SummaryRow(
            relay,
            results.Count,
            results.Sum(result => result.Errors + result.Lost),
            Median(results, result => result.CpuMicrosecondsPerMessage),
            Median(results, result => result.MessagesPerSecond),
            p50,
            p99,
            isRelay ? p50 - directP50 : null,
            isRelay ? p99 - directP99 : null,
            Median(results, result => result.RelayLoad),
            Median(results, result => result.GeneratorLoad),
            Median(results, result => result.CpuMicrosecondsPerConnection),
            Median(results, result => result.ConnectionsPerSecond),
            Median(results, result => result.PssKibibytesPerConnection));
    }

    private static IEnumerable<SummaryRatio> Ratios(SummaryRow ours, SummaryRow theirs)
    {
        (string Figure, double? Ours, double? Theirs)[] figures =
        [
            ("cpuMicrosecondsPerMessage", ours.CpuMicrosecondsPerMessage, theirs.CpuMicrosecondsPerMessage),
            ("messagesPerSecond", ours.MessagesPerSecond, theirs.MessagesPerSecond),
            ("addedP50Microseconds", ours.AddedP50Microseconds, theirs.AddedP50Microseconds),
            ("addedP99Microseconds", ours.AddedP99Microseconds, theirs.AddedP99Microseconds),
            ("cpuMicrosecondsPerConnection", ours.CpuMicrosecondsPerConnection, theirs.CpuMicrosecondsPerConnection),
            ("pssKibibytesPerConnection", ours.PssKibibytesPerConnection, theirs.PssKibibytesPerConnection),
        ];
        foreach (var (figure, a, b) in figures)
        {
            // A difference near or below zero has no meaningful ratio.
            if (a is not null && b > 0)
            {
                yield return new SummaryRatio(figure, a.Value / b.Value);
            }
        }
    }

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
