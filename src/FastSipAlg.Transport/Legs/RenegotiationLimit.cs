// SPDX-License-Identifier: MIT

using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Transport.Legs;

/// <summary>
/// Hot path: how often a phone may renegotiate: each time costs us a handshake (CVE-2011-1473), and SslStream neither counts nor tells. So the records are counted that it sends: a handshake begins with
/// a handshake record outside of another and ends with the Finished, the first one behind change_cipher_spec (RFC 5246 §7.3). Sees a stream from its first octet; TLS 1.3 has no renegotiation.
/// </summary>
/// <param name="denial">Why the phone may not renegotiate at all; null: it may.</param>
/// <param name="time">For <see cref="Window"/>.</param>
internal sealed class RenegotiationLimit(string? denial, TimeProvider time) : IOctetWatch
{
    /// <summary>As many as Node.js allows in <see cref="Window"/> (tls.CLIENT_RENEG_LIMIT).</summary>
    public const int Maximum = 3;

    private readonly long[] _begun = denial is null ? new long[Maximum] : [];
    private RecordWalk _records;
    private Phase _phase;
    private int _handshakes;

    private enum Phase : byte
    {
        Outside,
        Handshake,
        BeforeFinished,
    }

    /// <summary>As Node.js has it (tls.CLIENT_RENEG_WINDOW).</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromMinutes(10);

    /// <summary>Begun so far.</summary>
    public int Renegotiations => Math.Max(0, _handshakes - 1);

    public Exception? Saw(ReadOnlySpan<byte> octets)
    {
        while (_records.Next(ref octets, out var begins, out _))
        {
            if (begins && !MayGoOn(_records.Type))
            {
                return denial is null ? RenegotiationException.TooOften() : RenegotiationException.Denied(denial);
            }
        }

        return null;
    }

    private bool MayGoOn(byte type)
    {
        (_phase, var isNew) = (_phase, type) switch
        {
            (Phase.Outside, RecordWalk.Handshake) => (Phase.Handshake, true),
            (Phase.Handshake, RecordWalk.ChangeCipherSpec) => (Phase.BeforeFinished, false),
            (Phase.BeforeFinished, RecordWalk.Handshake) => (Phase.Outside, false),
            _ => (_phase, false),
        };
        return !isNew || ++_handshakes == 1 || (denial is null && IsWithinLimit());
    }

    private bool IsWithinLimit()
    {
        var now = time.GetTimestamp();
        ref var slot = ref _begun[(Renegotiations - 1) % Maximum];
        if (Renegotiations > Maximum && time.GetElapsedTime(slot, now) < Window)
        {
            return false;
        }

        slot = now;
        return true;
    }
}
