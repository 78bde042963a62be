// SPDX-License-Identifier: MIT

using System.Collections.Concurrent;
using FastSipAlg.Tracking.Flows;

namespace FastSipAlg.Relay.Flows;

/// <summary>The live flows, from accept to the last log line: list, find, check.</summary>
public sealed class FlowRegistry
{
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

    internal void CheckDeadlines()
    {
        foreach (var (_, pair) in _flows)
        {
            pair.CheckDeadlines();
        }
    }
}
