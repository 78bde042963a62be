// SPDX-License-Identifier: MIT

using System.Buffers.Binary;
using System.Text;

namespace FastSipAlg.Tests.Transport.ClientHello;

/// <summary>A ClientHello put together part by part, right or wrong.</summary>
internal sealed record HelloBytes
{
    public byte MessageType { get; init; } = 1;

    public byte[] Version { get; init; } = [3, 3];

    public byte[] Session { get; init; } = [];

    public ushort[] Suites { get; init; } = [0x1301, 0xc02f];

    public byte[] Compressions { get; init; } = [0];

    /// <summary>null: the message ends before them.</summary>
    public byte[][]? Extensions { get; init; } = [];

    /// <summary>Added to the length that the message's header says.</summary>
    public int LengthError { get; init; }

    /// <summary>Behind everything, inside the message.</summary>
    public byte[] Tail { get; init; } = [];

    public static byte[] Extension(ushort type, params byte[] data) => [.. Number(type), .. Vector(data)];

    public static byte[] ServerName(string name) => Extension(0, Vector([0, .. Vector(Encoding.Latin1.GetBytes(name))]));

    public static byte[] Alpn(params string[] names) => Extension(16, Vector([.. names.SelectMany(name => ShortVector(Encoding.Latin1.GetBytes(name)))]));

    public static byte[] Versions(params ushort[] versions) => Extension(43, ShortVector([.. versions.SelectMany(Number)]));

    public static byte[] Schemes(params ushort[] schemes) => Extension(13, Vector([.. schemes.SelectMany(Number)]));

    public static byte[] Padding(int length) => Extension(21, new byte[length]);

    public static byte[] Vector(byte[] octets) => [.. Number((ushort)octets.Length), .. octets];

    public static byte[] ShortVector(byte[] octets) => [(byte)octets.Length, .. octets];

    public static byte[] Number(ushort number) => [(byte)(number >> 8), (byte)number];

    /// <summary>The handshake message.</summary>
    public byte[] ToMessage()
    {
        byte[] body =
        [
            .. Version, .. new byte[32], .. ShortVector(Session), .. Vector([.. Suites.SelectMany(Number)]), .. ShortVector(Compressions),
            .. Extensions is null ? [] : Vector([.. Extensions.SelectMany(extension => extension)]), .. Tail,
        ];
        var header = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(header, body.Length + LengthError);
        header[0] = MessageType;
        return [.. header, .. body];
    }

    /// <summary>The message in records of at most <paramref name="fragment"/> octets of content.</summary>
    public byte[] ToRecords(int fragment = 1 << 14) => Records(ToMessage(), fragment);

    public static byte[] Records(byte[] message, int fragment) => [.. message.Chunk(fragment).SelectMany(chunk => (byte[])[22, 3, 1, .. Vector(chunk)])];
}
