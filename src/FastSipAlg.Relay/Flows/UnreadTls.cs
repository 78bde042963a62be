// SPDX-License-Identifier: MIT

namespace FastSipAlg.Relay.Flows;

/// <summary>TLS where SIP is plain (<c>ssl-mode off</c>): nobody here can read it. What becomes of it is the profile's <c>tls-on-plain</c>.</summary>
internal static class UnreadTls
{
    // TLSPlaintext.type of a ClientHello's record: handshake (RFC 8446 §5.1). No SIP message begins with it.
    private const byte Handshake = 22;

    /// <summary>Whether a connection that begins with <paramref name="octets"/> is TLS.</summary>
    public static bool Begins(ReadOnlySpan<byte> octets) => octets[0] == Handshake;

    /// <summary>One record: alert, TLS 1.0 as its version (which each TLS reads before one is agreed on), fatal, handshake_failure (RFC 8446 §6).</summary>
    public static ReadOnlyMemory<byte> Refusal { get; } = new byte[] { 21, 3, 1, 0, 2, 2, 40 };
}
