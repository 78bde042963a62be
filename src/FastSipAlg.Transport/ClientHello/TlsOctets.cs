// SPDX-License-Identifier: MIT

using System.Buffers.Binary;

namespace FastSipAlg.Transport.ClientHello;

/// <summary>Reads a TLS structure from its beginning (RFC 8446 §3): numbers in network order, vectors behind their length. What is not there in full is not read.</summary>
internal ref struct TlsOctets(ReadOnlySpan<byte> octets)
{
    public ReadOnlySpan<byte> Rest { get; private set; } = octets;

    public bool TryReadByte(out byte value)
    {
        value = Rest.IsEmpty ? (byte)0 : Rest[0];
        return TrySkip(1);
    }

    public bool TryReadUInt16(out ushort value)
    {
        value = Rest.Length < 2 ? (ushort)0 : BinaryPrimitives.ReadUInt16BigEndian(Rest);
        return TrySkip(2);
    }

    /// <summary>A vector of up to 2^8-1 octets.</summary>
    public bool TryReadShortVector(out ReadOnlySpan<byte> vector)
    {
        vector = default;
        return !Rest.IsEmpty && TryReadVector(1, Rest[0], out vector);
    }

    /// <summary>A vector of up to 2^16-1 octets.</summary>
    public bool TryReadVector(out ReadOnlySpan<byte> vector)
    {
        vector = default;
        return Rest.Length >= 2 && TryReadVector(2, BinaryPrimitives.ReadUInt16BigEndian(Rest), out vector);
    }

    public bool TrySkip(int count)
    {
        if (Rest.Length < count)
        {
            return false;
        }

        Rest = Rest[count..];
        return true;
    }

    private bool TryReadVector(int prefix, int length, out ReadOnlySpan<byte> vector)
    {
        vector = default;
        if (Rest.Length < prefix + length)
        {
            return false;
        }

        vector = Rest.Slice(prefix, length);
        Rest = Rest[(prefix + length)..];
        return true;
    }
}
