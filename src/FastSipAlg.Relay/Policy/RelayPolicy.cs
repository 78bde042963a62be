// SPDX-License-Identifier: MIT

using FastSipAlg.Inspection;
using FastSipAlg.Sip.Framing;
using FastSipAlg.Transport.Legs;

namespace FastSipAlg.Relay.Policy;

/// <summary>One immutable snapshot of all that a listener's flows need. Compiled from options by <see cref="RelayPolicyCompiler"/>.</summary>
internal sealed record RelayPolicy(
    SipFramerLimits FramerLimits,
    InspectionPolicy Inspection,
    PhoneTlsPolicy Phone,
    ServerLegPolicy Server,
    bool OpensServerLegEagerly,
    int MaxConnections,
    int MaxHandshakes,
    FlowDeadlines Deadlines);

/// <summary>How long a flow may stay in a state, in milliseconds. The defaults and their sources stand with the listener's options.</summary>
internal sealed record FlowDeadlines(long Handshake, long FirstMessage, long Message, long Idle);
