// SPDX-License-Identifier: MIT

namespace FastSipAlg.Simulation.Phones;

/// <summary>What a swarm has done so far, and how fast it was since the figures before these.</summary>
/// <param name="Flows">Connections that stand now.</param>
/// <param name="Messages">SIP messages that the phones sent and received.</param>
/// <param name="MessagesPerSecond">Over the time since the last figures.</param>
/// <param name="Registrations">Answered 200, refreshes included.</param>
/// <param name="Calls">Answered and hung up in order.</param>
/// <param name="Failures">Answers that were not 200, and answers that never came.</param>
/// <param name="P50">Microseconds from a request to its final response, over the time since the last figures.</param>
/// <param name="P99">As <paramref name="P50"/>.</param>
public sealed record SwarmFigures(
    int Flows, long Messages, double MessagesPerSecond, long Registrations, long Calls, long Failures, long P50, long P99);
