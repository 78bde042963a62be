// SPDX-License-Identifier: MIT

using System.Collections.Concurrent;
using FastSipAlg.Simulation.Messages;

namespace FastSipAlg.Simulation.Servers;

/// <summary>The counters behind <see cref="ServerCounts"/>; added to from many threads.</summary>
internal sealed class ServerCounters
{
    private readonly ConcurrentDictionary<string, long> _byMethod = new();
    private long _connections;
    private long _failedHandshakes;
    private long _requests;
    private long _responses;
    private long _pings;
    private long _bytes;

    public void Connected() => Interlocked.Increment(ref _connections);

    public void HandshakeFailed() => Interlocked.Increment(ref _failedHandshakes);

    public void Pinged() => Interlocked.Increment(ref _pings);

    public void Received(SimulatedMessage message)
    {
        Interlocked.Add(ref _bytes, message.Received.Length);
        if (message.IsRequest)
        {
            Interlocked.Increment(ref _requests);
            _byMethod.AddOrUpdate(message.Method, 1, (_, count) => count + 1);
        }
        else
        {
            Interlocked.Increment(ref _responses);
        }
    }

    /// <summary>As the load stub counts: requests only, without looking at their method.</summary>
    public void Echoed(int requests, int pings, int bytes)
    {
        Interlocked.Add(ref _requests, requests);
        Interlocked.Add(ref _pings, pings);
        Interlocked.Add(ref _bytes, bytes);
    }

    public ServerCounts Snapshot(int openConnections) => new(
        openConnections,
        Interlocked.Read(ref _connections),
        Interlocked.Read(ref _failedHandshakes),
        Interlocked.Read(ref _requests),
        Interlocked.Read(ref _responses),
        Interlocked.Read(ref _pings),
        Interlocked.Read(ref _bytes),
        new Dictionary<string, long>(_byMethod));
}
