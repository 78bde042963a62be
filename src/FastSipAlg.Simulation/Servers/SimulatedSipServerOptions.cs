// SPDX-License-Identifier: MIT

using System.Net;

namespace FastSipAlg.Simulation.Servers;

/// <summary>What a simulated SIP server does with requests.</summary>
public enum ServerRole
{
    /// <summary>Registrar and proxy: keeps bindings, routes between registered phones.</summary>
    Proxy,

    /// <summary>The same, but it answers every call and message itself.</summary>
    UserAgent,

    /// <summary>Answers every request 200, with as little work as possible: a stub for load.</summary>
    Echo,

    /// <summary>As <see cref="Echo"/>, and the answer's body is the request, octet by octet (message/sip).</summary>
    Mirror,
}

public sealed record SimulatedSipServerOptions
{
    /// <summary>Port 0: one that is free.</summary>
    public IPEndPoint EndPoint { get; init; } = new(IPAddress.Loopback, 0);

    public ServerRole Role { get; init; }

    /// <summary>Realm of challenges, host of the Record-Route and Via that the proxy adds.</summary>
    public string Domain { get; init; } = "sip.example.com";

    /// <summary>When set, every REGISTER must answer a digest challenge with this password.</summary>
    public string? Password { get; init; }

    /// <summary>Keep received messages for <see cref="SimulatedSipServer.Inbox"/> and the trace. Off for load.</summary>
    public bool KeepsMessages { get; init; } = true;

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
