// SPDX-License-Identifier: MIT

using System.Buffers;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Sip.Headers;

/// <summary>Hot path: octet classes of URIs, and the URIs of which nothing else is known.</summary>
internal static class UriOctets
{
    // unreserved = alphanum / mark;  mark = "-" / "_" / "." / "!" / "~" / "*" / "'" / "(" / ")"   RFC 3261 §25.1
    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()";

    // user = 1*( unreserved / escaped / user-unreserved );  user-unreserved = "&" / "=" / "+" / "$" / "," / ";" / "?" / "/"
    public static readonly SearchValues<byte> User = Create(Unreserved + "&=+$,;?/");

    // password = *( unreserved / escaped / "&" / "=" / "+" / "$" / "," )
    public static readonly SearchValues<byte> Password = Create(Unreserved + "&=+$,");

    // paramchar = param-unreserved / unreserved / escaped;  param-unreserved = "[" / "]" / "/" / ":" / "&" / "+" / "$"
    public static readonly SearchValues<byte> Parameter = Create(Unreserved + "[]/:&+$");

    // hname = 1*( hnv-unreserved / unreserved / escaped );  hnv-unreserved = "[" / "]" / "/" / "?" / ":" / "+" / "$"
    public static readonly SearchValues<byte> Header = Create(Unreserved + "[]/?:+$");

    // unreserved, gen-delims and sub-delims   RFC 3986 §2.2, §2.3
    private static readonly SearchValues<byte> Any = Create(Unreserved + ":/?#[]@$&+,;=");

    private static readonly SearchValues<byte> Scheme = Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-.");

    /// <summary>Passes octets of a class, and escapes. None: <paramref name="at"/> is at the end or at an octet of neither.</summary>
    public static SipDefect Pass(ReadOnlySpan<byte> uri, SearchValues<byte> octets, ref int at)
    {
        while (true)
        {
            var length = uri[at..].IndexOfAnyExcept(octets);
            at = length < 0 ? uri.Length : at + length;
            if (length < 0 || uri[at] != '%')
            {
                return SipDefect.None;
            }

            // escaped = "%" HEXDIG HEXDIG   RFC 3261 §25.1
            if (at + 2 >= uri.Length || !char.IsAsciiHexDigit((char)uri[at + 1]) || !char.IsAsciiHexDigit((char)uri[at + 2]))
            {
                return SipDefect.UriEscapeInvalid;
            }

            at += 3;
        }
    }

    /// <summary>absoluteURI = scheme ":" ( hier-part / opaque-part );  scheme = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )   RFC 3261 §25.1</summary>
    public static SipDefect ReadAbsolute(ReadOnlySpan<byte> uri, ref int at, ref UriParts parts)
    {
        if (uri.IsEmpty)
        {
            return SipDefect.UriEmpty;
        }

        var colon = uri.IndexOfAnyExcept(Scheme);
        if (colon <= 0 || uri[colon] != ':' || !char.IsAsciiLetter((char)uri[0]))
        {
            at = colon > 0 && uri[colon] != ':' ? colon : 0;
            return SipDefect.UriSchemeInvalid;
        }

        parts.SchemeLength = colon;
        at = colon + 1;
        if (at == uri.Length)
        {
            return SipDefect.UriEmpty;
        }

        var defect = Pass(uri, Any, ref at);
        return defect == SipDefect.None && at < uri.Length ? SipDefect.UriOctetInvalid : defect;
    }

    /// <summary>An octet that no URI may hold is that before it is something wrong with a part of one.</summary>
    public static SipDefect Refine(SipDefect defect, ReadOnlySpan<byte> uri, int at)
    {
        return at < uri.Length && uri[at] != '%' && !Any.Contains(uri[at]) ? SipDefect.UriOctetInvalid : defect;
    }

    private static SearchValues<byte> Create(string octets)
    {
        return SearchValues.Create(System.Text.Encoding.ASCII.GetBytes(octets));
    }
}
