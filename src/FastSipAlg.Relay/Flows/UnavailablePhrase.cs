// SPDX-License-Identifier: MIT

using FastSipAlg.Transport.Legs;

namespace FastSipAlg.Relay.Flows;

/// <summary>The reason phrase of the 503 that a phone hears when there is no server leg.</summary>
internal static class UnavailablePhrase
{
    public static ReadOnlySpan<byte> Of(LegEndReason failure) => failure switch
    {
        LegEndReason.ConnectRefused => "Service Unavailable, SIP server refused the connection"u8,
        LegEndReason.ConnectTimedOut => "Service Unavailable, SIP server did not answer in time"u8,
        LegEndReason.NameNotResolved => "Service Unavailable, SIP server name not found"u8,
        LegEndReason.PeerRefused => "Service Unavailable, SIP server certificate not trusted"u8,
        LegEndReason.AtCapacity => "Service Unavailable, SIP server has all the connections it may have"u8,
        LegEndReason.HandshakeFailed or LegEndReason.HandshakeAbandoned => "Service Unavailable, TLS with the SIP server failed"u8,
        _ => "Service Unavailable, SIP server not reachable"u8,
    };
}
