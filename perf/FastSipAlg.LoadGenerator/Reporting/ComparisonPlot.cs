// SPDX-License-Identifier: MIT

using System.Globalization;
using System.Security;
using System.Text;

namespace FastSipAlg.LoadGenerator.Reporting;

/// <summary>The comparison as a picture (SVG): one panel a figure, one bar a relay, each panel with its own scale from zero.</summary>
internal static class ComparisonPlot
{
    private const int PanelWidth = 380;
    private const int Columns = 2;
    private const int Margin = 24;
    private const int TitleHeight = 44;
    private const int BarHeight = 16;
    private const int BarStep = 22;
    private const int NameWidth = 82;
    private const int ValueWidth = 78;

    // The subject stands out; the others are shades of one grey, so that the picture also reads without colours.
    private const string SubjectFill = "#1f6feb";
    private const string PeerFill = "#9aa4b0";
    private const string ApartFill = "#cbd2d9";

    public static string Write(IReadOnlyList<ComparisonLine> lines, ComparisonSides sides, string note)
    {
        var drawn = lines.Where(line => line.Figure.IsDrawn).ToList();
        var bars = sides.All.Count(relay => drawn.Any(line => line.Values.ContainsKey(relay)));
        var panelHeight = TitleHeight + (bars * BarStep) + Margin;
        var width = (2 * Margin) + (Columns * PanelWidth) + ((Columns - 1) * Margin);
        var height = (2 * Margin) + (((drawn.Count + Columns - 1) / Columns) * panelHeight);
        var svg = new StringBuilder();
        Add(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\">\n");
        Add(svg, $"<title>{Escape(sides.Subject)} and other TLS relays under the same load</title>\n");
        svg.Append("<style>text{font:13px system-ui,sans-serif;fill:#24292f}.t{font-weight:600}.s{fill:#57606a;font-size:12px}</style>\n");
        Add(svg, $"<rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"#ffffff\"/>\n");
        for (var i = 0; i < drawn.Count; i++)
        {
            Panel(svg, drawn[i], sides, Margin + (i % Columns * (PanelWidth + Margin)), Margin + (i / Columns * panelHeight));
        }

        Add(svg, $"<text class=\"s\" x=\"{Margin}\" y=\"{height - 14}\">{Escape(note)}</text>\n</svg>\n");
        return svg.ToString();
    }

    private static void Panel(StringBuilder svg, ComparisonLine line, ComparisonSides sides, int x, int y)
    {
        var better = line.Figure.MoreIsBetter ? "more is better" : "less is better";
        Add(svg, $"<text class=\"t\" x=\"{x}\" y=\"{y + 14}\">{Escape(line.Figure.Title)}</text>\n");
        Add(svg, $"<text class=\"s\" x=\"{x}\" y=\"{y + 31}\">{better}</text>\n");
        var largest = Math.Max(line.Values.Values.Max(), double.Epsilon);
        var top = y + TitleHeight;
        foreach (var relay in sides.All.Where(line.Values.ContainsKey))
        {
            var value = line.Values[relay];
            var length = Math.Max(1, Math.Max(value, 0) / largest * (PanelWidth - NameWidth - ValueWidth));
            var fill = relay == sides.Subject ? SubjectFill : relay == sides.Apart ? ApartFill : PeerFill;
            Add(svg, $"<text x=\"{x}\" y=\"{top + 13}\">{Escape(relay)}</text>");
            Add(svg, $"<rect x=\"{x + NameWidth}\" y=\"{top}\" width=\"{length:0.0}\" height=\"{BarHeight}\" rx=\"2\" fill=\"{fill}\"/>");
            Add(svg, $"<text x=\"{x + NameWidth + length + 6:0.0}\" y=\"{top + 13}\">{Escape(ComparisonTable.Text(line.Figure, value))}</text>\n");
            top += BarStep;
        }
    }

    private static void Add(StringBuilder svg, FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture));

    private static string Escape(string text) => SecurityElement.Escape(text);
}
