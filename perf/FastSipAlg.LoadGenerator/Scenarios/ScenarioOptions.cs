// SPDX-License-Identifier: MIT

using System.Net;
using FastSipAlg.LoadGenerator.Messages;

namespace FastSipAlg.LoadGenerator.Scenarios;

/// <summary>What all scenarios have in common.</summary>
internal sealed record ScenarioOptions
{
    public required IPEndPoint EndPoint { get; init; }

    public required string ServerName { get; init; }

    public required string Relay { get; init; }

    public required string Scenario { get; init; }

    public int Connections { get; init; }

    public MessageKind Messages { get; init; }

    /// <summary>The stub mirrors, and each response must be the expected octets.</summary>
    public bool Verify { get; init; }

    public TimeSpan WarmUp { get; init; }

    public TimeSpan Duration { get; init; }

    public int? RelayProcess { get; init; }
}
