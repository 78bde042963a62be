// SPDX-License-Identifier: MIT

namespace FastSipAlg.Simulation.Traces;

public enum TraceDirection
{
    Sent,
    Received,
}

/// <summary>
/// One rung of a ladder: who (a phone's user, or <c>server</c>) sent or received which message, when; the peer is who was at the other end of the
/// connection, as far as known: for a phone, <c>server</c>.
/// </summary>
public readonly record struct TraceEntry(
    DateTimeOffset Time, string Party, string Peer, TraceDirection Direction, string FirstLine, string Method, string CallId);
