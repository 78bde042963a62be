// SPDX-License-Identifier: MIT

using System.Buffers;
using System.Globalization;
using System.Text;
using FastSipAlg.Inspection.Reports;

namespace FastSipAlg.Dissect;

/// <summary>
/// Octets made fit for a terminal and for JSON: what controls a terminal, hides text or turns it around becomes an escape, and so does the backslash, so that
/// no two texts look the same. Quotes stay as they are: SIP is full of them.
/// </summary>
internal static class ShownText
{
    /// <summary>Characters of a line that is shown around one place of it.</summary>
    private const int Window = 140;

    /// <summary>Octets that are at least as many characters as the window has, and a broken one more: no character has more than four octets.</summary>
    private const int WindowOctets = 4 * (Window + 1);

    private const string Cut = "...";

    public static string Of(ReadOnlySpan<byte> octets)
    {
        var text = new StringBuilder(octets.Length);
        while (!octets.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(octets, out var rune, out var length);
            if (status == OperationStatus.Done)
            {
                Append(text, rune);
            }
            else
            {
                foreach (var octet in octets[..length])
                {
                    text.Append(CultureInfo.InvariantCulture, $"\\x{octet:x2}");
                }
            }

            octets = octets[length..];
        }

        return text.ToString();
    }

    /// <summary>One line of a message without its line break, what is secret of it masked.</summary>
    public static string OfLine(ReadOnlySpan<byte> message, int start, ReadOnlySpan<byte> line)
    {
        var shown = SecretLine.ShownLength(message, start, line);
        return shown == line.Length ? Of(line) : Of(line[..shown]) + SecretLine.Mask;
    }

    /// <summary>The same, cut around <paramref name="offset"/> when it is long; <paramref name="caret"/> characters stand before that octet.</summary>
    public static string Around(ReadOnlySpan<byte> message, int start, ReadOnlySpan<byte> line, int offset, out int caret)
    {
        var shown = SecretLine.ShownLength(message, start, line);
        var place = Math.Min(offset, shown);
        var before = Of(line[Math.Max(0, place - WindowOctets)..place]);
        var behind = Of(line[place..Math.Min(shown, place + WindowOctets)]) + (shown < line.Length ? SecretLine.Mask : "");
        if (before.Length + behind.Length > Window)
        {
            before = before.Length <= Window / 2 ? before : Cut + WholeCharacters(before[^(Window / 2)..]);
            behind = behind.Length <= Window - before.Length ? behind : WholeCharacters(behind[..Math.Max(0, Window - before.Length)]) + Cut;
        }

        caret = before.EnumerateRunes().Count();
        return before + behind;
    }

    // A cut may have split a surrogate pair.
    private static string WholeCharacters(string text)
    {
        var start = text.Length > 0 && char.IsLowSurrogate(text[0]) ? 1 : 0;
        var end = text.Length > start && char.IsHighSurrogate(text[^1]) ? text.Length - 1 : text.Length;
        return text[start..end];
    }

    private static void Append(StringBuilder text, Rune rune) => text.Append(rune.Value switch
    {
        '\\' => @"\\",
        '\t' => @"\t",
        '\r' => @"\r",
        '\n' => @"\n",
        _ when PeerText.IsPlain(rune) => rune.ToString(),
        > 0xFFFF => string.Create(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
    });
}
