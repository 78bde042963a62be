// SPDX-License-Identifier: MIT

namespace FastSipAlg.Simulation.Phones;

public sealed record PhoneSwarmOptions
{
    /// <summary>Phones; one connection each. An odd one registers and does not call.</summary>
    public int Phones { get; init; } = 50;

    public string Domain { get; init; } = "sip.example.com";

    public string Password { get; init; } = "";

    /// <summary>Users are this and a number.</summary>
    public string UserPrefix { get; init; } = "phone";

    /// <summary>From answer to BYE.</summary>
    public TimeSpan CallTime { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>From one call of a pair to the next; each pair adds up to as much again, by a seeded random shape.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Each phone refreshes its registration before every n-th call.</summary>
    public int CallsPerRefresh { get; init; } = 5;

    /// <summary>Handshakes at once while the swarm starts.</summary>
    public int ParallelConnects { get; init; } = 16;

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
