// SPDX-License-Identifier: MIT

using System.Buffers;
using System.Net;
using System.Text;

namespace FastSipAlg.Transport.ProxyProtocol;

/// <summary>Version 1 of the PROXY protocol: one line of text (proxy-protocol.txt §2.1).</summary>
internal static class ProxyLine
{
    /// <summary>With its line end: the longest that the specification lets a balancer send.</summary>
    public const int MaxOctets = 107;

    private static readonly SearchValues<byte> Ipv4Octets = SearchValues.Create("0123456789."u8);
    private static readonly SearchValues<byte> Ipv6Octets = SearchValues.Create("0123456789abcdefABCDEF:."u8);

    /// <summary>How it begins.</summary>
    public static ReadOnlySpan<byte> Keyword => "PROXY "u8;

    /// <summary>No fault and no header: more octets are needed. <paramref name="octets"/> begin with <see cref="Keyword"/>.</summary>
    public static ProxyHeaderFault Read(ReadOnlySpan<byte> octets, out ProxyHeader? header)
    {
        header = null;
        var end = octets[..Math.Min(octets.Length, MaxOctets)].IndexOf("\r\n"u8);
        if (end < 0)
        {
            return octets.Length < MaxOctets ? ProxyHeaderFault.None : ProxyHeaderFault.LineTooLong;
        }

        var unknown = new ProxyHeader(1, end + 2);
        var line = octets[Keyword.Length..end];

        // Whatever follows UNKNOWN is to be ignored.
        if (line.SequenceEqual("UNKNOWN"u8) || line.StartsWith("UNKNOWN "u8))
        {
            header = unknown;
            return ProxyHeaderFault.None;
        }

        var isIpv4 = line.StartsWith("TCP4 "u8);
        return isIpv4 || line.StartsWith("TCP6 "u8) ? ReadAddresses(line[5..], isIpv4, unknown, out header) : ProxyHeaderFault.LineMalformed;
    }

    // SP src-address SP dst-address SP src-port SP dst-port   §2.1
    private static ProxyHeaderFault ReadAddresses(ReadOnlySpan<byte> words, bool isIpv4, ProxyHeader unknown, out ProxyHeader? header)
    {
        header = null;
        Span<Range> ranges = stackalloc Range[5];
        if (words.Split(ranges) != 4)
        {
            return ProxyHeaderFault.LineMalformed;
        }

        if (!TryReadAddress(words[ranges[0]], isIpv4, out var source) || !TryReadAddress(words[ranges[1]], isIpv4, out var destination))
        {
            return ProxyHeaderFault.AddressInvalid;
        }

        if (!TryReadPort(words[ranges[2]], out var sourcePort) || !TryReadPort(words[ranges[3]], out var destinationPort))
        {
            return ProxyHeaderFault.PortInvalid;
        }

        header = unknown with { Source = new IPEndPoint(source, sourcePort), Destination = new IPEndPoint(destination, destinationPort) };
        return ProxyHeaderFault.None;
    }

    // How many words, each behind exactly one space; the first five of them.
    private static int Split(this ReadOnlySpan<byte> words, Span<Range> ranges)
    {
        var count = 0;
        for (var start = 0; count < ranges.Length;)
        {
            var length = words[start..].IndexOf((byte)' ');
            ranges[count++] = length < 0 ? start..words.Length : start..(start + length);
            if (length < 0)
            {
                break;
            }

            start += length + 1;
        }

        return count;
    }

    // What IPAddress takes besides (1.2, 0x7f.1, 010.0.0.1, a scope, a prefix) the grammar does not.
    private static bool TryReadAddress(ReadOnlySpan<byte> word, bool isIpv4, out IPAddress address)
    {
        address = IPAddress.None;
        if (word.Length > 45 || word.ContainsAnyExcept(isIpv4 ? Ipv4Octets : Ipv6Octets) || (isIpv4 ? !IsDottedQuad(word) : !word.Contains((byte)':')))
        {
            return false;
        }

        Span<char> text = stackalloc char[45];
        if (!IPAddress.TryParse(text[..Encoding.ASCII.GetChars(word, text)], out var parsed))
        {
            return false;
        }

        address = parsed;
        return true;
    }

    // Four numbers without leading zeros.
    private static bool IsDottedQuad(ReadOnlySpan<byte> word)
    {
        var (dots, digits) = (0, 0);
        for (var i = 0; i < word.Length; i++)
        {
            if (word[i] == '.')
            {
                dots++;
                digits = 0;
            }
            else if (++digits == 2 && word[i - 1] == '0')
            {
                return false;
            }
        }

        return dots == 3;
    }

    private static bool TryReadPort(ReadOnlySpan<byte> word, out int port)
    {
        port = 0;
        if (word.Length is 0 or > 5 || (word.Length > 1 && word[0] == '0'))
        {
            return false;
        }

        foreach (var octet in word)
        {
            if (octet is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            port = (10 * port) + octet - '0';
        }

        return port <= ushort.MaxValue;
    }
}
