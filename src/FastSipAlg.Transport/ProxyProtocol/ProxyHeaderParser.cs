// SPDX-License-Identifier: MIT

using System.Buffers.Binary;
using System.Net;

namespace FastSipAlg.Transport.ProxyProtocol;

/// <summary>Reads a PROXY protocol header, either version, from the first octets of a connection. Asked again with more octets it never takes back what it has said.</summary>
internal static class ProxyHeaderParser
{
    /// <summary>Of either version. Addresses take 216 at most, the TLVs that exist some hundred each; nothing is held while more is waited for.</summary>
    public const int MaxOctets = 2048;

    private const int Prefix = 16;
    private const int Ipv4Block = 12;
    private const int Ipv6Block = 36;

    // \r\n\r\n\0\r\nQUIT\n, which no protocol that is relayed could begin with (§2.2).
    public static ReadOnlySpan<byte> Signature => [0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a];

    /// <summary>Whether they are a header's for certain, good or not.</summary>
    public static bool Begins(ReadOnlySpan<byte> octets) => octets.StartsWith(Signature) || octets.StartsWith(ProxyLine.Keyword);

    /// <summary>The header when it is <see cref="ProxyHeaderStatus.Complete"/>, the fault when it is <see cref="ProxyHeaderStatus.Faulty"/>.</summary>
    public static ProxyHeaderStatus Read(ReadOnlySpan<byte> octets, out ProxyHeader? header, out ProxyHeaderFault fault)
    {
        header = null;
        fault = ProxyHeaderFault.None;
        if (octets.StartsWith(Signature))
        {
            fault = ReadBinary(octets, out header);
        }
        else if (octets.StartsWith(ProxyLine.Keyword))
        {
            fault = ProxyLine.Read(octets, out header);
        }
        else
        {
            return Signature.StartsWith(octets) || ProxyLine.Keyword.StartsWith(octets) ? ProxyHeaderStatus.Incomplete : ProxyHeaderStatus.Absent;
        }

        return fault != ProxyHeaderFault.None ? ProxyHeaderStatus.Faulty : header is null ? ProxyHeaderStatus.Incomplete : ProxyHeaderStatus.Complete;
    }

    // proxy_hdr_v2 = sig[12] ver_cmd fam len[2], then len octets: addresses and TLVs   §2.2
    private static ProxyHeaderFault ReadBinary(ReadOnlySpan<byte> octets, out ProxyHeader? header)
    {
        header = null;
        if (octets.Length < Prefix)
        {
            return ProxyHeaderFault.None;
        }

        var (version, command) = (octets[12] >> 4, octets[12] & 0xf);
        var (family, transport) = (octets[13] >> 4, octets[13] & 0xf);
        var length = Prefix + BinaryPrimitives.ReadUInt16BigEndian(octets[14..]);
        if (version != 2)
        {
            return ProxyHeaderFault.VersionUnknown;
        }

        if (command > 1)
        {
            return ProxyHeaderFault.CommandUnknown;
        }

        if (family > 3 || transport > 2)
        {
            return ProxyHeaderFault.FamilyUnknown;
        }

        if (length > MaxOctets)
        {
            return ProxyHeaderFault.TooLong;
        }

        if (octets.Length < length)
        {
            return ProxyHeaderFault.None;
        }

        // LOCAL: all of it is to be skipped, whatever it says. The same of families that are no address of a phone.
        var isTcp = command == 1 && transport == 1;
        return (isTcp, family) switch
        {
            (true, 1) => ReadAddresses(octets[..length], Ipv4Block, out header),
            (true, 2) => ReadAddresses(octets[..length], Ipv6Block, out header),
            _ => Unspecified(length, out header),
        };
    }

    private static ProxyHeaderFault Unspecified(int length, out ProxyHeader header)
    {
        header = new ProxyHeader(2, length);
        return ProxyHeaderFault.None;
    }

    // src_addr dst_addr src_port dst_port   §2.2
    private static ProxyHeaderFault ReadAddresses(ReadOnlySpan<byte> octets, int block, out ProxyHeader? header)
    {
        header = null;
        var addresses = octets[Prefix..];
        if (addresses.Length < block)
        {
            return ProxyHeaderFault.AddressesCut;
        }

        var size = (block - 4) / 2;
        var ports = addresses.Slice(2 * size, 4);
        var known = new ProxyHeader(2, octets.Length)
        {
            Source = new IPEndPoint(new IPAddress(addresses[..size]), BinaryPrimitives.ReadUInt16BigEndian(ports)),
            Destination = new IPEndPoint(new IPAddress(addresses.Slice(size, size)), BinaryPrimitives.ReadUInt16BigEndian(ports[2..])),
        };
        var fault = ProxyTlvs.Read(octets, Prefix + block, ref known);
        header = fault == ProxyHeaderFault.None ? known : null;
        return fault;
    }
}
