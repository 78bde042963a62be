// SPDX-License-Identifier: MIT

using System.Runtime.CompilerServices;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Sip.Headers;

/// <summary>
/// Hot path: the pieces that header values are made of. Each takes a value and a place in it and says the place behind the piece; a reader that
/// returns a defect leaves <c>at</c> where the defect is.
/// </summary>
internal static class HeaderLexer
{
    /// <summary>LWS = [ *WSP CRLF ] 1*WSP, or nothing: SWS   RFC 3261 §25.1</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SkipLws(ReadOnlySpan<byte> value, int at)
    {
        return (uint)at < (uint)value.Length && value[at] <= SipOctets.Space ? SkipLwsCore(value, at) : at;
    }

    /// <summary>Behind the token at <paramref name="at"/>; <paramref name="at"/> itself when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int TokenEnd(ReadOnlySpan<byte> value, int at)
    {
        return at + SipOctets.TokenLength(value[at..]);
    }

    /// <summary>The same, octet by octet: quicker for names, methods and words, which are short.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int NameEnd(ReadOnlySpan<byte> value, int at)
    {
        var isToken = SipOctets.IsTokenOctet;
        while ((uint)at < (uint)value.Length && isToken[value[at]])
        {
            at++;
        }

        return at;
    }

    /// <summary>SEMI = SWS ";" SWS, and COMMA, EQUAL, COLON, SLASH alike   RFC 3261 §25.1. False, and nothing passed, when it is not there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryPass(ReadOnlySpan<byte> value, ref int at, byte separator)
    {
        var next = SkipLws(value, at);
        if ((uint)next >= (uint)value.Length || value[next] != separator)
        {
            return false;
        }

        at = SkipLws(value, next + 1);
        return true;
    }

    /// <summary>A value, or one of a list, may end here: at the end, at white space, a semicolon or a comma.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsDelimited(ReadOnlySpan<byte> value, int at)
    {
        return (uint)at >= (uint)value.Length || value[at] is <= SipOctets.Space or (byte)';' or (byte)',';
    }

    /// <summary>
    /// <paramref name="at"/> stands on the opening quote.
    /// quoted-string = SWS DQUOTE *( qdtext / quoted-pair ) DQUOTE;  quoted-pair = "\" ( %x00-09 / %x0B-0C / %x0E-7F )   RFC 3261 §25.1
    /// </summary>
    public static SipDefect ReadQuotedString(ReadOnlySpan<byte> value, ref int at)
    {
        var index = at + 1;
        while (true)
        {
            var length = value[index..].IndexOfAny((byte)'"', (byte)'\\');
            if (length < 0)
            {
                return SipDefect.QuotedStringUnterminated;
            }

            index += length;
            if (value[index] == '"')
            {
                at = index + 1;
                return SipDefect.None;
            }

            if (index + 1 == value.Length || value[index + 1] is SipOctets.Cr or SipOctets.Lf or > 0x7F)
            {
                at = index;
                return SipDefect.QuotedPairInvalid;
            }

            index += 2;
        }
    }

    /// <summary>Whether a token is this one in any case. <paramref name="lower"/> is made of small letters, digits, "-" and ".".</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsToken(ReadOnlySpan<byte> token, ReadOnlySpan<byte> lower)
    {
        if (token.Length != lower.Length)
        {
            return false;
        }

        for (var index = 0; index < lower.Length; index++)
        {
            if ((token[index] | 0x20) != lower[index])
            {
                return false;
            }
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int SkipLwsCore(ReadOnlySpan<byte> value, int at)
    {
        while (at < value.Length)
        {
            if (SipOctets.IsWhiteSpace(value[at]))
            {
                at++;
            }
            else if (value[at] == SipOctets.Cr && at + 2 < value.Length && value[at + 1] == SipOctets.Lf && SipOctets.IsWhiteSpace(value[at + 2]))
            {
                at += 3;
            }
            else
            {
                break;
            }
        }

        return at;
    }
}
