// SPDX-License-Identifier: MIT

namespace FastSipAlg.Transport.Legs;

/// <summary>Why a leg ended, or never came to be. Seen from us: "the peer" is the phone or the SIP server.</summary>
public enum LegEndReason : byte
{
    /// <summary>It has not ended.</summary>
    None,

    /// <summary>The peer sent a close_notify alert (RFC 8446 §6.1), or, on a plain leg, ended TCP: a proper end.</summary>
    CloseNotify,

    /// <summary>The peer ended TCP without a close_notify: what came last may have been cut off.</summary>
    Fin,

    /// <summary>The peer reset TCP.</summary>
    Reset,

    /// <summary>The peer vanished: neither data nor keep-alive probes were acknowledged (TCP_USER_TIMEOUT).</summary>
    Vanished,

    /// <summary>The peer acknowledges but does not read: what is to be written cannot be.</summary>
    NotReading,

    /// <summary>A TLS record that does not decrypt, or a fatal alert.</summary>
    TlsError,

    /// <summary>The phone renegotiated, and <c>ssl-client-renegotiation</c> denies it.</summary>
    RenegotiationDenied,

    /// <summary>The phone renegotiated more often than is allowed.</summary>
    RenegotiatedTooOften,

    /// <summary>We closed it ourselves.</summary>
    ClosedByUs,

    /// <summary>The TLS handshake failed: no common version or cipher suite, or a certificate that the peer refused.</summary>
    HandshakeFailed,

    /// <summary>The phone does not signal secure renegotiation (RFC 5746), and <c>ssl-client-renegotiation</c> asks for it.</summary>
    RenegotiationNotSecured,

    /// <summary>What the phone sent first is no TLS.</summary>
    NotTls,

    /// <summary>The peer left during the TLS handshake.</summary>
    HandshakeAbandoned,

    /// <summary>The peer's certificate was not accepted by us.</summary>
    PeerRefused,

    /// <summary>No address was found for the SIP server's name.</summary>
    NameNotResolved,

    /// <summary>The SIP server refused the TCP connection.</summary>
    ConnectRefused,

    /// <summary>No route to the SIP server, or the network refused otherwise.</summary>
    Unreachable,

    /// <summary>Every target of the SIP server has <c>max-connections</c> connections.</summary>
    AtCapacity,

    /// <summary>Connecting and the handshake with the SIP server took longer than <c>connect-timeout</c>.</summary>
    ConnectTimedOut,
}
