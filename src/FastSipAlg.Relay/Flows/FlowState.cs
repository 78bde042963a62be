// SPDX-License-Identifier: MIT

namespace FastSipAlg.Relay.Flows;

/// <summary>Where a flow is in its life.</summary>
public enum FlowState : byte
{
    /// <summary>The phone's TCP connection was accepted; it has sent nothing yet.</summary>
    Accepted,

    /// <summary>A balancer is to say whose connection it is.</summary>
    AwaitingProxyHeader,

    /// <summary>The phone wants to shake hands; others' handshakes come first.</summary>
    AwaitingTurn,

    /// <summary>TLS with the phone is being set up.</summary>
    Handshake,

    /// <summary>Nothing whole has come from the phone yet.</summary>
    AwaitingFirstMessage,

    /// <summary>The server leg is being opened.</summary>
    OpeningServerLeg,

    /// <summary>Messages go both ways.</summary>
    Established,

    /// <summary>An end reason stands; the legs are closing.</summary>
    Ending,
}
