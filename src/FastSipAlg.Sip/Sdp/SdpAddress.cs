// SPDX-License-Identifier: MIT

using System.Buffers;
using FastSipAlg.Sip.Headers;

namespace FastSipAlg.Sip.Sdp;

/// <summary>Addresses as o=, c=, a=rtcp and a=candidate write them: no brackets, no port.</summary>
internal static class SdpAddress
{
    // The underscore is in no RFC and in many a host's name.
    private static readonly SearchValues<byte> HostName =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._"u8);

    /// <summary>
    /// nettype SP addrtype SP unicast-address   RFC 8866 §9: the next three of <paramref name="fields"/>.
    /// Where they stop being that; -1 when they are.
    /// </summary>
    public static int CheckTriple(ref SdpFields fields)
    {
        if (!fields.Next() || !fields.Current.SequenceEqual("IN"u8) || !fields.Next() || !IsType(fields.Current))
        {
            return fields.Start;
        }

        var isIPv6 = fields.Current[2] == '6';
        return fields.Next() && IsOfType(fields.Current, isIPv6) ? -1 : fields.Start;
    }

    public static bool IsType(ReadOnlySpan<byte> octets) => octets.SequenceEqual("IP4"u8) || octets.SequenceEqual("IP6"u8);

    /// <summary>An address of this family, or a host name, which may have either.</summary>
    public static bool IsOfType(ReadOnlySpan<byte> octets, bool isIPv6) =>
        (isIPv6 ? HostSyntax.IsIPv6Address(octets) : HostSyntax.IsIPv4Address(octets)) || IsHostName(octets);

    public static bool IsAny(ReadOnlySpan<byte> octets) => HostSyntax.IsAddress(octets) || IsHostName(octets);

    // FQDN = 4*(alpha-numeric / "-" / ".")   RFC 8866 §9; shorter ones exist. Without a letter it is a broken address.
    private static bool IsHostName(ReadOnlySpan<byte> octets)
    {
        return octets.IndexOfAnyExcept(HostName) < 0 && octets.IndexOfAnyExceptInRange((byte)'-', (byte)'9') >= 0;
    }
}
