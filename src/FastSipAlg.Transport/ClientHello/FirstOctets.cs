// SPDX-License-Identifier: MIT

using System.Buffers;

namespace FastSipAlg.Transport.ClientHello;

/// <summary>A guess, for the log, at what somebody speaks who does not speak TLS.</summary>
internal static class FirstOctets
{
    private const int Shown = 8;

    private static readonly SearchValues<byte> Printable = SearchValues.Create([.. Enumerable.Range(0x20, 0x5f).Select(octet => (byte)octet)]);

    /// <summary>One sentence without its end, from what has come so far.</summary>
    public static string Describe(ReadOnlySpan<byte> octets)
    {
        var end = octets.IndexOfAny("\r\n"u8);
        var line = end < 0 ? octets : octets[..end];
        if (line.StartsWith("SIP/2.0 "u8) || line.EndsWith(" SIP/2.0"u8))
        {
            return "it speaks SIP without TLS";
        }

        if (line.EndsWith(" HTTP/1.1"u8) || line.EndsWith(" HTTP/1.0"u8) || line.StartsWith("PRI * HTTP/2.0"u8))
        {
            return "it speaks HTTP without TLS";
        }

        if (octets.StartsWith("PROXY "u8) || octets.StartsWith("\r\n\r\n\0\r\nQUIT\n"u8))
        {
            return "it sends a PROXY protocol header, which is not expected here";
        }

        if (octets.StartsWith("\r\n"u8))
        {
            return "it sends line ends, as SIP keep-alives without TLS do";
        }

        // RFC 6101 appendix E: the length's highest bit set, then CLIENT-HELLO (1).
        if (octets is [>= 0x80, _, 1, ..])
        {
            return "it sends an SSL 2.0 ClientHello, which RFC 8446 appendix D.5 advises against accepting";
        }

        return line.Length >= Shown && !line.ContainsAnyExcept(Printable)
            ? "it sends text"
            : $"it begins with the octets {Convert.ToHexStringLower(octets[..Math.Min(Shown, octets.Length)])}";
    }
}
