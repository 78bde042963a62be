// SPDX-License-Identifier: MIT

using System.Buffers;

namespace FastSipAlg.Sip.Grammar;

/// <summary>Octets and octet classes of RFC 3261 §25.1.</summary>
internal static class SipOctets
{
    public const byte Nul = 0;
    public const byte Tab = (byte)'\t';
    public const byte Lf = (byte)'\n';
    public const byte Cr = (byte)'\r';
    public const byte Space = (byte)' ';

    // token = 1*(alphanum / "-" / "." / "!" / "%" / "*" / "_" / "+" / "`" / "'" / "~" )   RFC 3261 §25.1
    public static readonly SearchValues<byte> Token =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.!%*_+`'~"u8);

    /// <summary><see cref="Token"/> by octet, for what is too short for a vector.</summary>
    public static readonly bool[] IsTokenOctet = [.. Enumerable.Range(0, 256).Select(octet => Token.Contains((byte)octet))];

    /// <summary>LWS without its line break, and the line break too: what may stand around a value that was folded.</summary>
    public static ReadOnlySpan<byte> FoldedWhiteSpace => " \t\r\n"u8;

    public static bool IsWhiteSpace(byte octet)
    {
        return octet is Space or Tab;
    }

    public static bool IsDigit(byte octet)
    {
        return (uint)(octet - '0') <= 9;
    }

    /// <summary>Octets of the token that <paramref name="octets"/> begins with; 0 for none.</summary>
    public static int TokenLength(ReadOnlySpan<byte> octets)
    {
        var length = octets.IndexOfAnyExcept(Token);
        return length < 0 ? octets.Length : length;
    }

    /// <summary>Octets of SP and HTAB that <paramref name="octets"/> begins with; one SP is the usual.</summary>
    public static int WhiteSpaceLength(ReadOnlySpan<byte> octets)
    {
        var length = !octets.IsEmpty && octets[0] == Space ? 1 : 0;
        while (length < octets.Length && IsWhiteSpace(octets[length]))
        {
            length++;
        }

        return length;
    }

    /// <summary>Octets up to the last one that is no SP or HTAB, or <paramref name="start"/> when there is none behind it.</summary>
    public static int LengthWithoutWhiteSpace(ReadOnlySpan<byte> octets, int start)
    {
        var length = octets.Length;
        while (length > start && IsWhiteSpace(octets[length - 1]))
        {
            length--;
        }

        return length;
    }

    public static ReadOnlySpan<byte> TrimWhiteSpace(ReadOnlySpan<byte> octets)
    {
        return octets.Trim(" \t"u8);
    }
}
