// SPDX-License-Identifier: MIT

using FastSipAlg.Transport.ClientHello;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Transport.Legs;

/// <summary>
/// Whether a session was resumed, which SslStream does not tell: the TLS server's first messages are not encrypted, and say it. In TLS 1.3 its ServerHello selects a key that was shared before
/// (RFC 8446 §4.2.11); up to TLS 1.2 there is no Certificate behind its ServerHello (RFC 5246 §7.3, RFC 5077 §3.1).
/// Looks at what comes in one piece, as those messages do in practice; of others it does not know.
/// </summary>
internal sealed class ServerHelloWatch : IOctetWatch
{
    private const int MessageHeader = 4;
    private const int RandomLength = 32;

    private const byte ServerHello = 2;
    private const byte NewSessionTicket = 4;
    private const byte Certificate = 11;

    private const ushort PreSharedKey = 41;
    private const ushort SupportedVersions = 43;

    private RecordWalk _records;
    private bool _isOld;
    private bool _isDone;

    /// <summary>null: not known.</summary>
    public bool? IsResumed { get; private set; }

    // A HelloRetryRequest is a ServerHello with this for its random (RFC 8446 §4.1.3): the real one is still to come.
    private static ReadOnlySpan<byte> RetryRandom =>
    [
        0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
        0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
    ];

    public Exception? Saw(ReadOnlySpan<byte> octets)
    {
        while (!_isDone && _records.Next(ref octets, out _, out var content))
        {
            if (_records.Type == RecordWalk.Handshake)
            {
                LookAt(content);
            }
            else if (_records.Type == RecordWalk.ChangeCipherSpec && _isOld)
            {
                End(true);
            }
        }

        return null;
    }

    private void LookAt(ReadOnlySpan<byte> messages)
    {
        while (!_isDone && !messages.IsEmpty)
        {
            if (messages.Length < MessageHeader)
            {
                End(null);
                return;
            }

            var type = messages[0];
            var length = (messages[1] << 16) | (messages[2] << 8) | messages[3];
            if (_isOld)
            {
                End(type switch { Certificate => false, NewSessionTicket => true, _ => null });
                return;
            }

            if (type != ServerHello || messages.Length < MessageHeader + length)
            {
                End(null);
                return;
            }

            LookAtServerHello(messages.Slice(MessageHeader, length));
            messages = messages[(MessageHeader + length)..];
        }
    }

    private void LookAtServerHello(ReadOnlySpan<byte> body)
    {
        var hello = new TlsOctets(body);
        if (!hello.TrySkip(2)
            || !TryTake(ref hello, RandomLength, out var random)
            || !hello.TryReadShortVector(out _)
            || !hello.TrySkip(3))
        {
            End(null);
            return;
        }

        var isTls13 = false;
        var isShared = false;
        if (!hello.Rest.IsEmpty && hello.TryReadVector(out var block))
        {
            var extensions = new TlsOctets(block);
            while (extensions.TryReadUInt16(out var type) && extensions.TryReadVector(out _))
            {
                isTls13 |= type == SupportedVersions;
                isShared |= type == PreSharedKey;
            }
        }

        _isOld = !isTls13;
        if (isTls13 && !random.SequenceEqual(RetryRandom))
        {
            End(isShared);
        }
    }

    private static bool TryTake(ref TlsOctets octets, int count, out ReadOnlySpan<byte> taken)
    {
        taken = octets.Rest[..Math.Min(count, octets.Rest.Length)];
        return octets.TrySkip(count);
    }

    private void End(bool? isResumed)
    {
        IsResumed = isResumed;
        _isDone = true;
    }
}
