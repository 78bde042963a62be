// SPDX-License-Identifier: MIT

using System.Buffers;
using FastSipAlg.Sip.Framing;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Inspection.Checks;

/// <summary>Cold: where the defect stands that ended a flow. The framer keeps no place of it, and looks at nothing twice; here the octets are still at hand.</summary>
internal static class FramingPlace
{
    // token   RFC 3261 §25.1
    private static readonly SearchValues<byte> NameOctets =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.!%*_+`'~"u8);

    /// <summary>From the start of <paramref name="octets"/>, which begin where the broken message does.</summary>
    public static int Find(ReadOnlySpan<byte> octets, SipFramer framer, SipHeaderIndex? fields) => framer.Defect switch
    {
        SipDefect.NotSip or SipDefect.StartLineTooLong or SipDefect.ContentLengthMissing => 0,
        >= SipDefect.ContentLengthMissing and <= SipDefect.ContentLengthTooLarge => OfContentLength(fields),
        SipDefect.LeadingContinuation => AfterLine(octets, 0),
        SipDefect.HeaderWithoutColon or SipDefect.EmptyHeaderName or SipDefect.InvalidHeaderName => OfBrokenName(octets[..framer.HeaderSectionLength]),
        SipDefect.NulInHeaderSection => From(framer.HeaderSectionLength, octets[framer.HeaderSectionLength..].IndexOf((byte)0)),
        SipDefect.BareCr or SipDefect.BareLf => From(framer.HeaderSectionLength, IndexOfBareBreak(octets[framer.HeaderSectionLength..])),
        _ => framer.HeaderSectionLength,
    };

    // The framer walks on past a broken one, so the last is it or as bad.
    private static int OfContentLength(SipHeaderIndex? fields)
    {
        var offset = 0;
        for (var index = 0; index < (fields?.Count ?? 0); index++)
        {
            offset = fields![index].Id == SipHeaderId.ContentLength ? fields[index].ValueStart : offset;
        }

        return offset;
    }

    // header-name *( SP / HTAB ) ":"   RFC 3261 §25.1
    private static int OfBrokenName(ReadOnlySpan<byte> section)
    {
        for (var start = AfterLine(section, 0); start < section.Length; start = AfterLine(section, start))
        {
            var line = section[start..];
            var name = line.IndexOfAnyExcept(NameOctets);
            var isContinuation = line[0] is (byte)' ' or (byte)'\t';
            if (!isContinuation && !line.StartsWith("\r\n"u8) && (name <= 0 || !line[name..].TrimStart(" \t"u8).StartsWith(":"u8)))
            {
                return start + Math.Max(0, name);
            }
        }

        return 0;
    }

    private static int IndexOfBareBreak(ReadOnlySpan<byte> octets)
    {
        for (var index = 0; index < octets.Length; index++)
        {
            if (octets[index] == '\r' && index + 1 < octets.Length && octets[index + 1] == '\n')
            {
                index++;
            }
            else if (octets[index] is (byte)'\r' or (byte)'\n')
            {
                return index;
            }
        }

        return -1;
    }

    private static int AfterLine(ReadOnlySpan<byte> octets, int start)
    {
        var end = octets[start..].IndexOf("\r\n"u8);
        return end < 0 ? octets.Length : start + end + 2;
    }

    private static int From(int start, int found) => found < 0 ? start : start + found;
}
