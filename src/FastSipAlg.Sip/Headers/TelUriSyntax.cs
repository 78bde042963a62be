// SPDX-License-Identifier: MIT

using System.Buffers;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Sip.Headers;

/// <summary>
/// Hot path: what stands behind the scheme of a tel URI.
/// telephone-subscriber = global-number / local-number   RFC 3966 §3
/// </summary>
internal static class TelUriSyntax
{
    // phonedigit = DIGIT / visual-separator;  visual-separator = "-" / "." / "(" / ")"
    private static readonly SearchValues<byte> GlobalDigits = SearchValues.Create("0123456789-.()"u8);

    // phonedigit-hex = HEXDIG / "*" / "#" / visual-separator
    private static readonly SearchValues<byte> LocalDigits = SearchValues.Create("0123456789ABCDEFabcdef*#-.()"u8);

    private static readonly SearchValues<byte> Separators = SearchValues.Create("-.()"u8);

    public static SipDefect Read(ReadOnlySpan<byte> uri, ref int at, ref UriParts parts)
    {
        parts.UserStart = at;
        var isGlobal = at < uri.Length && uri[at] == '+';
        at += isGlobal ? 1 : 0;
        var digits = uri[at..];
        var length = digits.IndexOfAnyExcept(isGlobal ? GlobalDigits : LocalDigits);
        digits = length < 0 ? digits : digits[..length];
        at += digits.Length;
        if (digits.IndexOfAnyExcept(Separators) < 0 || (at < uri.Length && uri[at] != ';'))
        {
            return SipDefect.TelNumberInvalid;
        }

        parts.UserEnd = at;
        parts.HostStart = at;
        parts.HostEnd = at;
        parts.ParametersStart = at;
        parts.HeadersStart = uri.Length;
        parts.End = uri.Length;
        var defect = ReadParameters(uri, ref at, out var hasContext);
        if (defect == SipDefect.None && !isGlobal && !hasContext)
        {
            at = parts.UserStart;
            return SipDefect.TelNumberInvalid;
        }

        return defect;
    }

    // par = ";" pname [ "=" pvalue ], extension, isdn-subaddress and context alike   RFC 3966 §3
    private static SipDefect ReadParameters(ReadOnlySpan<byte> uri, ref int at, out bool hasContext)
    {
        hasContext = false;
        var names = default(ParameterNames);
        while (at < uri.Length)
        {
            if (uri[at] != ';')
            {
                return SipDefect.UriParameterInvalid;
            }

            var start = ++at;
            while (at < uri.Length && (char.IsAsciiLetterOrDigit((char)uri[at]) || uri[at] == '-'))
            {
                at++;
            }

            if (at == start)
            {
                return SipDefect.UriParameterInvalid;
            }

            if (!names.TryAdd(uri, start, at - start))
            {
                at = start;
                return SipDefect.ParameterRepeated;
            }

            var hasValue = at < uri.Length && uri[at] == '=';
            hasContext |= hasValue && HeaderLexer.IsToken(uri[start..at], "phone-context"u8);
            if (hasValue)
            {
                start = ++at;
                var defect = UriOctets.Pass(uri, UriOctets.Parameter, ref at);
                if (defect != SipDefect.None || at == start)
                {
                    return defect == SipDefect.None ? SipDefect.UriParameterInvalid : defect;
                }
            }
        }

        return SipDefect.None;
    }
}
