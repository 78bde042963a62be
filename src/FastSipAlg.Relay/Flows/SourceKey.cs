// SPDX-License-Identifier: MIT

using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace FastSipAlg.Relay.Flows;

/// <summary>Whom a limit for one source counts together: an IPv4 address, or all of an IPv6 /64, which one household or server has to itself (RFC 6177 §2).</summary>
internal readonly record struct SourceKey(ulong Value)
{
    // 0:1::/32 was never given out (RFC 4291 §2.4), so no IPv6 address has such a /64.
    private const ulong Ipv4 = 1UL << 32;

    public static SourceKey Of(IPAddress address)
    {
        Span<byte> octets = stackalloc byte[16];
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        plain.TryWriteBytes(octets, out _);
        return new SourceKey(plain.AddressFamily == AddressFamily.InterNetwork ? Ipv4 | BinaryPrimitives.ReadUInt32BigEndian(octets) : BinaryPrimitives.ReadUInt64BigEndian(octets));
    }

    /// <summary>The address or the network, as it is written.</summary>
    public override string ToString()
    {
        Span<byte> octets = stackalloc byte[16];
        octets.Clear();
        if (Value >> 32 == 1)
        {
            BinaryPrimitives.WriteUInt32BigEndian(octets, (uint)Value);
            return new IPAddress(octets[..4]).ToString();
        }

        BinaryPrimitives.WriteUInt64BigEndian(octets, Value);
        return $"{new IPAddress(octets)}/64";
    }
}
