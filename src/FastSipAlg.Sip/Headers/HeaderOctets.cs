// SPDX-License-Identifier: MIT

using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Sip.Headers;

/// <summary>Hot path: octets that no header field may hold, whatever its grammar. One pass; a second one only from the first octet that looks odd.</summary>
public static class HeaderOctets
{
    // Everything but HTAB, CR, LF and %x20-7E: controls, and octets of which UTF-8 may be made.
    private static readonly SearchValues<byte> Odd = MakeOdd();

    /// <summary>
    /// Checks the lines of a header section, or a part of one: no control octet but HTAB, and CR LF, which the framer judges; what is above
    /// 127 is UTF-8. A control octet behind a backslash is a quoted pair   RFC 3261 §25.1
    /// </summary>
    public static SipFault Check(ReadOnlySpan<byte> headerSection)
    {
        var odd = headerSection.IndexOfAny(Odd);
        return odd < 0 ? default : CheckOdd(headerSection, odd);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static SipFault CheckOdd(ReadOnlySpan<byte> octets, int at)
    {
        while (true)
        {
            var length = 1;
            if (octets[at] <= 0x7F)
            {
                if (!IsEscaped(octets, at))
                {
                    return new SipFault(SipDefect.ControlOctetInValue, at);
                }
            }
            else if (Rune.DecodeFromUtf8(octets[at..], out _, out length) != OperationStatus.Done)
            {
                return new SipFault(SipDefect.InvalidUtf8, at);
            }

            at += length;
            var next = octets[at..].IndexOfAny(Odd);
            if (next < 0)
            {
                return default;
            }

            at += next;
        }
    }

    // quoted-pair = "\" ( %x00-09 / %x0B-0C / %x0E-7F ): an odd number of backslashes   RFC 3261 §25.1
    private static bool IsEscaped(ReadOnlySpan<byte> octets, int at)
    {
        var others = octets[..at].LastIndexOfAnyExcept((byte)'\\');
        return (at - others - 1) % 2 == 1;
    }

    private static SearchValues<byte> MakeOdd()
    {
        var odd = Enumerable.Range(0, 256).Where(octet => octet is (< ' ' and not ('\t' or '\r' or '\n')) or >= 0x7F);
        return SearchValues.Create([.. odd.Select(octet => (byte)octet)]);
    }
}
