// SPDX-License-Identifier: MIT

using System.Collections.Concurrent;

namespace FastSipAlg.Transport.Servers;

/// <summary>The SIP servers of a relay. One whose entry still says the same keeps its pool, and with it what is known of its targets, when the configuration is compiled anew.</summary>
public sealed class ServerPools : IDisposable
{
    private readonly ConcurrentDictionary<(string Name, bool IsPlain), ServerPool> _pools = new();
    private readonly ServerMetrics _metrics;
    private readonly IServerEvents _events;
    private readonly TimeProvider _time;

    public ServerPools(IServerEvents events, TimeProvider time)
    {
        _events = events;
        _time = time;
        _metrics = new ServerMetrics(() => Snapshot());
    }

    public IEnumerable<ServerPool> Current => _pools.Values;

    /// <summary>The pool that <paramref name="policy"/> describes; its names begin to be resolved.</summary>
    public ServerPool Get(ServerPoolPolicy policy)
    {
        var pool = _pools.AddOrUpdate(
            (policy.Name, policy.IsPlain),
            _ => new ServerPool(policy, _metrics, _events, _time),
            (_, former) => former.Policy.IsSameAs(policy) ? former : new ServerPool(policy, _metrics, _events, _time));
        pool.Beat();
        return pool;
    }

    /// <summary>Forgets the pools that <paramref name="used"/> does not hold.</summary>
    public void Keep(IEnumerable<ServerPool> used)
    {
        var kept = used.ToHashSet();
        foreach (var pool in _pools.Where(pool => !kept.Contains(pool.Value)))
        {
            _pools.TryRemove(pool);
        }
    }

    public IReadOnlyList<ServerSnapshot> Snapshot() => [.. _pools.Values.SelectMany(pool => pool.Snapshot())];

    /// <summary>Called by the heartbeat.</summary>
    public void Beat()
    {
        foreach (var pool in _pools.Values)
        {
            pool.Beat();
        }
    }

    public void Dispose() => _metrics.Dispose();
}
