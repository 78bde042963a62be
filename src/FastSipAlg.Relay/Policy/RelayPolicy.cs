// SPDX-License-Identifier: MIT

using System.Net;
using FastSipAlg.Configuration.Options;
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
/// <param name="Admission">Who is let in.</param>
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
    AdmissionPolicy Admission,
    PingPolicy? PhonePings,
    PingPolicy? ServerPings,
    int RetryAfter,
    FlowDeadlines Deadlines)
{
    /// <summary>Whether a connection from there is a balancer's, which may say whose it is.</summary>
    public bool IsBalancer(IPAddress address) => Balancers?.From.Contains(address) == true;
}

/// <summary>Who may say whose connection it is.</summary>
/// <param name="From">Their addresses.</param>
/// <param name="IsRequired">Each of them says it, and nobody else connects.</param>
internal sealed record BalancerPolicy(NetworkSet From, bool IsRequired);

/// <summary>Who is let in at a listener. 0: no limit.</summary>
/// <param name="MaxConnections">In all.</param>
/// <param name="MaxConnectionsPerSource">Of one source.</param>
/// <param name="MaxHandshakes">With phones, at once.</param>
/// <param name="MaxHandshakesPerSecond">With phones, that begin.</param>
/// <param name="Quarantine">What becomes of sources that keep failing.</param>
/// <param name="Trusted">Sources that are neither limited nor quarantined.</param>
internal sealed record AdmissionPolicy(
    int MaxConnections, int MaxConnectionsPerSource, int MaxHandshakes, int MaxHandshakesPerSecond, QuarantinePolicy Quarantine, NetworkSet Trusted);

/// <summary>When a source enters quarantine, and what that means; times are in milliseconds.</summary>
/// <param name="Mode">What it means.</param>
/// <param name="Threshold">Failures.</param>
/// <param name="Window">In which they are counted, from the first on.</param>
/// <param name="Expiry">How long it lasts.</param>
internal sealed record QuarantinePolicy(QuarantineMode Mode, int Threshold, long Window, long Expiry);

/// <summary>How long a flow may stay in a state, in milliseconds. The defaults and their sources stand with the listener's options.</summary>
internal sealed record FlowDeadlines(long ProxyHeader, long Handshake, long FirstMessage, long Message, long Idle);

/// <summary>Keep-alives over a leg (RFC 5626 §3.5.1), in milliseconds.</summary>
/// <param name="Interval">Of silence of the peer, after which it is pinged.</param>
/// <param name="PongTimeout">It must have said something after that.</param>
internal sealed record PingPolicy(long Interval, long PongTimeout);
