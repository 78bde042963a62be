// SPDX-License-Identifier: MIT

using System.Buffers;
using System.Buffers.Binary;

namespace FastSipAlg.Transport.ClientHello;

/// <summary>How far a <see cref="ClientHelloScan"/> is.</summary>
internal enum ClientHelloStatus : byte
{
    /// <summary>More octets are needed.</summary>
    Incomplete,

    /// <summary>All of the message is there.</summary>
    Complete,

    /// <summary>It is none; <see cref="ClientHelloScan.Fault"/> says why.</summary>
    Faulty,
}

/// <summary>
/// Finds the end of the ClientHello in what a peer sent first, over records and fragments of handshake messages (RFC 8446 §5.1). Knows how far it was, so a peer that sends octet by octet costs
/// no more than one that does not, and the way a stream was cut into reads makes no difference.
/// </summary>
internal struct ClientHelloScan
{
    /// <summary>Octets of the message with its header: as much as one record can hold (RFC 8446 §5.1), many times what post-quantum key shares need.</summary>
    public const int MaxMessage = MessageHeader + MaxFragment;

    /// <summary>Octets of the stream up to the message's end: twice that, so fragments may be small but not so small that their headers outweigh them.</summary>
    public const int MaxOctets = 32 * 1024;

    private const int RecordHeader = 5;
    private const int MessageHeader = 4;
    private const int MaxFragment = 1 << 14;
    private const byte HandshakeRecord = 22;

    // change_cipher_spec to heartbeat; and 3 is the first half of every version that TLS, and SSL 3.0, put there.
    private const byte FirstRecordType = 20;
    private const byte LastRecordType = 24;
    private const byte MajorVersion = 3;
    private const byte ClientHelloMessage = 1;

    // Where the header of the record stands that is not looked at in full yet.
    private int _record;

    // Octets of the message in the records before it, and its first of them, up to MessageHeader, as one number.
    private int _gathered;
    private uint _header;

    // Of the message with its header, once it is Complete.
    private int _length;

    public ClientHelloFault Fault { get; private set; }

    /// <summary>Goes on with <paramref name="octets"/>: all that came so far, from the first one on.</summary>
    public ClientHelloStatus Advance(ReadOnlySpan<byte> octets)
    {
        while (true)
        {
            var record = octets[_record..];
            if (FaultOfRecord(record) is var fault and not ClientHelloFault.None)
            {
                return Fail(fault);
            }

            if (record.Length < RecordHeader)
            {
                return ClientHelloStatus.Incomplete;
            }

            var size = BinaryPrimitives.ReadUInt16BigEndian(record[3..]);
            var fragment = record[RecordHeader..Math.Min(record.Length, RecordHeader + size)];
            var header = _header;
            var known = Math.Min(_gathered, MessageHeader);
            for (var index = 0; known < MessageHeader && index < fragment.Length; index++, known++)
            {
                header = (header << 8) | fragment[index];
            }

            if (known > 0 && header >> (8 * (known - 1)) != ClientHelloMessage)
            {
                return Fail(ClientHelloFault.UnexpectedMessage);
            }

            if (known == MessageHeader)
            {
                _length = MessageHeader + (int)(header & 0xffffff);
                var end = _record + RecordHeader + Math.Min(size, _length - _gathered);
                if (_length > MaxMessage || end > MaxOctets)
                {
                    return Fail(ClientHelloFault.TooLong);
                }

                if (_gathered + fragment.Length >= _length)
                {
                    return ClientHelloStatus.Complete;
                }
            }

            if (fragment.Length < size)
            {
                return ClientHelloStatus.Incomplete;
            }

            _header = header;
            _gathered += size;
            _record += RecordHeader + size;
        }
    }

    /// <summary>What the message says, once it is complete; null: it is malformed, and <see cref="Fault"/> says so.</summary>
    public ClientHelloInfo? Read(ReadOnlySpan<byte> octets, ArrayPool<byte> pool)
    {
        var info = _record == 0 ? ClientHelloParser.Parse(octets.Slice(RecordHeader + MessageHeader, _length - MessageHeader)) : ReadFragments(octets, pool);
        if (info is null)
        {
            Fault = ClientHelloFault.Malformed;
        }

        return info;
    }

    private readonly ClientHelloInfo? ReadFragments(ReadOnlySpan<byte> octets, ArrayPool<byte> pool)
    {
        var message = pool.Rent(_length);
        for (var count = 0; count < _length;)
        {
            var size = Math.Min(BinaryPrimitives.ReadUInt16BigEndian(octets[3..]), _length - count);
            octets.Slice(RecordHeader, size).CopyTo(message.AsSpan(count));
            octets = octets[(RecordHeader + size)..];
            count += size;
        }

        var info = ClientHelloParser.Parse(message.AsSpan(MessageHeader, _length - MessageHeader));
        pool.Return(message);
        return info;
    }

    // Each octet is judged when it comes, or reads that are cut otherwise would give another fault.
    private readonly ClientHelloFault FaultOfRecord(ReadOnlySpan<byte> record)
    {
        var isTls = _record > 0
            || (record.IsEmpty || record[0] is >= FirstRecordType and <= LastRecordType) && (record.Length < 2 || record[1] == MajorVersion);
        if (!isTls)
        {
            return ClientHelloFault.NotTls;
        }

        if ((record.Length >= 1 && record[0] != HandshakeRecord && (record.Length >= 2 || _record > 0)) || (record.Length >= 2 && record[1] != MajorVersion))
        {
            return ClientHelloFault.UnexpectedRecord;
        }

        return record.Length >= RecordHeader && BinaryPrimitives.ReadUInt16BigEndian(record[3..]) is 0 or > MaxFragment
            ? ClientHelloFault.RecordLengthInvalid
            : ClientHelloFault.None;
    }

    private ClientHelloStatus Fail(ClientHelloFault fault)
    {
        Fault = fault;
        return ClientHelloStatus.Faulty;
    }
}
