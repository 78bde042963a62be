// SPDX-License-Identifier: MIT

using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Transport.ProxyProtocol;

/// <summary>What a SIP server is told about the phone behind a connection of ours, before anything else.</summary>
/// <param name="Addresses">The phone and where it connected to; null: nobody's, we speak for ourselves.</param>
/// <param name="ServerName">The name that it asked us for; null: none, or what a balancer says of that.</param>
/// <param name="TlsVersion">As OpenSSL spells it; null: the phone speaks no TLS with us.</param>
/// <param name="HasCertificate">It has shown a certificate that was verified.</param>
internal sealed record ProxiedPhone(FlowAddresses? Addresses, string? ServerName, string? TlsVersion, bool HasCertificate);

/// <summary>Makes a PROXY protocol header (proxy-protocol.txt §2.1, §2.2).</summary>
internal static class ProxyHeaderWriter
{
    private const byte Local = 0x20;
    private const byte Proxy = 0x21;
    private const byte TcpOverIpv4 = 0x11;
    private const byte TcpOverIpv6 = 0x21;

    /// <summary>RFC 6066 §3 has names of hosts, and those are no longer.</summary>
    private const int MaxAuthority = 255;

    /// <summary>Version 1, a line of text.</summary>
    public static byte[] WriteLine(ProxiedPhone phone)
    {
        if (phone.Addresses is not { } addresses)
        {
            return "PROXY UNKNOWN\r\n"u8.ToArray();
        }

        var (source, destination, isIpv4) = OneFamily(addresses);
        return Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"PROXY {(isIpv4 ? "TCP4" : "TCP6")} {source} {destination} {addresses.Peer.Port} {addresses.Local.Port}\r\n"));
    }

    /// <summary>Version 2, with what is known of the phone's TLS.</summary>
    public static byte[] WriteBinary(ProxiedPhone phone)
    {
        using var header = new MemoryStream();
        header.Write(ProxyHeaderParser.Signature);
        if (phone.Addresses is not { } addresses)
        {
            header.Write([Local, 0, 0, 0]);
            return header.ToArray();
        }

        var (source, destination, isIpv4) = OneFamily(addresses);
        header.Write([Proxy, isIpv4 ? TcpOverIpv4 : TcpOverIpv6, 0, 0]);
        var start = (int)header.Length;
        header.Write(source.GetAddressBytes());
        header.Write(destination.GetAddressBytes());
        WriteUInt16(header, addresses.Peer.Port);
        WriteUInt16(header, addresses.Local.Port);
        if ((phone.ServerName ?? addresses.Balancer?.Authority) is { Length: > 0 } authority && Encoding.UTF8.GetByteCount(authority) <= MaxAuthority)
        {
            WriteTlv(header, ProxyTlvs.Authority, Encoding.UTF8.GetBytes(authority));
        }

        if (addresses.Balancer is { UniqueId.IsEmpty: false } balancer)
        {
            WriteTlv(header, ProxyTlvs.UniqueId, balancer.UniqueId.Span);
        }

        if (phone.TlsVersion is { } version)
        {
            var certificate = phone.HasCertificate ? ProxyTlvs.ClientCertificateInSession : 0;
            byte[] verify = [0, 0, 0, (byte)(phone.HasCertificate ? 0 : 1)];
            WriteTlv(header, ProxyTlvs.Ssl, [(byte)(ProxyTlvs.ClientSsl | certificate), .. verify, .. Tlv(ProxyTlvs.SslVersion, Encoding.ASCII.GetBytes(version))]);
        }

        var octets = header.ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(start - sizeof(ushort)), (ushort)(octets.Length - start));
        return octets;
    }

    // IPv4 where both ends have it, however their sockets write it; else both as IPv6.
    private static (IPAddress Source, IPAddress Destination, bool IsIpv4) OneFamily(FlowAddresses addresses)
    {
        var (source, destination) = (Plain(addresses.Peer.Address), Plain(addresses.Local.Address));
        return source.AddressFamily == AddressFamily.InterNetwork && destination.AddressFamily == AddressFamily.InterNetwork
            ? (source, destination, true)
            : (Ipv6(source), Ipv6(destination), false);
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    // Without a scope, which says nothing elsewhere.
    private static IPAddress Ipv6(IPAddress address) => new(address.MapToIPv6().GetAddressBytes());

    private static byte[] Tlv(byte type, ReadOnlySpan<byte> value) => [type, (byte)(value.Length >> 8), (byte)value.Length, .. value];

    private static void WriteTlv(MemoryStream header, byte type, ReadOnlySpan<byte> value) => header.Write(Tlv(type, value));

    private static void WriteUInt16(MemoryStream header, int value) => header.Write([(byte)(value >> 8), (byte)value]);
}
