// SPDX-License-Identifier: MIT

using FastSipAlg.Transport.ClientHello;

namespace FastSipAlg.Relay.Flows;

/// <summary>TLS where SIP is plain (<c>ssl-mode off</c>): nobody here can read it. What becomes of it is the profile's <c>tls-on-plain</c>.</summary>
internal static class UnreadTls
{
    // TLSPlaintext.type of a ClientHello's record: handshake (RFC 8446 §5.1). No SIP message begins with it.
    private const byte Handshake = 22;

    /// <summary>Whether a connection that begins with <paramref name="octets"/> is TLS.</summary>
    public static bool Begins(ReadOnlySpan<byte> octets) => octets[0] == Handshake;

    public static ReadOnlyMemory<byte> Refusal { get; } = TlsAlert.FatalRecord(TlsAlert.HandshakeFailure);
}
