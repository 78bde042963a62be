// SPDX-License-Identifier: MIT

namespace FastSipAlg.Relay.Flows;

/// <summary>How far stopping has come.</summary>
public enum DrainStage : byte
{
    /// <summary>Nobody has asked for it.</summary>
    None,

    /// <summary>It is announced: balancers are to turn away, and connections are still accepted.</summary>
    Announced,

    /// <summary>No connection is accepted; flows are closed as they become idle.</summary>
    Closing,

    /// <summary>No flow is left.</summary>
    Done,
}

/// <summary>Stopping at one moment.</summary>
/// <param name="Stage">How far it has come.</param>
/// <param name="Flows">That live.</param>
/// <param name="BusyFlows">With a request without its final response, or a call.</param>
/// <param name="Left">Until the next stage at the latest.</param>
public sealed record DrainReport(DrainStage Stage, int Flows, int BusyFlows, TimeSpan Left);
