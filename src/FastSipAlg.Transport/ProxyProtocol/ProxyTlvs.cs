// SPDX-License-Identifier: MIT

using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Transport.ProxyProtocol;

/// <summary>What follows the addresses of version 2: types, lengths and values (proxy-protocol.txt §2.2). Types that say nothing to us are skipped; of one that comes twice the first counts.</summary>
internal static class ProxyTlvs
{
    public const byte Authority = 0x02;
    public const byte Checksum = 0x03;
    public const byte UniqueId = 0x05;
    public const byte Ssl = 0x20;
    public const byte SslVersion = 0x21;
    public const byte SslCommonName = 0x22;
    public const byte SslCipher = 0x23;

    /// <summary>PP2_CLIENT_SSL: the phone speaks TLS with the balancer.</summary>
    public const byte ClientSsl = 0x01;

    /// <summary>PP2_CLIENT_CERT_CONN: the phone has shown a certificate on this connection.</summary>
    public const byte ClientCertificate = 0x02;

    /// <summary>PP2_CLIENT_CERT_SESS: or when the session began that this one resumes.</summary>
    public const byte ClientCertificateInSession = 0x04;

    /// <summary>Type and length.</summary>
    public const int Prefix = 3;

    /// <summary>client and verify of PP2_TYPE_SSL.</summary>
    public const int SslPrefix = 5;

    public const int MaxUniqueId = 128;

    /// <summary>Reads those from <paramref name="start"/> to the header's end into <paramref name="header"/>.</summary>
    public static ProxyHeaderFault Read(ReadOnlySpan<byte> octets, int start, ref ProxyHeader header)
    {
        while (start < octets.Length)
        {
            if (!TryTake(octets[start..], out var type, out var value))
            {
                return ProxyHeaderFault.TlvCut;
            }

            start += Prefix + value.Length;
            switch (type)
            {
                case Checksum when value.Length != sizeof(uint):
                case UniqueId when value.Length > MaxUniqueId:
                case Ssl when value.Length < SslPrefix:
                    return ProxyHeaderFault.TlvInvalid;
                case Checksum when BinaryPrimitives.ReadUInt32BigEndian(value) != ChecksumOf(octets, start - sizeof(uint)):
                    return ProxyHeaderFault.ChecksumWrong;
                case Authority when header.Authority is null:
                    header = header with { Authority = Encoding.UTF8.GetString(value) };
                    break;
                case UniqueId when header.UniqueId.IsEmpty:
                    header = header with { UniqueId = value.ToArray() };
                    break;
                case Ssl:
                    if (!TryReadSsl(value, out var tls))
                    {
                        return ProxyHeaderFault.TlvCut;
                    }

                    header = header with { Tls = header.Tls ?? tls };
                    break;
            }
        }

        return ProxyHeaderFault.None;
    }

    // §2.2.3: CRC32C (RFC 4960 appendix B) of the whole header with zeros in the checksum's place.
    private static uint ChecksumOf(ReadOnlySpan<byte> octets, int place)
    {
        var sum = uint.MaxValue;
        for (var i = 0; i < octets.Length; i++)
        {
            sum = BitOperations.Crc32C(sum, i >= place && i < place + sizeof(uint) ? (byte)0 : octets[i]);
        }

        return ~sum;
    }

    // pp2_tlv_ssl = client[1] verify[4] *sub-TLV   §2.2.6
    private static bool TryReadSsl(ReadOnlySpan<byte> value, out BalancerTls? tls)
    {
        tls = null;
        var (client, verify) = (value[0], BinaryPrimitives.ReadUInt32BigEndian(value[1..]));
        string? version = null, cipher = null, commonName = null;
        for (var rest = value[SslPrefix..]; !rest.IsEmpty;)
        {
            if (!TryTake(rest, out var type, out var part))
            {
                return false;
            }

            rest = rest[(Prefix + part.Length)..];
            ref var name = ref (type == SslVersion ? ref version : ref type == SslCipher ? ref cipher : ref commonName);
            if (type is SslVersion or SslCipher or SslCommonName)
            {
                name ??= Encoding.UTF8.GetString(part);
            }
        }

        if ((client & ClientSsl) != 0)
        {
            tls = new BalancerTls(version, cipher, commonName, verify == 0 && (client & (ClientCertificate | ClientCertificateInSession)) != 0);
        }

        return true;
    }

    private static bool TryTake(ReadOnlySpan<byte> octets, out byte type, out ReadOnlySpan<byte> value)
    {
        type = 0;
        value = default;
        if (octets.Length < Prefix)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(octets[1..]);
        if (octets.Length < Prefix + length)
        {
            return false;
        }

        type = octets[0];
        value = octets.Slice(Prefix, length);
        return true;
    }
}
