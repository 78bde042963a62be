// SPDX-License-Identifier: MIT

using System.Buffers;
using System.Globalization;
using System.Text;

namespace FastSipAlg.Inspection.Reports;

/// <summary>
/// Octets that a peer chose, made fit for one quoted field of one log line. What could end the line or the field, hide text or turn it around (CR, LF,
/// NUL, ESC, U+2028, bidirectional marks) becomes an escape, <c>\uXXXX</c>; what is no UTF-8 becomes <c>\xXX</c>; the backslash and the quote get a backslash,
/// so that no two texts look the same.
/// </summary>
public static class PeerText
{
    /// <summary>Octets that are shown of one field: enough for any Call-ID and address of record that people use.</summary>
    public const int MaxLength = 256;

    private const string Cut = "...";

    public static void Append(StringBuilder target, ReadOnlySpan<byte> octets)
    {
        var shown = octets.Length > MaxLength ? octets[..WholeRunes(octets, MaxLength)] : octets;
        while (!shown.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(shown, out var rune, out var length);
            if (status == OperationStatus.Done)
            {
                Append(target, rune);
            }
            else
            {
                AppendInvalid(target, shown[..length]);
            }

            shown = shown[length..];
        }

        if (octets.Length > MaxLength)
        {
            target.Append(Cut);
        }
    }

    /// <summary>The part of <paramref name="line"/> around <paramref name="offset"/> that <see cref="Append(StringBuilder, ReadOnlySpan{byte})"/> shows whole.</summary>
    public static void AppendAround(StringBuilder target, ReadOnlySpan<byte> line, int offset)
    {
        var start = line.Length <= MaxLength ? 0 : Math.Clamp(offset - (MaxLength / 2), 0, line.Length - MaxLength);
        if (start > 0)
        {
            target.Append(Cut);
        }

        Append(target, line[start..]);
    }

    private static void Append(StringBuilder target, Rune rune)
    {
        if (rune.Value is '"' or '\\')
        {
            target.Append('\\').Append((char)rune.Value);
        }
        else if (IsPlain(rune))
        {
            target.Append(rune.ToString());
        }
        else
        {
            target.Append(rune.IsBmp ? "\\u" : "\\U").Append(rune.Value.ToString(rune.IsBmp ? "x4" : "x8", CultureInfo.InvariantCulture));
        }
    }

    /// <summary>A character that neither ends a line, nor hides text, nor turns it around.</summary>
    public static bool IsPlain(Rune rune) => rune.Value is >= ' ' and < 0x7F
        || (rune.Value > 0x7F && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate));

    private static void AppendInvalid(StringBuilder target, ReadOnlySpan<byte> octets)
    {
        foreach (var octet in octets)
        {
            target.Append(CultureInfo.InvariantCulture, $"\\x{octet:x2}");
        }
    }

    // A cut in the middle of a character would show it as octets.
    private static int WholeRunes(ReadOnlySpan<byte> octets, int length)
    {
        var end = length;
        while (end > length - 4 && (octets[end] & 0xC0) == 0x80)
        {
            end--;
        }

        return (octets[end] & 0xC0) == 0x80 ? length : end;
    }
}
