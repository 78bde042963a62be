// SPDX-License-Identifier: MIT

using System.Buffers;
using System.Runtime.Intrinsics;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Sip.Headers;

/// <summary>
/// Hot path: tokens separated by commas: Allow, Supported, Require, Proxy-Require.
/// Require = "Require" HCOLON option-tag *( COMMA option-tag );  option-tag = token   RFC 3261 §25.1
/// </summary>
public static class TokenListHeader
{
    private static readonly SearchValues<byte> TokenCommaSpace =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.!%*_+`'~, "u8);

    /// <summary>Allow and Supported may be empty, Require and Proxy-Require may not.</summary>
    public static SipFault Check(ReadOnlySpan<byte> value, bool mayBeEmpty)
    {
        if (value.IsEmpty)
        {
            return mayBeEmpty ? default : new SipFault(SipDefect.ValueEmpty, 0);
        }

        return value.Length >= Vector256<byte>.Count && IsUsual(value) ? default : CheckEach(value);
    }

    /// <summary>
    /// Whether commas stand alone, or with one space behind, between tokens: how lists are written. They are long enough to be worth
    /// looking at 32 octets at once.
    /// </summary>
    private static bool IsUsual(ReadOnlySpan<byte> value)
    {
        if (value.IndexOfAnyExcept(TokenCommaSpace) >= 0 || value[^1] is (byte)',' or SipOctets.Space || !IsUsual(value, 0, isAfterComma: false, isAfterSpace: true))
        {
            return false;
        }

        // The last step is as long as the others and goes over some octets again.
        for (var start = Vector256<byte>.Count; start < value.Length; start += Vector256<byte>.Count)
        {
            var from = Math.Min(start, value.Length - Vector256<byte>.Count);
            if (!IsUsual(value, from, value[from - 1] == ',', value[from - 1] == SipOctets.Space))
            {
                return false;
            }
        }

        return true;
    }

    // A bit an octet: a space only behind a comma, a comma behind neither.
    private static bool IsUsual(ReadOnlySpan<byte> value, int from, bool isAfterComma, bool isAfterSpace)
    {
        var octets = Vector256.Create(value.Slice(from, Vector256<byte>.Count));
        var commas = Vector256.Equals(octets, Vector256.Create((byte)',')).ExtractMostSignificantBits();
        var spaces = Vector256.Equals(octets, Vector256.Create(SipOctets.Space)).ExtractMostSignificantBits();
        var afterComma = commas << 1 | (isAfterComma ? 1u : 0u);
        var afterSpace = spaces << 1 | (isAfterSpace ? 1u : 0u);
        return (spaces & ~afterComma | commas & (afterComma | afterSpace)) == 0;
    }

    private static SipFault CheckEach(ReadOnlySpan<byte> value)
    {
        var at = 0;
        while (true)
        {
            var end = HeaderLexer.TokenEnd(value, at);
            if (end == at)
            {
                return new SipFault(at == value.Length || value[at] == ',' ? SipDefect.ListElementEmpty : SipDefect.TokenListInvalid, at);
            }

            at = HeaderLexer.SkipLws(value, end);
            if (at == value.Length)
            {
                return default;
            }

            if (value[at] != ',')
            {
                return new SipFault(SipDefect.TokenListInvalid, at);
            }

            at = HeaderLexer.SkipLws(value, at + 1);
        }
    }
}
