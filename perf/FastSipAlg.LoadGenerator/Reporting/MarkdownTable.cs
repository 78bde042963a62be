// SPDX-License-Identifier: MIT

using System.Text;

namespace FastSipAlg.LoadGenerator.Reporting;

/// <summary>A table that Markdown renders, aligned so that it also reads well in a terminal: the first column to the left, figures to the right.</summary>
internal static class MarkdownTable
{
    // "-:" says that figures stand to the right.
    private const int NarrowestColumn = 2;

    public static string Write(IReadOnlyList<string> titles, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var widths = titles.Select((title, column) => rows.Select(row => row[column].Length).Append(title.Length).Append(NarrowestColumn).Max()).ToList();
        var text = new StringBuilder();
        Line(text, titles, widths);
        Line(text, [.. widths.Select((width, column) => column == 0 ? new string('-', width) : new string('-', width - 1) + ":")], widths);
        foreach (var row in rows)
        {
            Line(text, row, widths);
        }

        return text.ToString();
    }

    private static void Line(StringBuilder text, IReadOnlyList<string> cells, List<int> widths)
    {
        var padded = cells.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
        text.Append("| ").AppendJoin(" | ", padded).Append(" |\n");
    }
}
