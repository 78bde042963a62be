// SPDX-License-Identifier: MIT

using System.Runtime.InteropServices;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Sip.Sdp;

/// <summary>
/// Which kinds of line have been seen in the section at hand, the session's or one media description's, and which may still come (RFC 8866 §5, §9).
/// z= may stand behind the times it adjusts, as there, or once behind all times, as in RFC 4566 §9.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct SdpLineOrder
{
    // The place of each letter among the others of its section; 0: not in this section.
    //                                             a   b  c  d  e  f  g  h  i  j  k   l  m  n  o  p  q  r   s  t   u  v  w  x  y  z
    private static ReadOnlySpan<byte> OfSession => [12, 9, 8, 0, 6, 0, 0, 0, 4, 0, 11, 0, 0, 0, 2, 7, 0, 10, 3, 10, 5, 1, 0, 0, 0, 10];

    private static ReadOnlySpan<byte> OfMedia => [5, 3, 2, 0, 0, 0, 0, 0, 1, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private const uint Once = 1U << ('v' - 'a') | 1U << ('o' - 'a') | 1U << ('s' - 'a') | 1U << ('i' - 'a') | 1U << ('u' - 'a') | 1U << ('k' - 'a')
        | 1U << ('z' - 'a');

    private uint _seen;
    private byte _place;

    public bool IsMedia { get; private set; }

    /// <summary>Begins the next section, a media description.</summary>
    public void StartMedia()
    {
        _seen = 0;
        _place = 0;
        IsMedia = true;
    }

    public readonly bool HasSeen(char letter) => (_seen >> (letter - 'a') & 1) != 0;

    /// <summary>True for the letters that RFC 8866 §5 knows, m among them.</summary>
    public static bool IsKnown(byte letter) => letter == 'm' || ((uint)(letter - 'a') < OfSession.Length && OfSession[letter - 'a'] != 0);

    /// <summary>Takes the letter of a line, known and not m. The defect, if it may not stand here; a letter in the wrong place counts as seen.</summary>
    public SipDefect Take(byte letter)
    {
        var index = letter - 'a';
        var bit = 1U << index;
        var place = (IsMedia ? OfMedia : OfSession)[index];
        var wasSeen = (_seen & bit) != 0;
        _seen |= bit;
        if (wasSeen && ((Once & bit) != 0 || (letter == 'c' && !IsMedia)))
        {
            return SipDefect.SdpLineRepeated;
        }

        if (place == 0 || place < _place || (letter is (byte)'r' or (byte)'z' && !HasSeen('t')))
        {
            return SipDefect.SdpOrderInvalid;
        }

        _place = place;
        if (letter == 't')
        {
            _seen &= ~(1U << ('z' - 'a'));
        }

        return SipDefect.None;
    }
}
