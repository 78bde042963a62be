// SPDX-License-Identifier: MIT

namespace FastSipAlg.Transport.Certificates;

/// <summary>What was decided on a peer's certificate.</summary>
public enum PeerVerdict
{
    Trusted,

    /// <summary>The peer showed none.</summary>
    NoCertificate,

    /// <summary>No chain leads to an anchor that counts.</summary>
    UntrustedIssuer,

    /// <summary>A certificate of the chain has expired.</summary>
    Expired,

    /// <summary>A certificate of the chain is not valid yet.</summary>
    NotYetValid,

    /// <summary>It is not the SIP server's name (RFC 5922).</summary>
    WrongName,

    /// <summary>It misses the <c>cn</c> or <c>subject</c> of the peer that it should be.</summary>
    WrongPeer,

    /// <summary>It is not made for this side of TLS (extended key usage, RFC 5280 §4.2.1.12).</summary>
    WrongUsage,

    /// <summary>A key of the chain is too short.</summary>
    WeakKey,

    /// <summary>Its issuer has revoked it, or one of the chain.</summary>
    Revoked,

    /// <summary>Neither a list nor a responder says whether it was revoked, and that is asked for.</summary>
    RevocationUnknown,

    /// <summary>A signature of the chain uses a broken hash.</summary>
    WeakSignature,
}
