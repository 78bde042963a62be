// SPDX-License-Identifier: MIT

namespace FastSipAlg.LoadGenerator.Reporting;

/// <summary>What a figure is held against.</summary>
internal enum BarKind
{
    /// <summary>The limit is a multiple of the best peer's figure.</summary>
    BestPeer,

    /// <summary>The limit is a multiple of the figure of the relay that stands apart, because it does another job.</summary>
    Apart,

    /// <summary>The limit is the figure itself.</summary>
    Value,
}

/// <param name="Kind">What the limit multiplies.</param>
/// <param name="Limit">To be reached; a maximum, and for figures of which more is better a minimum.</param>
internal sealed record Bar(BarKind Kind, double Limit);

/// <summary>The medians of one relay in all scenarios.</summary>
internal sealed class RelayMedians(string relay, IReadOnlyList<ScenarioSummary> scenarios)
{
    public string Relay => relay;

    /// <summary>Null when the relay did not run it.</summary>
    public SummaryRow? this[string scenario] =>
        scenarios.FirstOrDefault(summary => summary.Scenario == scenario)?.Rows.FirstOrDefault(row => row.Relay == relay);
}

/// <summary>One line of the comparison: where it comes from, how it is written, and what it is to reach.</summary>
internal sealed record Figure(string Title, string Unit, string Format, Func<RelayMedians, double?> Value, Bar? Bar = null)
{
    public bool MoreIsBetter { get; init; }

    /// <summary>Drawn in the plot.</summary>
    public bool IsDrawn { get; init; }
}

/// <summary>The scenarios of <c>tools/perf.sh</c> by their names there, and the figures that are made of them.</summary>
internal static class Figures
{
    private const string Rate = "rate";
    private const string Window1 = "window1";
    private const string Window8 = "window8";
    private const string Full = "full";
    private const string Resumed = "resumed";
    private const string Idle2000 = "idle2000";
    private const string Idle9000 = "idle9000";
    private const string Rate9000 = "rate9000";
    private const string Reconnect = "reconnect";

    private static readonly Dictionary<string, string> Titles = new()
    {
        [Rate] = "5,000 requests/s on 200 leg pairs",
        [Window1] = "closed loop, window 1, 200 leg pairs",
        [Window8] = "closed loop, window 8, 200 leg pairs",
        [Full] = "new leg pairs, the phone's handshake full",
        [Resumed] = "new leg pairs, the phone resumes",
        [Idle2000] = "2,000 idle leg pairs",
        [Idle9000] = "9,000 idle leg pairs",
        [Rate9000] = "5,000 requests/s on 9,000 leg pairs",
        [Reconnect] = "9,000 idle leg pairs drop and come back at once; latencies are those of 200 that stay, at 1,000 requests/s",
    };

    public static IReadOnlyList<Figure> All { get; } =
    [
        new("CPU per message, 5,000 requests/s on 200 leg pairs", "µs", "0.0", relay => relay[Rate]?.CpuMicrosecondsPerMessage, Best(1.0)) { IsDrawn = true },
        new("messages/s, closed loop, window 1", "/s", "#,0", relay => relay[Window1]?.MessagesPerSecond, Best(0.95)) { MoreIsBetter = true, IsDrawn = true },
        new("CPU per message, closed loop, window 1", "µs", "0.0", relay => relay[Window1]?.CpuMicrosecondsPerMessage),
        new("messages/s, closed loop, window 8", "/s", "#,0", relay => relay[Window8]?.MessagesPerSecond, Best(1.0)) { MoreIsBetter = true, IsDrawn = true },
        new("CPU per message, closed loop, window 8", "µs", "0.0", relay => relay[Window8]?.CpuMicrosecondsPerMessage),
        new("p50 latency added at 5,000 requests/s", "ms", "0.00", relay => relay[Rate]?.AddedP50Microseconds / 1e3),
        new("p99 latency added at 5,000 requests/s", "ms", "0.00", relay => relay[Rate]?.AddedP99Microseconds / 1e3, Best(1.0)) { IsDrawn = true },
        new("p99.9 latency added at 5,000 requests/s", "ms", "0.00", relay => relay[Rate]?.AddedP999Microseconds / 1e3),
        new("CPU per new leg pair, full handshake", "ms", "0.00", relay => relay[Full]?.CpuMicrosecondsPerConnection / 1e3, Best(1.5)) { IsDrawn = true },
        new("CPU per new leg pair, the phone resumes", "ms", "0.00", relay => relay[Resumed]?.CpuMicrosecondsPerConnection / 1e3, Best(2.0)),
        new("PSS per idle leg pair, 2,000 pairs", "KiB", "0.0", relay => relay[Idle2000]?.PssKibibytesPerConnection, new Bar(BarKind.Value, 75)) { IsDrawn = true },
        new("PSS per idle leg pair, 9,000 pairs", "KiB", "0.0", relay => relay[Idle9000]?.PssKibibytesPerConnection),
        new("PSS of the process before any leg pair", "MiB", "0.0", relay => relay[Idle2000]?.PssBeforeKibibytes / 1024),
        new(
            "CPU per message on 9,000 leg pairs, against 200", "×", "0.00",
            relay => relay[Rate9000]?.CpuMicrosecondsPerMessage / relay[Rate]?.CpuMicrosecondsPerMessage, new Bar(BarKind.Value, 1.15)),
        new("9,000 reconnect at once: established flows' p99", "ms", "0.0", relay => relay[Reconnect]?.P99Microseconds / 1e3, new Bar(BarKind.Value, 100)),
        new("9,000 reconnect at once: until all are back", "s", "0.0", relay => relay[Reconnect]?.AllBackSeconds),
        new("CPU per message, 5,000 requests/s, against Kamailio", "µs", "0.0", relay => relay[Rate]?.CpuMicrosecondsPerMessage, new Bar(BarKind.Apart, 0.7)),
        new("CPU per message, window 1, against Kamailio", "µs", "0.0", relay => relay[Window1]?.CpuMicrosecondsPerMessage, new Bar(BarKind.Apart, 0.7)),
    ];

    /// <summary>A scenario in words; a name that is not known stands for itself.</summary>
    public static string Title(string scenario) => Titles.GetValueOrDefault(scenario, scenario);

    private static Bar Best(double limit) => new(BarKind.BestPeer, limit);
}
