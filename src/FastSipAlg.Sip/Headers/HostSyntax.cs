// SPDX-License-Identifier: MIT

using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Sip.Headers;

/// <summary>
/// Hot path: host and port, as they stand in URIs and in Via. host = hostname / IPv4address / IPv6reference   RFC 3261 §25.1, RFC 5954 §4
/// </summary>
internal static class HostSyntax
{
    private const byte Alphanumeric = 1;
    private const byte Hyphen = 2;
    private const byte Dot = 3;

    // 0: an octet that no host name has.
    private static readonly byte[] Classes = MakeClasses();

    /// <summary>
    /// Passes the longest host at <paramref name="at"/>; what follows is the caller's to judge. False when there is none, and then
    /// <paramref name="at"/> is where it goes wrong.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> value, ref int at)
    {
        if ((uint)at >= (uint)value.Length)
        {
            return false;
        }

        return value[at] == '[' ? TryReadIPv6Reference(value, ref at) : TryPassIPv4Address(value, ref at) || TryReadName(value, ref at);
    }

    /// <summary>port = 1*DIGIT, and a port that there is   RFC 3261 §25.1. False like <see cref="TryRead"/>.</summary>
    public static bool TryReadPort(ReadOnlySpan<byte> value, ref int at, out int port)
    {
        port = 0;
        var index = at;
        while (index < value.Length && SipOctets.IsDigit(value[index]) && port <= ushort.MaxValue)
        {
            port = port * 10 + (value[index++] - '0');
        }

        if (port is 0 or > ushort.MaxValue)
        {
            return false;
        }

        at = index;
        return true;
    }

    /// <summary>Whether this is an IPv4 address, or an IPv6 address without brackets.</summary>
    public static bool IsAddress(ReadOnlySpan<byte> text)
    {
        return text.Contains((byte)':') ? IsIPv6Address(text) : IsIPv4Address(text);
    }

    // hostname = *( domainlabel "." ) toplabel [ "." ];  domainlabel = alphanum / alphanum *( alphanum / "-" ) alphanum
    // toplabel = ALPHA / ALPHA *( alphanum / "-" ) alphanum   RFC 3261 §25.1
    private static bool TryReadName(ReadOnlySpan<byte> value, ref int at)
    {
        var classes = Classes;
        var start = at;
        var labelStart = at;
        var previous = Dot;
        var index = at;
        for (; index < value.Length; index++)
        {
            var kind = classes[value[index]];
            if (kind == Alphanumeric)
            {
                labelStart = previous == Dot ? index : labelStart;
            }
            else if (kind == 0)
            {
                break;
            }
            else if (previous == Dot || (previous == Hyphen && kind == Dot))
            {
                at = index;
                return false;
            }

            previous = kind;
        }

        at = index;
        if (index == start || previous == Hyphen)
        {
            return false;
        }

        // What begins with a digit is no top label, and IPv4 addresses have been passed before.
        if (SipOctets.IsDigit(value[labelStart]))
        {
            at = start;
            return false;
        }

        return true;
    }

    // IPv6reference = "[" IPv6address "]"   RFC 3261 §25.1
    private static bool TryReadIPv6Reference(ReadOnlySpan<byte> value, ref int at)
    {
        var length = value[(at + 1)..].IndexOf((byte)']');
        if (length < 0 || !IsIPv6Address(value.Slice(at + 1, length)))
        {
            return false;
        }

        at += length + 2;
        return true;
    }

    // IPv4address = dec-octet "." dec-octet "." dec-octet "." dec-octet   RFC 5954 §4; zeros in front are let pass, as RFC 3261 did
    private static bool TryPassIPv4Address(ReadOnlySpan<byte> value, ref int at)
    {
        var index = at;
        for (var part = 0; ; part++)
        {
            var start = index;
            var number = 0;
            while ((uint)index < (uint)value.Length && SipOctets.IsDigit(value[index]) && index - start < 3)
            {
                number = number * 10 + (value[index++] - '0');
            }

            if (index == start || number > byte.MaxValue)
            {
                return false;
            }

            if (part == 3)
            {
                break;
            }

            if ((uint)index >= (uint)value.Length || value[index++] != '.')
            {
                return false;
            }
        }

        // More of a host name makes it one: 192.0.2.1.example.com
        if ((uint)index < (uint)value.Length && Classes[value[index]] != 0)
        {
            return false;
        }

        at = index;
        return true;
    }

    public static bool IsIPv4Address(ReadOnlySpan<byte> text)
    {
        var at = 0;
        return TryPassIPv4Address(text, ref at) && at == text.Length;
    }

    // IPv6address = 8 groups h16, or fewer and one "::" for the rest; the last two may be an IPv4address   RFC 5954 §4
    public static bool IsIPv6Address(ReadOnlySpan<byte> text)
    {
        var groups = 0;
        var isCompressed = text.StartsWith("::"u8);
        var at = isCompressed ? 2 : 0;
        while (at < text.Length)
        {
            var end = at;
            while (end < text.Length && end - at <= 4 && char.IsAsciiHexDigit((char)text[end]))
            {
                end++;
            }

            if (end < text.Length && text[end] == '.')
            {
                return (isCompressed ? groups <= 5 : groups == 6) && IsIPv4Address(text[at..]);
            }

            if (end == at || end - at > 4)
            {
                return false;
            }

            groups++;
            at = end + 1;
            if (end == text.Length)
            {
                break;
            }

            if (text[end] != ':' || at == text.Length)
            {
                return false;
            }

            if (text[at] == ':')
            {
                if (isCompressed)
                {
                    return false;
                }

                isCompressed = true;
                at++;
            }
        }

        return isCompressed ? groups <= 7 : groups == 8;
    }

    private static byte[] MakeClasses()
    {
        var classes = new byte[256];
        for (var octet = 0; octet < 128; octet++)
        {
            classes[octet] = char.IsAsciiLetterOrDigit((char)octet) ? Alphanumeric : octet switch { '-' => Hyphen, '.' => Dot, _ => (byte)0 };
        }

        return classes;
    }
}
