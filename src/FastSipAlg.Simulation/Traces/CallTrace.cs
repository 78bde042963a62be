// SPDX-License-Identifier: MIT

using FastSipAlg.Simulation.Messages;

namespace FastSipAlg.Simulation.Traces;

/// <summary>What one or several parties sent and received, in order: the source of a ladder. Bounded: the oldest entry is let go.</summary>
public sealed class CallTrace(TimeProvider? time = null, int capacity = 2_000)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Lock _lock = new();
    private readonly Queue<TraceEntry> _entries = [];

    public IReadOnlyList<TraceEntry> Entries
    {
        get
        {
            lock (_lock)
            {
                return [.. _entries];
            }
        }
    }

    /// <summary>The entries of one call, in order.</summary>
    public IReadOnlyList<TraceEntry> OfCall(string callId) => [.. Entries.Where(entry => entry.CallId == callId)];

    internal void Record(string party, string peer, TraceDirection direction, SimulatedMessage message)
    {
        var entry = new TraceEntry(_time.GetUtcNow(), party, peer, direction, message.StartLine, message.Method, message.CallId);
        lock (_lock)
        {
            _entries.Enqueue(entry);
            if (_entries.Count > capacity)
            {
                _entries.Dequeue();
            }
        }
    }
}
