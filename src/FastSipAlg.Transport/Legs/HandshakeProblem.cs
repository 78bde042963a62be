// SPDX-License-Identifier: MIT

namespace FastSipAlg.Transport.Legs;

/// <summary>What a TLS handshake failed of: for metrics, finer than <see cref="LegEndReason"/>, which says what becomes of the flow.</summary>
internal enum HandshakeProblem : byte
{
    None,

    /// <summary>The phone left before its ClientHello was there.</summary>
    NoHello,

    /// <summary>What the phone sent is no TLS.</summary>
    NotTls,

    /// <summary>What the phone sent is TLS, but no ClientHello.</summary>
    HelloMalformed,

    /// <summary>The phone does not signal RFC 5746, and must.</summary>
    RenegotiationNotSecured,

    /// <summary>No version of TLS that both speak.</summary>
    NoCommonVersion,

    /// <summary>No cipher suite that both have, and that our certificate's key can serve.</summary>
    NoCommonSuite,

    /// <summary>No group or signature scheme that both have.</summary>
    NoCommonParameters,

    /// <summary>The name that was asked for is not known.</summary>
    NameUnknown,

    /// <summary>We refused the peer's certificate, or it had none.</summary>
    PeerCertificateRefused,

    /// <summary>The peer refused our certificate, or missed one.</summary>
    OwnCertificateRefused,

    /// <summary>The peer ended the handshake with another alert.</summary>
    PeerAlert,

    /// <summary>The peer left in the middle of the handshake.</summary>
    Left,

    /// <summary>We closed the connection: the deadline had come, or the flow ended otherwise.</summary>
    ClosedByUs,

    /// <summary>Anything else that the TLS library does not accept.</summary>
    ProtocolError,
}
