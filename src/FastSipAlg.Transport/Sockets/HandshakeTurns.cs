// SPDX-License-Identifier: MIT

namespace FastSipAlg.Transport.Sockets;

/// <summary>
/// Bounds the handshakes that are under way, and those that begin in a second: thousands begun together would take so long that all of them pass their deadline half done, and nobody is ever served. Who waits is let
/// in when another is done or the next is due, in the order of coming; one <see cref="SlowLane"/> carries the work.
/// </summary>
/// <param name="lane">Where it goes on.</param>
/// <param name="time">Tells when the next is due.</param>
public sealed class HandshakeTurns(SlowLane lane, TimeProvider time)
{
    /// <summary>Of the bound for a second, what may begin together after a pause: phones do not come evenly.</summary>
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private readonly long _burst = (long)(Burst.TotalSeconds * time.TimestampFrequency);
    private int _mostAtOnce;
    private long _interval;
    private long _due;
    private int _underWay;
    private bool _willLook;

    /// <summary>The bounds from now on, for those who wait, too; 0: none.</summary>
    public void Limit(int atOnce, int perSecond)
    {
        lock (_lock)
        {
            _mostAtOnce = atOnce;
            _interval = perSecond == 0 ? 0 : Math.Max(1, time.TimestampFrequency / perSecond);
            _due = 0;
        }

        LetIn();
    }

    /// <summary>Waits for a turn, in the lane; <see cref="End"/> or <see cref="GiveBack"/> is owed for it. True: others had to come first.</summary>
    public async ValueTask<bool> BeginAsync()
    {
        TaskCompletionSource? turn = null;
        lock (_lock)
        {
            if (_waiting.Count > 0 || !TryTake())
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
        return turn is not null;
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
        lock (_lock)
        {
            _underWay--;
        }

        LetIn();
    }

    /// <summary>One came to its turn and did not use it, so it is the next one's.</summary>
    public void GiveBack()
    {
        lock (_lock)
        {
            _underWay--;
            _due -= _interval;
        }

        LetIn();
    }

    // Whoever is let in finds the next look arranged already.
    private void LetIn()
    {
        List<TaskCompletionSource> turns = [];
        lock (_lock)
        {
            while (_waiting.Count > 0 && TryTake())
            {
                turns.Add(_waiting.Dequeue());
            }
        }

        turns.ForEach(turn => turn.SetResult());
    }

    private bool TryTake()
    {
        if (_mostAtOnce > 0 && _underWay >= _mostAtOnce)
        {
            return false;
        }

        if (_interval > 0)
        {
            var now = time.GetTimestamp();
            var due = Math.Max(_due, now - _burst);
            if (due > now)
            {
                LookAgain(time.GetElapsedTime(now, due));
                return false;
            }

            _due = due + _interval;
        }

        _underWay++;
        return true;
    }

    private void LookAgain(TimeSpan delay)
    {
        if (!_willLook)
        {
            _willLook = true;
            _ = LookAgainAsync(TimeSpan.FromMilliseconds(Math.Ceiling(delay.TotalMilliseconds)));
        }
    }

    private async Task LookAgainAsync(TimeSpan delay)
    {
        await Task.Delay(delay, time);
        lock (_lock)
        {
            _willLook = false;
        }

        LetIn();
    }
}
