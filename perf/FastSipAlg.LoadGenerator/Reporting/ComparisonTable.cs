// SPDX-License-Identifier: MIT

using System.Globalization;

namespace FastSipAlg.LoadGenerator.Reporting;

/// <summary>The comparison as a table: a figure a line, a relay a column.</summary>
internal static class ComparisonTable
{
    public static string Write(IReadOnlyList<ComparisonLine> lines, ComparisonSides sides)
    {
        var relays = sides.All.Where(relay => lines.Any(line => line.Values.ContainsKey(relay))).ToList();
        List<string> titles = ["figure", .. relays, "ratio", "bar", ""];
        return MarkdownTable.Write(titles, [.. lines.Select(line => Row(line, relays))]);
    }

    /// <summary>A relay's figure with its unit.</summary>
    public static string Text(Figure figure, double value)
    {
        var number = value.ToString(figure.Format, CultureInfo.InvariantCulture);
        return figure.Unit is "/s" ? number : $"{number} {figure.Unit}";
    }

    private static string[] Row(ComparisonLine line, List<string> relays) =>
    [
        line.Figure.Title,
        .. relays.Select(relay => line.Values.TryGetValue(relay, out var value) ? Text(line.Figure, value) : ""),
        line.Ratio?.ToString("0.00", CultureInfo.InvariantCulture) ?? "",
        line.Figure.Bar is { } bar ? BarText(line.Figure, bar) : "",
        line.IsReached switch { true => "reached", false => "missed", null => "" },
    ];

    private static string BarText(Figure figure, Bar bar)
    {
        var sign = figure.MoreIsBetter ? "≥" : "≤";
        return bar.Kind == BarKind.Value
            ? $"{sign} {Text(figure, bar.Limit)}"
            : $"{sign} {bar.Limit.ToString("0.00", CultureInfo.InvariantCulture)} × {(bar.Kind == BarKind.Apart ? "its" : "best")}";
    }
}
