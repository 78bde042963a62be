// SPDX-License-Identifier: MIT

using FastSipAlg.Sip.Headers;

namespace FastSipAlg.Sip.Sdp;

/// <summary>The c= line.</summary>
internal static class SdpConnection
{
    private const int MaxTtl = 255;

    // c=nettype SP addrtype SP connection-address   RFC 8866 §5.7, §9
    /// <summary>Where <paramref name="value"/> stops being connection data; -1 when it is.</summary>
    public static int Check(ReadOnlySpan<byte> value)
    {
        var fields = new SdpFields(value);
        if (!fields.Next() || !fields.Current.SequenceEqual("IN"u8) || !fields.Next() || !SdpAddress.IsType(fields.Current))
        {
            return fields.Start;
        }

        var isIPv6 = fields.Current[2] == '6';
        if (!fields.Next())
        {
            return fields.Start;
        }

        var slash = fields.Current.IndexOf((byte)'/');
        if (slash >= 0)
        {
            var fault = CheckMulticast(fields.Current, slash, isIPv6);
            if (fault >= 0)
            {
                return fields.Start + fault;
            }
        }
        else if (!SdpAddress.IsOfType(fields.Current, isIPv6))
        {
            return fields.Start;
        }

        return fields.Next() ? fields.Start : -1;
    }

    // IP4-multicast = m1 3("." decimal-uchar) "/" ttl [ "/" numaddr ];  IP6-multicast = hexpart [ "/" numaddr ]   RFC 8866 §9
    private static int CheckMulticast(ReadOnlySpan<byte> address, int slash, bool isIPv6)
    {
        var group = address[..slash];
        if (isIPv6 ? !IsMulticastIPv6(group) : !IsMulticastIPv4(group))
        {
            return 0;
        }

        var suffix = slash + 1;
        if (!isIPv6)
        {
            var second = address[suffix..].IndexOf((byte)'/');
            var ttl = second < 0 ? address[suffix..] : address.Slice(suffix, second);
            if (SdpOctets.ToNumber(ttl, MaxTtl) < 0)
            {
                return suffix;
            }

            if (second < 0)
            {
                return -1;
            }

            suffix += second + 1;
        }

        return IsPositive(address[suffix..]) ? -1 : suffix;
    }

    // m1 = ("22" ("4"/"5"/"6"/"7"/"8"/"9")) / ("23" DIGIT)   RFC 8866 §9
    private static bool IsMulticastIPv4(ReadOnlySpan<byte> address) =>
        HostSyntax.IsIPv4Address(address) && address.IndexOf((byte)'.') == 3 && SdpOctets.ToNumber(address[..3], 239) >= 224;

    // ff00::/8   RFC 4291 §2.7
    private static bool IsMulticastIPv6(ReadOnlySpan<byte> address) =>
        HostSyntax.IsIPv6Address(address) && address.IndexOf((byte)':') == 4 && (address[0] | 0x20) == 'f' && (address[1] | 0x20) == 'f';

    // integer = POS-DIGIT *DIGIT   RFC 8866 §9
    private static bool IsPositive(ReadOnlySpan<byte> octets) => SdpOctets.IsDecimal(octets) && octets[0] != '0';
}
