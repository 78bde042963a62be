// SPDX-License-Identifier: MIT

using System.Buffers.Binary;

namespace FastSipAlg.Transport.Legs;

/// <summary>Goes from record to record of a TLS stream (RFC 8446 §5.1) that comes in pieces. Their headers are never encrypted.</summary>
internal struct RecordWalk
{
    public const byte ChangeCipherSpec = 20;
    public const byte Handshake = 22;

    private const int HeaderLength = 5;

    private int _headerCount;
    private int _length;

    // Of the record's content, what has not come yet.
    private int _left;

    /// <summary>Content type of the record at hand.</summary>
    public byte Type { get; private set; }

    /// <summary>
    /// The next piece of a record, taken off <paramref name="octets"/>: all of its content that is there, or none yet where only its header is; <paramref name="begins"/> with the first piece
    /// of a record. False when nothing is left.
    /// </summary>
    public bool Next(ref ReadOnlySpan<byte> octets, out bool begins, out ReadOnlySpan<byte> content)
    {
        begins = false;
        if (_left == 0 && _headerCount == 0 && octets.Length >= HeaderLength)
        {
            // As nearly always: the header in one piece.
            Type = octets[0];
            _left = BinaryPrimitives.ReadUInt16BigEndian(octets[3..]);
            octets = octets[HeaderLength..];
            begins = true;
        }

        for (; _left == 0 && !octets.IsEmpty && !begins; octets = octets[1..])
        {
            begins = TakeHeader(octets[0]);
        }

        content = octets[..Math.Min(_left, octets.Length)];
        octets = octets[content.Length..];
        _left -= content.Length;
        return begins || !content.IsEmpty;
    }

    // True with the header's last octet.
    private bool TakeHeader(byte octet)
    {
        switch (_headerCount)
        {
            case 0:
                Type = octet;
                break;
            case 3:
                _length = octet << 8;
                break;
            case 4:
                _left = _length | octet;
                break;
        }

        _headerCount = (_headerCount + 1) % HeaderLength;
        return _headerCount == 0;
    }
}
