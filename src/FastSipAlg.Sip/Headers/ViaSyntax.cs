// SPDX-License-Identifier: MIT

using System.Runtime.CompilerServices;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Sip.Headers;

/// <summary>Hot path: one element of a Via value.</summary>
internal static class ViaSyntax
{
    /// <summary>Reads up to the comma behind the element, or to the end.</summary>
    public static SipDefect ReadElement(ReadOnlySpan<byte> value, ref int at, ref ViaParts parts)
    {
        if (at == value.Length || value[at] == ',')
        {
            return SipDefect.ListElementEmpty;
        }

        // sent-protocol = protocol-name SLASH protocol-version SLASH transport   RFC 3261 §25.1
        if (value[at..].StartsWith("SIP/2.0/"u8))
        {
            at += "SIP/2.0/".Length;
        }
        else if (!TryPassOddProtocol(value, ref at))
        {
            return SipDefect.ViaProtocolInvalid;
        }

        parts.TransportStart = HeaderLexer.SkipLws(value, at);
        at = HeaderLexer.NameEnd(value, parts.TransportStart);
        parts.TransportLength = at - parts.TransportStart;
        if (parts.TransportLength == 0)
        {
            return SipDefect.ViaProtocolInvalid;
        }

        parts.HostStart = HeaderLexer.SkipLws(value, at);
        if (parts.HostStart == at && at < value.Length)
        {
            return SipDefect.ViaProtocolInvalid;
        }

        at = parts.HostStart;
        return ReadSentBy(value, ref at, ref parts) ? ReadParameters(value, ref at, ref parts) : SipDefect.ViaSentByInvalid;
    }

    // sent-by = host [ COLON port ]   RFC 3261 §25.1
    private static bool ReadSentBy(ReadOnlySpan<byte> value, ref int at, ref ViaParts parts)
    {
        if (!HostSyntax.TryRead(value, ref at))
        {
            return false;
        }

        parts.HostEnd = at;
        if (HeaderLexer.TryPass(value, ref at, (byte)':') && !HostSyntax.TryReadPort(value, ref at, out parts.Port))
        {
            return false;
        }

        parts.SentByEnd = at;
        return HeaderLexer.IsDelimited(value, at);
    }

    // via-params = via-ttl / via-maddr / via-received / via-branch / via-extension   RFC 3261 §25.1; response-port   RFC 3581 §3
    private static SipDefect ReadParameters(ReadOnlySpan<byte> value, ref int at, ref ViaParts parts)
    {
        var names = default(ParameterNames);
        while (HeaderLexer.TryPass(value, ref at, (byte)';'))
        {
            var defect = HeaderParameter.ReadName(value, ref at, ref names, out var parameter);
            if (defect == SipDefect.None)
            {
                defect = ReadValue(value, ref at, parameter, ref parts);
            }

            if (defect != SipDefect.None)
            {
                return defect;
            }
        }

        at = HeaderLexer.SkipLws(value, at);
        return at == value.Length || value[at] == ',' ? SipDefect.None : SipDefect.ValueTrailing;
    }

    private static SipDefect ReadValue(ReadOnlySpan<byte> value, ref int at, in HeaderParameter parameter, ref ViaParts parts)
    {
        var name = parameter.Name(value);
        switch (name.Length)
        {
            case 6 when HeaderLexer.IsToken(name, "branch"u8):
                parts.BranchStart = at;
                var defect = parameter.ReadToken(value, ref at, SipDefect.ViaBranchInvalid);
                parts.BranchLength = at - parts.BranchStart;
                return defect;
            case 5 when HeaderLexer.IsToken(name, "rport"u8):
                return !parameter.HasValue ? parameter.ReadValue(value, ref at) : ReadRport(value, ref at);
            case 8 when HeaderLexer.IsToken(name, "received"u8):
                return parameter.HasValue && TryReadReceived(value, ref at) ? SipDefect.None : SipDefect.ViaReceivedInvalid;
            case 5 when HeaderLexer.IsToken(name, "maddr"u8):
                return parameter.HasValue && HostSyntax.TryRead(value, ref at) && HeaderLexer.IsDelimited(value, at) ? SipDefect.None : SipDefect.ViaMaddrInvalid;
            case 3 when HeaderLexer.IsToken(name, "ttl"u8):
                return parameter.HasValue && TryReadTtl(value, ref at) ? SipDefect.None : SipDefect.ViaTtlInvalid;
            default:
                return parameter.ReadValue(value, ref at);
        }
    }

    private static SipDefect ReadRport(ReadOnlySpan<byte> value, ref int at)
    {
        return HostSyntax.TryReadPort(value, ref at, out _) && HeaderLexer.IsDelimited(value, at) ? SipDefect.None : SipDefect.ViaRportInvalid;
    }

    // via-received = "received" EQUAL ( IPv4address / IPv6address ): without brackets, which many write all the same   RFC 5118 §4.5
    private static bool TryReadReceived(ReadOnlySpan<byte> value, ref int at)
    {
        var end = at;
        while (!HeaderLexer.IsDelimited(value, end))
        {
            end++;
        }

        var address = value[at..end];
        if (address is [(byte)'[', .., (byte)']'])
        {
            address = address.Contains((byte)':') ? address[1..^1] : [];
        }

        if (!HostSyntax.IsAddress(address))
        {
            return false;
        }

        at = end;
        return true;
    }

    // ttl = 1*3DIGIT ; 0 to 255   RFC 3261 §25.1
    private static bool TryReadTtl(ReadOnlySpan<byte> value, ref int at)
    {
        var end = at;
        var number = 0;
        while (end < value.Length && end - at < 3 && SipOctets.IsDigit(value[end]))
        {
            number = number * 10 + (value[end++] - '0');
        }

        if (end == at || number > byte.MaxValue || !HeaderLexer.IsDelimited(value, end))
        {
            return false;
        }

        at = end;
        return true;
    }

    // White space around the slashes, or small letters: legal, and rare.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryPassOddProtocol(ReadOnlySpan<byte> value, ref int at)
    {
        return TryPassToken(value, ref at, "sip"u8) && HeaderLexer.TryPass(value, ref at, (byte)'/')
            && TryPassToken(value, ref at, "2.0"u8) && HeaderLexer.TryPass(value, ref at, (byte)'/');
    }

    private static bool TryPassToken(ReadOnlySpan<byte> value, ref int at, ReadOnlySpan<byte> lower)
    {
        var end = HeaderLexer.TokenEnd(value, at);
        if (!HeaderLexer.IsToken(value[at..end], lower))
        {
            return false;
        }

        at = end;
        return true;
    }
}
