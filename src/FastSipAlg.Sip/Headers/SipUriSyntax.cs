// SPDX-License-Identifier: MIT

using System.Runtime.CompilerServices;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Sip.Headers;

/// <summary>
/// Hot path: what stands behind the scheme of a sip or sips URI.
/// SIP-URI = "sip:" [ userinfo ] hostport uri-parameters [ headers ]   RFC 3261 §25.1
/// </summary>
internal static class SipUriSyntax
{
    public static SipDefect Read(ReadOnlySpan<byte> uri, ref int at, ref UriParts parts)
    {
        // The usual user is not escaped and has no password.
        parts.UserStart = at;
        parts.UserEnd = at;
        var userLength = uri[at..].IndexOfAnyExcept(UriOctets.User);
        if (userLength > 0 && uri[at + userLength] == '@')
        {
            parts.UserEnd = at + userLength;
            at += userLength + 1;
        }
        else
        {
            var defect = ReadUserInfo(uri, ref at, ref parts);
            if (defect != SipDefect.None)
            {
                return defect;
            }
        }

        parts.HostStart = at;
        if (!HostSyntax.TryRead(uri, ref at))
        {
            return SipDefect.UriHostInvalid;
        }

        parts.HostEnd = at;
        var unexpected = SipDefect.UriHostInvalid;
        if (at < uri.Length && uri[at] == ':')
        {
            at++;
            if (!HostSyntax.TryReadPort(uri, ref at, out parts.Port))
            {
                return SipDefect.UriPortInvalid;
            }

            unexpected = SipDefect.UriPortInvalid;
        }

        parts.ParametersStart = at;
        return at == uri.Length ? End(at, ref parts) : ReadTail(uri, ref at, ref parts, unexpected);
    }

    // userinfo = ( user / telephone-subscriber ) [ ":" password ] "@"   RFC 3261 §25.1
    private static SipDefect ReadUserInfo(ReadOnlySpan<byte> uri, ref int at, ref UriParts parts)
    {
        // Neither host, parameters nor headers hold an "@" that is not escaped, so that the only one ends the user.
        var length = uri[at..].IndexOf((byte)'@');
        if (length < 0)
        {
            return SipDefect.None;
        }

        var start = at;
        var end = at + length;
        var defect = UriOctets.Pass(uri[..end], UriOctets.User, ref at);
        parts.UserEnd = at;
        if (defect == SipDefect.None && at > start && at < end && uri[at] == ':')
        {
            at++;
            defect = UriOctets.Pass(uri[..end], UriOctets.Password, ref at);
        }

        if (defect == SipDefect.None && (at < end || at == start))
        {
            return SipDefect.UriUserInvalid;
        }

        at = defect == SipDefect.None ? end + 1 : at;
        return defect;
    }

    private static SipDefect ReadTail(ReadOnlySpan<byte> uri, ref int at, ref UriParts parts, SipDefect unexpected)
    {
        if (uri[at] == ';')
        {
            var defect = ReadParameters(uri, ref at);
            if (defect != SipDefect.None)
            {
                return defect;
            }

            unexpected = SipDefect.UriParameterInvalid;
        }

        parts.HeadersStart = at;
        if (at < uri.Length && uri[at] == '?')
        {
            var defect = ReadHeaders(uri, ref at);
            if (defect != SipDefect.None)
            {
                return defect;
            }

            unexpected = SipDefect.UriHeadersInvalid;
        }

        parts.End = at;
        return at == uri.Length ? SipDefect.None : unexpected;
    }

    // uri-parameters = *( ";" uri-parameter );  other-param = pname [ "=" pvalue ];  pname = 1*paramchar;  pvalue = 1*paramchar   RFC 3261 §25.1
    private static SipDefect ReadParameters(ReadOnlySpan<byte> uri, ref int at)
    {
        var names = default(ParameterNames);
        while (at < uri.Length && uri[at] == ';')
        {
            var start = ++at;
            var defect = UriOctets.Pass(uri, UriOctets.Parameter, ref at);
            if (defect != SipDefect.None || at == start)
            {
                return at == start && defect == SipDefect.None ? SipDefect.UriParameterInvalid : defect;
            }

            if (!names.TryAdd(uri, start, at - start))
            {
                at = start;
                return SipDefect.ParameterRepeated;
            }

            if (at < uri.Length && uri[at] == '=')
            {
                start = ++at;
                defect = UriOctets.Pass(uri, UriOctets.Parameter, ref at);
                if (defect != SipDefect.None || at == start)
                {
                    return defect == SipDefect.None ? SipDefect.UriParameterInvalid : defect;
                }
            }
        }

        return SipDefect.None;
    }

    // headers = "?" header *( "&" header );  header = hname "=" hvalue   RFC 3261 §25.1
    private static SipDefect ReadHeaders(ReadOnlySpan<byte> uri, ref int at)
    {
        do
        {
            var start = ++at;
            var defect = UriOctets.Pass(uri, UriOctets.Header, ref at);
            if (defect != SipDefect.None)
            {
                return defect;
            }

            if (at == start || at == uri.Length || uri[at] != '=')
            {
                return SipDefect.UriHeadersInvalid;
            }

            at++;
            defect = UriOctets.Pass(uri, UriOctets.Header, ref at);
            if (defect != SipDefect.None)
            {
                return defect;
            }
        }
        while (at < uri.Length && uri[at] == '&');

        return SipDefect.None;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static SipDefect End(int at, ref UriParts parts)
    {
        parts.HeadersStart = at;
        parts.End = at;
        return SipDefect.None;
    }
}
