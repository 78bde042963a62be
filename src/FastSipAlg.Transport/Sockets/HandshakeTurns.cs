// SPDX-License-Identifier: MIT

namespace FastSipAlg.Transport.Sockets;

/// <summary>
/// Bounds the handshakes that are under way: thousands begun together would take so long that all of them pass their deadline half done, and nobody is ever served. Who waits is let
/// in when another is done, in the order of coming; one <see cref="SlowLane"/> carries the work.
/// </summary>
/// <param name="lane">Where it goes on.</param>
/// <param name="limit">Of handshakes under way; 0: none.</param>
public sealed class HandshakeTurns(SlowLane lane, int limit)
{
    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private int _underWay;

    /// <summary>Waits for a turn, in the lane; <see cref="End"/> is owed for it.</summary>
    public async ValueTask BeginAsync()
    {
        TaskCompletionSource? turn = null;
        lock (_lock)
        {
            if (limit == 0 || _underWay < limit)
            {
                _underWay++;
            }
            else
            {
                turn = new TaskCompletionSource();
                _waiting.Enqueue(turn);
            }
        }

        if (turn is not null)
        {
            await turn.Task;
        }

        await lane.Begin();
    }

    /// <summary>Counts a handshake that follows from one that had its turn, and need not wait for another: for what was let in, the way is free. <see cref="End"/> is owed for it.</summary>
    public void Follow()
    {
        lock (_lock)
        {
            _underWay++;
        }
    }

    /// <summary>One is done, well or not.</summary>
    public void End()
    {
        TaskCompletionSource? next = null;
        lock (_lock)
        {
            _underWay--;
            if (_underWay < limit && _waiting.TryDequeue(out next))
            {
                _underWay++;
            }
        }

        next?.SetResult();
    }
}
