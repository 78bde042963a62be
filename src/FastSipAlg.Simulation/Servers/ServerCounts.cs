// SPDX-License-Identifier: MIT

namespace FastSipAlg.Simulation.Servers;

/// <summary>What a simulated SIP server has seen so far.</summary>
public sealed record ServerCounts(
    int OpenConnections,
    long Connections,
    long FailedHandshakes,
    long Requests,
    long Responses,
    long Pings,
    long BytesReceived,
    IReadOnlyDictionary<string, long> RequestsByMethod);
