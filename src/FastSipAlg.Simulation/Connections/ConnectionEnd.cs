// SPDX-License-Identifier: MIT

namespace FastSipAlg.Simulation.Connections;

/// <summary>How a simulated party's connection ended, as that party saw it.</summary>
public enum ConnectionEnd
{
    /// <summary>It has not.</summary>
    Open,

    /// <summary>The peer sent close_notify.</summary>
    CloseNotify,

    /// <summary>The peer ended the TCP stream without close_notify.</summary>
    EndOfStream,

    /// <summary>The peer reset the TCP connection.</summary>
    Reset,

    /// <summary>What arrived could not be decrypted, or the connection failed in some other way.</summary>
    Broken,

    /// <summary>What arrived could not be framed as SIP.</summary>
    Malformed,

    /// <summary>Closed from this side.</summary>
    ClosedHere,
}
