// SPDX-License-Identifier: MIT

using System.Collections.Concurrent;
using FastSipAlg.Tracking.Flows;

namespace FastSipAlg.Relay.Flows;

/// <summary>The live flows, from accept to the last log line: list, check, drain.</summary>
public sealed class FlowRegistry
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<FlowId, LegPair> _flows = new();
    private readonly TimeProvider _time;

    internal FlowRegistry(TimeProvider time)
    {
        _time = time;
    }

    public int Count => _flows.Count;

    public IEnumerable<LegPair> Flows => _flows.Values;

    internal void Add(LegPair pair) => _flows[pair.Id] = pair;

    internal void Remove(LegPair pair) => _flows.TryRemove(pair.Id, out _);

    internal void CheckDeadlines()
    {
        foreach (var (_, pair) in _flows)
        {
            pair.CheckDeadlines();
        }
    }

    /// <summary>
    /// Ends every flow: for the first half of <paramref name="deadline"/> those that are quiet, then each at its first moment without an open request, at last the rest.
    /// Returns how many had to be cut off.
    /// </summary>
    internal async Task<int> DrainAsync(TimeSpan deadline)
    {
        var started = _time.GetTimestamp();
        while (!_flows.IsEmpty && _time.GetElapsedTime(started) is var elapsed && elapsed < deadline)
        {
            var soon = elapsed > deadline / 2;
            foreach (var (_, pair) in _flows)
            {
                pair.BeginDrain(soon);
            }

            await Task.Delay(PollInterval, _time);
        }

        var cutOff = 0;
        foreach (var (_, pair) in _flows)
        {
            pair.CutOff();
            cutOff += pair.EndReason == Diagnostics.FlowEndReason.CutOffAtStop ? 1 : 0;
        }

        while (!_flows.IsEmpty)
        {
            await Task.Delay(PollInterval, _time);
        }

        return cutOff;
    }
}
