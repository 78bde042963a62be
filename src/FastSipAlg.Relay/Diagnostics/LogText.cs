// SPDX-License-Identifier: MIT

using System.Buffers;
using System.Globalization;
using System.Text;

namespace FastSipAlg.Relay.Diagnostics;

/// <summary>Text that a peer had a hand in, made fit for one log line.</summary>
internal static class LogText
{
    /// <summary>Long enough for what a phone offers in a handshake and what we allow: some 40 names of cipher suites.</summary>
    private const int MaxLength = 3_000;

    private static readonly SearchValues<char> Unchanged = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c).Except(['\\', '"'])]);

    /// <summary>Control, format (bidirectional marks) and line-separating characters, the backslash and the quotation mark become <c>\uXXXX</c>; what is too long is cut.</summary>
    public static string Escape(string text)
    {
        // Our own words, as most are, need no copy.
        if (text.Length <= MaxLength && !text.AsSpan().ContainsAnyExcept(Unchanged))
        {
            return text;
        }

        var builder = new StringBuilder(Math.Min(text.Length, MaxLength));
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, MaxLength)))
        {
            if (c is '\\' or '"' || char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate)
            {
                builder.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
            else
            {
                builder.Append(c);
            }
        }

        return text.Length > MaxLength ? builder.Append('…').ToString() : builder.ToString();
    }
}
