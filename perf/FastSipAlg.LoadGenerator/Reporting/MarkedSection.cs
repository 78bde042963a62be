// SPDX-License-Identifier: MIT

namespace FastSipAlg.LoadGenerator.Reporting;

/// <summary>The part of a document that this program writes: between two comment lines, which stay.</summary>
internal static class MarkedSection
{
    public const string Begin = "<!-- perf: written by tools/perf.sh -->";
    public const string End = "<!-- /perf -->";

    /// <summary>The document with <paramref name="content"/> between the marks; null when it has none.</summary>
    public static string? Replace(string document, string content)
    {
        var begin = document.IndexOf(Begin, StringComparison.Ordinal);
        var end = document.IndexOf(End, Math.Max(begin, 0), StringComparison.Ordinal);
        return begin < 0 || end < 0 ? null : $"{document[..(begin + Begin.Length)]}\n\n{content.Trim()}\n\n{document[end..]}";
    }
}
