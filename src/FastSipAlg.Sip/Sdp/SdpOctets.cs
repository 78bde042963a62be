// SPDX-License-Identifier: MIT

using System.Buffers;

namespace FastSipAlg.Sip.Sdp;

/// <summary>Octet classes of RFC 8866 §9, and numbers, which are decimal everywhere in SDP.</summary>
internal static class SdpOctets
{
    public const byte Space = (byte)' ';

    // token-char = %x21 / %x23-27 / %x2A-2B / %x2D-2E / %x30-39 / %x41-5A / %x5E-7E   RFC 8866 §9
    private static readonly bool[] IsTokenOctet =
        Table("!#$%&'*+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz{|}~"u8);

    // base64 = ALPHA / DIGIT / "+" / "/" / "="   RFC 4568 §9.2
    private static readonly SearchValues<byte> Base64 =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="u8);

    // non-ws-string = 1*(VCHAR / %x80-FF)   RFC 8866 §9
    private static readonly SearchValues<byte> WhiteSpaceOrControl =
        SearchValues.Create([.. Enumerable.Range(0, 0x21).Select(octet => (byte)octet), 0x7F]);

    /// <summary>Octets of the token that <paramref name="octets"/> begins with; 0 for none.</summary>
    public static int TokenLength(ReadOnlySpan<byte> octets)
    {
        // Tokens of SDP are a word long: looking each octet up is faster than a vector.
        var length = 0;
        while (length < octets.Length && IsTokenOctet[octets[length]])
        {
            length++;
        }

        return length;
    }

    public static int DigitsLength(ReadOnlySpan<byte> octets)
    {
        for (var index = 0; index < octets.Length; index++)
        {
            if (!IsDigit(octets[index]))
            {
                return index;
            }
        }

        return octets.Length;
    }

    public static int Base64Length(ReadOnlySpan<byte> octets)
    {
        var length = octets.IndexOfAnyExcept(Base64);
        return length < 0 ? octets.Length : length;
    }

    /// <summary>True for 1*token-char.</summary>
    public static bool IsToken(ReadOnlySpan<byte> octets) => !octets.IsEmpty && TokenLength(octets) == octets.Length;

    /// <summary>True for 1*DIGIT.</summary>
    public static bool IsDecimal(ReadOnlySpan<byte> octets) => !octets.IsEmpty && DigitsLength(octets) == octets.Length;

    /// <summary>True for visible octets, at least one, those above 127 among them.</summary>
    public static bool IsVisible(ReadOnlySpan<byte> octets) => !octets.IsEmpty && octets.IndexOfAny(WhiteSpaceOrControl) < 0;

    /// <summary>The number that <paramref name="octets"/> are; -1 when they are none or one above <paramref name="maximum"/>, which is below 2**31.</summary>
    public static int ToNumber(ReadOnlySpan<byte> octets, int maximum)
    {
        var number = octets.IsEmpty ? -1L : 0;
        foreach (var octet in octets)
        {
            number = number * 10 + (octet - '0');
            if (!IsDigit(octet) || number > maximum)
            {
                return -1;
            }
        }

        return (int)number;
    }

    public static bool IsDigit(byte octet) => (uint)(octet - '0') <= 9;

    private static bool[] Table(ReadOnlySpan<byte> octets)
    {
        var table = new bool[256];
        foreach (var octet in octets)
        {
            table[octet] = true;
        }

        return table;
    }
}
