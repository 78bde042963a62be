// SPDX-License-Identifier: MIT

using System.Diagnostics;

namespace FastSipAlg.Transport.Sockets;

/// <summary>
/// Hot path: how late a <see cref="PollLoop"/> is. A turn is what the loop does from a poll that found work until all sockets that were ready then have been served: what becomes ready
/// meanwhile waits about as long. Stamped by the loop before and after each poll, read by anybody.
/// </summary>
internal sealed class LoopLag
{
    // The loop has been waiting for work since then, or 0.
    private long _idleSince = Stopwatch.GetTimestamp();

    // The turn began then, or 0.
    private long _turnBegan;
    private long _idle;
    private long _busy;
    private double _waited;
    private bool _isInLine;

    /// <summary>The sums until now.</summary>
    public LoopSums Sums => new(Volatile.Read(ref _idle), Volatile.Read(ref _busy), Volatile.Read(ref _waited));

    /// <summary>Ticks of <see cref="Stopwatch"/> that the turn has taken so far; 0 between turns.</summary>
    public long TurnAge => Volatile.Read(ref _turnBegan) is not 0 and var began ? Stopwatch.GetTimestamp() - began : 0;

    public void BeforePoll()
    {
        if (!_isInLine)
        {
            EndTurn(Stopwatch.GetTimestamp());
        }
    }

    /// <summary>
    /// True when the poll may not have told of all sockets that are ready: then a mark must be put in line behind them, and <see cref="MarkCame"/> called when its turn has come.
    /// </summary>
    public bool AfterPoll(bool isFull)
    {
        if (_isInLine)
        {
            return false;
        }

        var now = Stopwatch.GetTimestamp();
        Volatile.Write(ref _idle, _idle + (now - _idleSince));
        Volatile.Write(ref _turnBegan, now);
        return _isInLine = isFull;
    }

    public void MarkCame()
    {
        var now = Stopwatch.GetTimestamp();
        EndTurn(now);
        Volatile.Write(ref _turnBegan, now);
        _isInLine = false;
    }

    private void EndTurn(long now)
    {
        if (_turnBegan == 0)
        {
            return;
        }

        // What came at any moment of the turn waited as long as the turn took: so many ticks of time, each so late.
        var length = now - _turnBegan;
        Volatile.Write(ref _waited, _waited + ((double)length * length));
        Volatile.Write(ref _busy, _busy + length);
        Volatile.Write(ref _turnBegan, 0);
        _idleSince = now;
    }
}

/// <summary>Sums of turns that have ended, in ticks of <see cref="Stopwatch"/>.</summary>
/// <param name="Idle">Between turns.</param>
/// <param name="Busy">In turns.</param>
/// <param name="Waited">Squares of the turns' lengths.</param>
internal readonly record struct LoopSums(long Idle, long Busy, double Waited)
{
    /// <summary>What happened since <paramref name="former"/>; <paramref name="age"/> is that of the turn under way.</summary>
    public LoopLoad Since(LoopSums former, long age)
    {
        var busy = Busy - former.Busy;
        var all = busy + Idle - former.Idle;
        var use = all > 0 ? (double)busy / all : age > 0 ? 1 : 0;
        var lag = all > 0 ? (Waited - former.Waited) / all : 0;
        return new LoopLoad(use, TimeSpan.FromSeconds(Math.Max(lag, age) / Stopwatch.Frequency));
    }
}
