// SPDX-License-Identifier: MIT

namespace FastSipAlg.Transport.Sockets;

/// <summary>The threads that carry all connections of a relay: as many for messages as cores, each with its share of the flows, as many in the <see cref="SlowLane"/>, and one that accepts.</summary>
public sealed class SocketLoops : IDisposable
{
    private readonly PollLoop[] _loops;
    private readonly LoopSums[] _sums;
    private uint _next;

    public SocketLoops(int cores)
    {
        Lane = new SlowLane(cores);
        _loops = [.. Enumerable.Range(0, cores).Select(number => new PollLoop($"messages {number}") { Ends = Lane })];
        _sums = new LoopSums[cores];
    }

    public SlowLane Lane { get; }

    /// <summary>Where connections are accepted.</summary>
    internal PollLoop Arrivals { get; } = new("arrivals");

    /// <summary>Of the threads for messages, on average, since the last call. For one caller.</summary>
    public LoopLoad TakeLoad()
    {
        var (use, lag) = (0.0, TimeSpan.Zero);
        for (var i = 0; i < _loops.Length; i++)
        {
            var sums = _loops[i].Lag.Sums;
            var load = sums.Since(_sums[i], _loops[i].Lag.TurnAge);
            _sums[i] = sums;
            use += load.Use / _loops.Length;
            lag += load.Lag / _loops.Length;
        }

        return new LoopLoad(use, lag);
    }

    /// <summary>For the next flow: both its legs stay with one thread, and need not wait for each other.</summary>
    internal PollLoop Next() => _loops[Interlocked.Increment(ref _next) % (uint)_loops.Length];

    /// <summary>Ends the threads. Only after all legs were released.</summary>
    public void Dispose()
    {
        Arrivals.Dispose();
        Lane.Dispose();
        foreach (var loop in _loops)
        {
            loop.Dispose();
        }
    }
}
