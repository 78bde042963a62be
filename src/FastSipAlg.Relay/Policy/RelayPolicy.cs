// SPDX-License-Identifier: MIT

using FastSipAlg.Inspection;
using FastSipAlg.Sip.Framing;
using FastSipAlg.Transport.Legs;

namespace FastSipAlg.Relay.Policy;

/// <summary>One immutable snapshot of all that a listener's flows need. Compiled from options by <see cref="RelayPolicyCompiler"/>.</summary>
/// <param name="FramerLimits">How long a message may be.</param>
/// <param name="Inspection">What is demanded of it.</param>
/// <param name="Phone">null: phones speak plain TCP.</param>
/// <param name="Server">The same transport as with phones.</param>
/// <param name="RelaysTlsUnread">What a phone gets that speaks TLS all the same: false, a refusal.</param>
/// <param name="OpensServerLegEagerly">Before the first message.</param>
/// <param name="Balancers">null: <c>proxy-protocol off</c>.</param>
/// <param name="MaxConnections">0: no limit.</param>
/// <param name="MaxConnectionsPerSource">0: no limit.</param>
/// <param name="MaxHandshakes">With phones, at once; 0: no limit.</param>
/// <param name="PhonePings">Keep-alives to phones; null: none.</param>
/// <param name="ServerPings">Keep-alives to the SIP server; null: none.</param>
/// <param name="RetryAfter">Seconds at least after which a phone may ask again that was told 503; twice as many at most.</param>
/// <param name="Deadlines">How long a flow may stay in a state.</param>
internal sealed record RelayPolicy(
    SipFramerLimits FramerLimits,
    InspectionPolicy Inspection,
    PhoneTlsPolicy? Phone,
    ServerLegPolicy Server,
    bool RelaysTlsUnread,
    bool OpensServerLegEagerly,
    BalancerPolicy? Balancers,
    int MaxConnections,
    int MaxConnectionsPerSource,
    int MaxHandshakes,
    PingPolicy? PhonePings,
    PingPolicy? ServerPings,
    int RetryAfter,
    FlowDeadlines Deadlines);

/// <summary>Who may say whose connection it is.</summary>
/// <param name="From">Their addresses.</param>
/// <param name="IsRequired">Each of them says it, and nobody else connects.</param>
internal sealed record BalancerPolicy(NetworkSet From, bool IsRequired);

/// <summary>How long a flow may stay in a state, in milliseconds. The defaults and their sources stand with the listener's options.</summary>
internal sealed record FlowDeadlines(long ProxyHeader, long Handshake, long FirstMessage, long Message, long Idle);

/// <summary>Keep-alives over a leg (RFC 5626 §3.5.1), in milliseconds.</summary>
/// <param name="Interval">Of silence of the peer, after which it is pinged.</param>
/// <param name="PongTimeout">It must have said something after that.</param>
internal sealed record PingPolicy(long Interval, long PongTimeout);
