// SPDX-License-Identifier: MIT

using System.Globalization;
using System.Text;

namespace FastSipAlg.LoadGenerator.Measuring;

/// <summary>A summary as a Markdown table, aligned so that it also reads well in a terminal.</summary>
internal static class SummaryTable
{
    private static readonly (string Title, Func<SummaryRow, string> Cell)[] Columns =
    [
        ("relay", row => row.Relay),
        ("CPU µs/msg", row => Number(row.CpuMicrosecondsPerMessage, "0.0")),
        ("messages/s", row => Number(row.MessagesPerSecond, "#,0")),
        ("p50 µs", row => Number(row.P50Microseconds, "#,0")),
        ("p99 µs", row => Number(row.P99Microseconds, "#,0")),
        ("added p50", row => Number(row.AddedP50Microseconds, "#,0")),
        ("added p99", row => Number(row.AddedP99Microseconds, "#,0")),
        ("CPU µs/conn", row => Number(row.CpuMicrosecondsPerConnection, "#,0")),
        ("conn/s", row => Number(row.ConnectionsPerSecond, "#,0")),
        ("PSS KiB/conn", row => Number(row.PssKibibytesPerConnection, "0.0")),
        ("relay load", row => Number(row.RelayLoad, "0.00")),
        ("generator load", row => Number(row.GeneratorLoad, "0.00")),
        ("errors", row => row.Errors.ToString(CultureInfo.InvariantCulture)),
        ("rounds", row => row.Rounds.ToString(CultureInfo.InvariantCulture)),
    ];

    public static string Write(ScenarioSummary summary, string subject, string baseline)
    {
        var columns = Columns.Where(column => summary.Rows.Any(row => column.Cell(row).Length > 0)).ToList();
        var widths = columns.Select(column => summary.Rows.Select(row => column.Cell(row).Length).Append(column.Title.Length).Max()).ToList();
        var text = new StringBuilder($"\n### {summary.Scenario}\n\n");
        Line(text, columns.Select(column => column.Title), widths);
        Line(text, widths.Select((width, index) => index == 0 ? new string('-', width) : new string('-', width - 1) + ":"), widths);
        foreach (var row in summary.Rows)
        {
            Line(text, columns.Select(column => column.Cell(row)), widths);
        }

        foreach (var ratio in summary.Ratios)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{subject} / {baseline}, {ratio.Figure}: {ratio.Ratio:0.00}");
        }

        return text.Append('\n').ToString();
    }

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";

    private static void Line(StringBuilder text, IEnumerable<string> cells, List<int> widths)
    {
        var padded = cells.Select((cell, index) => index == 0 ? cell.PadRight(widths[index]) : cell.PadLeft(widths[index]));
        text.Append("| ").AppendJoin(" | ", padded).Append(" |\n");
    }
}
