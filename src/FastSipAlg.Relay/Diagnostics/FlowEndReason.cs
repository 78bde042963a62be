// SPDX-License-Identifier: MIT

namespace FastSipAlg.Relay.Diagnostics;

/// <summary>Why a flow ended, or a connection did not become one: one list for logs, metrics, management and tests. The name says where it began: with the phone, the SIP server, or us.</summary>
public enum FlowEndReason : byte
{
    /// <summary>It has not ended.</summary>
    None,

    /// <summary>A balancer connected for itself and left: its health check. Counted, and logged for debugging alone.</summary>
    BalancerProbe,

    /// <summary>Only balancers may connect (<c>proxy-protocol require</c>), and this is none of <c>proxy-protocol-from</c>.</summary>
    NotThroughBalancer,

    /// <summary>A PROXY protocol header came from somebody who is none of <c>proxy-protocol-from</c>.</summary>
    ProxyHeaderNotTrusted,

    /// <summary>What a balancer sent first is no PROXY protocol header (<c>proxy-protocol require</c>).</summary>
    ProxyHeaderMissing,

    /// <summary>A balancer's PROXY protocol header is malformed; the log line says how.</summary>
    ProxyHeaderInvalid,

    /// <summary>A balancer's PROXY protocol header did not come within <c>proxy-protocol-timeout</c>.</summary>
    ProxyHeaderTimedOut,

    /// <summary>The phone closed TLS properly; where SIP is plain, TCP.</summary>
    PhoneClosed,

    /// <summary>The phone ended TCP without close_notify.</summary>
    PhoneClosedWithoutNotify,

    /// <summary>The phone reset the connection.</summary>
    PhoneReset,

    /// <summary>The phone vanished: nothing was acknowledged any more.</summary>
    PhoneVanished,

    /// <summary>The phone does not read what is written to it.</summary>
    PhoneNotReading,

    /// <summary>The phone sent a TLS record that is none, or a fatal alert.</summary>
    PhoneTlsError,

    /// <summary>The phone renegotiated, which <c>ssl-client-renegotiation deny</c> forbids.</summary>
    PhoneRenegotiationDenied,

    /// <summary>The phone renegotiated more often than <c>ssl-client-renegotiation</c> allows.</summary>
    PhoneRenegotiatedTooOften,

    /// <summary>The TLS handshake with the phone failed.</summary>
    PhoneHandshakeFailed,

    /// <summary>The phone does not signal secure renegotiation (RFC 5746), which <c>ssl-client-renegotiation secure</c> asks for.</summary>
    PhoneRenegotiationNotSecured,

    /// <summary>What the phone sent first is no TLS: SIP or HTTP without it, or anything else; the log line has a guess.</summary>
    PhoneNotTls,

    /// <summary>The phone left during the TLS handshake.</summary>
    PhoneHandshakeAbandoned,

    /// <summary>The TLS handshake with the phone took longer than <c>handshake-timeout</c>.</summary>
    PhoneHandshakeTimedOut,

    /// <summary>The phone's certificate was not accepted (<c>ssl-auth-client</c>).</summary>
    PhoneRefused,

    /// <summary>The phone spoke TLS to a listener of plain SIP (<c>ssl-mode off</c>, <c>tls-on-plain refuse</c>).</summary>
    PhoneSpokeTls,

    /// <summary>No whole message came within <c>first-message-timeout</c>.</summary>
    FirstMessageTimedOut,

    /// <summary>The phone began a message and did not end it within <c>message-timeout</c>.</summary>
    PhoneMessageTimedOut,

    /// <summary>The phone, which had answered pings before, answered one within <c>pong-timeout</c> neither by a pong nor by anything else.</summary>
    PhonePongTimedOut,

    /// <summary>What the phone sent cannot be cut into messages; the log line names the defect.</summary>
    PhoneFramingBroken,

    /// <summary>The SIP server closed TLS properly; where SIP is plain, TCP.</summary>
    ServerClosed,

    /// <summary>The SIP server ended TCP without close_notify.</summary>
    ServerClosedWithoutNotify,

    /// <summary>The SIP server reset the connection.</summary>
    ServerReset,

    /// <summary>The SIP server vanished: nothing was acknowledged any more.</summary>
    ServerVanished,

    /// <summary>The SIP server does not read what is written to it.</summary>
    ServerNotReading,

    /// <summary>The SIP server sent a TLS record that is none, or a fatal alert.</summary>
    ServerTlsError,

    /// <summary>The TLS handshake with the SIP server failed.</summary>
    ServerHandshakeFailed,

    /// <summary>The SIP server left during the TLS handshake.</summary>
    ServerHandshakeAbandoned,

    /// <summary>The SIP server's certificate was not accepted: issuer, name or dates; the log line says which.</summary>
    ServerRefused,

    /// <summary>No address was found for the SIP server's name.</summary>
    ServerNameNotResolved,

    /// <summary>The SIP server refused the TCP connection.</summary>
    ServerConnectRefused,

    /// <summary>There is no way to the SIP server.</summary>
    ServerUnreachable,

    /// <summary>The SIP server could not be reached within <c>connect-timeout</c>.</summary>
    ServerConnectTimedOut,

    /// <summary>Every target of the SIP server had <c>max-connections</c> connections.</summary>
    ServerAtCapacity,

    /// <summary>The SIP server answered a ping (RFC 5626 §3.5.1) within <c>pong-timeout</c> neither by a pong nor by anything else: TCP lives, SIP does not.</summary>
    ServerPongTimedOut,

    /// <summary>The SIP server began a message and did not end it within <c>message-timeout</c>.</summary>
    ServerMessageTimedOut,

    /// <summary>What the SIP server sent cannot be cut into messages; the log line names the defect.</summary>
    ServerFramingBroken,

    /// <summary>Neither side sent a byte for <c>idle-timeout</c>.</summary>
    Idle,

    /// <summary>The listener had <c>max-connections</c> flows already.</summary>
    TooManyConnections,

    /// <summary>Its source had <c>max-connections-per-source</c> flows at the listener already.</summary>
    TooManyFromSource,

    /// <summary>Its source is in quarantine: too many of its connections failed (<c>quarantine enforce</c>).</summary>
    Quarantined,

    /// <summary>So many handshakes were waiting that the flow's, with the phone or with the SIP server, did not get its turn in time.</summary>
    Overloaded,

    /// <summary>CPU or memory was short, so no handshake was begun with the phone (<c>cpu-use-threshold</c>, <c>memory-use-threshold-extreme</c>).</summary>
    Shed,

    /// <summary>An operator closed it through the management endpoint.</summary>
    ClosedByOperator,

    /// <summary>We are stopping; the flow was quiet and was closed.</summary>
    Drained,

    /// <summary>We are stopping; the flow was still busy at the deadline and was cut off.</summary>
    CutOffAtStop,

    /// <summary>A bug of ours; the log has the exception.</summary>
    InternalError,
}
