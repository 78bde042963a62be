// SPDX-License-Identifier: MIT

using System.Buffers.Binary;
using System.Text;

namespace FastSipAlg.Transport.ClientHello;

/// <summary>
/// ClientHello to <see cref="ClientHelloInfo"/> (RFC 8446 §4.1.2). Judges no more than it reads: what it passes the TLS library looks at again; what it refuses, lengths that contradict
/// each other and extensions that come twice, that would refuse, too.
/// </summary>
internal static class ClientHelloParser
{
    private const int RandomLength = 32;
    private const int MaxSessionId = 32;

    private const ushort RenegotiationInfoSuite = 0x00ff;

    // Extension types (IANA TLS registry).
    private const ushort ServerName = 0;
    private const ushort SignatureAlgorithms = 13;
    private const ushort ApplicationProtocols = 16;
    private const ushort SupportedVersions = 43;
    private const ushort RenegotiationInfo = 0xff01;

    /// <summary>The handshake message's body, behind type and length; null: malformed.</summary>
    public static ClientHelloInfo? Parse(ReadOnlySpan<byte> body)
    {
        var hello = new TlsOctets(body);
        if (!hello.TryReadUInt16(out var version)
            || !hello.TrySkip(RandomLength)
            || !hello.TryReadShortVector(out var session) || session.Length > MaxSessionId
            || !hello.TryReadVector(out var suites) || !IsListOfNumbers(suites)
            || !hello.TryReadShortVector(out var compressions) || compressions.IsEmpty)
        {
            return null;
        }

        // Before TLS 1.2 a ClientHello may end here (RFC 5246 §7.4.1.2).
        var extensions = default(Extensions);
        if (!hello.Rest.IsEmpty && (!hello.TryReadVector(out var block) || !hello.Rest.IsEmpty || !TryRead(block, ref extensions)))
        {
            return null;
        }

        var versions = suites.Length / 2;
        var schemes = versions + (extensions.Versions.Length / 2);
        var numbers = new ushort[schemes + (extensions.Schemes.Length / 2)];
        ReadNumbers(suites, numbers);
        ReadNumbers(extensions.Versions, numbers.AsSpan(versions));
        ReadNumbers(extensions.Schemes, numbers.AsSpan(schemes));
        return new ClientHelloInfo(numbers, versions, schemes)
        {
            LegacyVersion = version,
            ServerName = extensions.ServerName.IsEmpty ? null : Encoding.Latin1.GetString(extensions.ServerName),
            ApplicationProtocols = extensions.Protocols.IsEmpty ? [] : Names(extensions.Protocols),
            SignalsSecureRenegotiation = (extensions.Seen & SeenExtensions.RenegotiationInfo) != 0 || numbers.AsSpan(0, versions).Contains(RenegotiationInfoSuite),
        };
    }

    private static bool TryRead(ReadOnlySpan<byte> block, ref Extensions extensions)
    {
        var rest = new TlsOctets(block);
        while (!rest.Rest.IsEmpty)
        {
            if (!rest.TryReadUInt16(out var type) || !rest.TryReadVector(out var data))
            {
                return false;
            }

            var seen = SeenExtensions.None;
            var isWell = true;
            switch (type)
            {
                case ServerName:
                    seen = SeenExtensions.ServerName;
                    isWell = TryReadServerName(data, out extensions.ServerName);
                    break;
                case SignatureAlgorithms:
                    seen = SeenExtensions.SignatureAlgorithms;
                    isWell = TryReadWhole(data, isShort: false, out extensions.Schemes) && IsListOfNumbers(extensions.Schemes);
                    break;
                case ApplicationProtocols:
                    seen = SeenExtensions.ApplicationProtocols;
                    isWell = TryReadWhole(data, isShort: false, out extensions.Protocols) && IsListOfNames(extensions.Protocols);
                    break;
                case SupportedVersions:
                    seen = SeenExtensions.SupportedVersions;
                    isWell = TryReadWhole(data, isShort: true, out extensions.Versions) && IsListOfNumbers(extensions.Versions);
                    break;
                case RenegotiationInfo:
                    seen = SeenExtensions.RenegotiationInfo;
                    break;
            }

            if (!isWell || (extensions.Seen & seen) != 0)
            {
                return false;
            }

            extensions.Seen |= seen;
        }

        return true;
    }

    // A list of one host_name (0): no other kind was ever defined, and no two names may be of one kind.
    private static bool TryReadServerName(ReadOnlySpan<byte> data, out ReadOnlySpan<byte> name)
    {
        name = default;
        if (!TryReadWhole(data, isShort: false, out var list))
        {
            return false;
        }

        var entry = new TlsOctets(list);
        return entry.TryReadByte(out var kind) && kind == 0 && entry.TryReadVector(out name) && !name.IsEmpty && entry.Rest.IsEmpty;
    }

    private static bool TryReadWhole(ReadOnlySpan<byte> data, bool isShort, out ReadOnlySpan<byte> vector)
    {
        var rest = new TlsOctets(data);
        return (isShort ? rest.TryReadShortVector(out vector) : rest.TryReadVector(out vector)) && rest.Rest.IsEmpty;
    }

    private static bool IsListOfNumbers(ReadOnlySpan<byte> vector) => vector.Length >= 2 && vector.Length % 2 == 0;

    private static bool IsListOfNames(ReadOnlySpan<byte> vector)
    {
        var rest = new TlsOctets(vector);
        while (rest.TryReadShortVector(out var name) && !name.IsEmpty)
        {
            if (rest.Rest.IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    private static List<string> Names(ReadOnlySpan<byte> vector)
    {
        var names = new List<string>();
        var rest = new TlsOctets(vector);
        while (rest.TryReadShortVector(out var name))
        {
            names.Add(Encoding.Latin1.GetString(name));
        }

        return names;
    }

    private static void ReadNumbers(ReadOnlySpan<byte> octets, Span<ushort> numbers)
    {
        for (var index = 0; index < octets.Length / 2; index++)
        {
            numbers[index] = BinaryPrimitives.ReadUInt16BigEndian(octets[(2 * index)..]);
        }
    }

    [Flags]
    private enum SeenExtensions : byte
    {
        None = 0,
        ServerName = 1,
        SignatureAlgorithms = 2,
        ApplicationProtocols = 4,
        SupportedVersions = 8,
        RenegotiationInfo = 16,
    }

    private ref struct Extensions
    {
        public SeenExtensions Seen;
        public ReadOnlySpan<byte> ServerName;
        public ReadOnlySpan<byte> Protocols;
        public ReadOnlySpan<byte> Versions;
        public ReadOnlySpan<byte> Schemes;
    }
}
