// SPDX-License-Identifier: MIT

using System.Collections.Concurrent;
using FastSipAlg.Tracking.Flows;

namespace FastSipAlg.Relay.Flows;

/// <summary>The live flows, from accept to the last log line: list, find, check.</summary>
public sealed class FlowRegistry
{
    private const int LeastAtOnce = 4;

    /// <summary>Were all flows to end in one look.</summary>
    private const int PausesAtMost = 1_000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    private readonly ConcurrentDictionary<FlowId, LegPair> _flows = new();

    internal FlowRegistry()
    {
    }

    public int Count => _flows.Count;

    /// <summary>As they are while it is walked through: who comes or goes meanwhile may be missed.</summary>
    public IEnumerable<LegPair> Flows => _flows.Select(flow => flow.Value);

    /// <summary>null: there is none of that name any more.</summary>
    public LegPair? Find(FlowId id) => _flows.GetValueOrDefault(id);

    internal void Add(LegPair pair) => _flows[pair.Id] = pair;

    internal void Remove(LegPair pair) => _flows.TryRemove(pair.Id, out _);

    /// <summary>Looks at every flow, and ends those that outstayed their state, a few a millisecond: thousands that came together are due together, and those that go on would have to wait for all their ends.</summary>
    internal async Task CheckDeadlinesAsync(TimeProvider time)
    {
        var atOnce = LeastAtOnce + (Count / PausesAtMost);
        var ended = 0;
        foreach (var (_, pair) in _flows)
        {
            if (pair.CheckDeadlines() && ++ended % atOnce == 0)
            {
                await Task.Delay(Pause, time);
            }
        }
    }
}
