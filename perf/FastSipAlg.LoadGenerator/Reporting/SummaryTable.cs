// SPDX-License-Identifier: MIT

using System.Globalization;

namespace FastSipAlg.LoadGenerator.Reporting;

/// <summary>All that was measured in a scenario, a relay a line; columns that nothing fills are left out.</summary>
internal static class SummaryTable
{
    private static readonly (string Title, Func<SummaryRow, string> Cell)[] Columns =
    [
        ("relay", row => row.Relay),
        ("CPU µs/msg", row => Number(row.CpuMicrosecondsPerMessage, "0.0")),
        ("messages/s", row => Number(row.MessagesPerSecond, "#,0")),
        ("p50 µs", row => Number(row.P50Microseconds, "#,0")),
        ("p99 µs", row => Number(row.P99Microseconds, "#,0")),
        ("p99.9 µs", row => Number(row.P999Microseconds, "#,0")),
        ("added p50", row => Number(row.AddedP50Microseconds, "#,0")),
        ("added p99", row => Number(row.AddedP99Microseconds, "#,0")),
        ("added p99.9", row => Number(row.AddedP999Microseconds, "#,0")),
        ("CPU µs/conn", row => Number(row.CpuMicrosecondsPerConnection, "#,0")),
        ("conn/s", row => Number(row.ConnectionsPerSecond, "#,0")),
        ("resumed", row => Number(row.ResumedShare, "0%")),
        ("base MiB", row => Number(row.PssBeforeKibibytes / 1024, "0.0")),
        ("PSS KiB/conn", row => Number(row.PssKibibytesPerConnection, "0.0")),
        ("all back s", row => Number(row.AllBackSeconds, "0.0")),
        ("retries", row => Number(row.Retries, "#,0")),
        ("relay load", row => Number(row.RelayLoad, "0.00")),
        ("generator load", row => Number(row.GeneratorLoad, "0.00")),
        ("errors", row => row.Errors.ToString(CultureInfo.InvariantCulture)),
        ("rounds", row => row.Rounds.ToString(CultureInfo.InvariantCulture)),
    ];

    public static string Write(ScenarioSummary summary)
    {
        var columns = Columns.Where(column => summary.Rows.Any(row => column.Cell(row).Length > 0)).ToList();
        var rows = summary.Rows.Select(row => columns.Select(column => column.Cell(row)).ToArray());
        return $"\n### {Figures.Title(summary.Scenario)}\n\n{MarkdownTable.Write([.. columns.Select(column => column.Title)], [.. rows])}";
    }

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
