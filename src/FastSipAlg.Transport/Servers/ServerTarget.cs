// SPDX-License-Identifier: MIT

using System.Net;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Transport.Servers;

/// <summary>
/// One IP address and port of a SIP server (RFC 2782's target), and how it has done. It outlives refreshes of its name as long as the answer has it. Thread-safe. Times are milliseconds of its
/// <see cref="ServerPool"/>'s clock.
/// </summary>
internal sealed class ServerTarget(ServerAddress address, int addressIndex, IPEndPoint endPoint)
{
    private readonly Lock _lock = new();
    private int _connections;
    private long _attempts;
    private long _failures;
    private int _failuresInARow;
    private int _checksInARow;
    private bool _isDown;

    // No flow should try it before; 0: it has not failed.
    private long _avoidedUntil;

    // When the last failure came that counted.
    private long _pausedSince;

    private long _checkDue;
    private string? _lastFailure;

    public ServerAddress Address => address;

    /// <summary>Of <see cref="Address"/> among those that are written: whose name the certificate must carry.</summary>
    public int AddressIndex => addressIndex;

    public IPEndPoint EndPoint => endPoint;

    public int Connections => Volatile.Read(ref _connections);

    public long Attempts => Interlocked.Read(ref _attempts);

    public long Failures => Interlocked.Read(ref _failures);

    public string? LastFailure => Volatile.Read(ref _lastFailure);

    public ServerState State => Volatile.Read(ref _isDown) ? ServerState.Down : Volatile.Read(ref _failuresInARow) > 0 ? ServerState.Avoided : ServerState.Up;

    /// <summary>Makes room for one server leg more, of <paramref name="most"/> (0: any number); to be given back by <see cref="Release"/>.</summary>
    public bool TryTake(int most)
    {
        if (Interlocked.Increment(ref _connections) <= most || most == 0)
        {
            return true;
        }

        Release();
        return false;
    }

    public void Release() => Interlocked.Decrement(ref _connections);

    /// <summary>Its pause after a failure is over.</summary>
    public bool IsDue(long now) => !_isDown && now >= Volatile.Read(ref _avoidedUntil);

    /// <summary>Whether this flow may be the one that tries a target whose pause is over; others go on avoiding it for <paramref name="meanwhile"/> ms.</summary>
    public bool TryClaim(long now, long meanwhile)
    {
        var until = Volatile.Read(ref _avoidedUntil);
        return !_isDown && now >= until && Interlocked.CompareExchange(ref _avoidedUntil, now + meanwhile, until) == until;
    }

    /// <summary>A server leg is open. True when that is a change.</summary>
    public bool Succeeded()
    {
        Interlocked.Increment(ref _attempts);
        if (Volatile.Read(ref _failuresInARow) == 0)
        {
            return false;
        }

        lock (_lock)
        {
            return Forgive();
        }
    }

    /// <summary>A server leg did not come about. True when that is a change of state.</summary>
    public bool Failed(string why, long now, long pause, long longestPause)
    {
        Interlocked.Increment(ref _attempts);
        Interlocked.Increment(ref _failures);
        lock (_lock)
        {
            var before = State;
            _lastFailure = why;
            if (pause > 0)
            {
                // Those that were under way when it failed have all failed for one reason.
                if (_failuresInARow == 0 || now >= _pausedSince + PauseAfter(_failuresInARow, pause, longestPause))
                {
                    Volatile.Write(ref _failuresInARow, _failuresInARow + 1);
                    _pausedSince = now;
                }

                Volatile.Write(ref _avoidedUntil, _pausedSince + PauseAfter(_failuresInARow, pause, longestPause));
            }

            return State != before;
        }
    }

    /// <summary>Whether a health check is due; then the next one is after <paramref name="interval"/> ms.</summary>
    public bool TryBeginCheck(long now, long interval)
    {
        var due = Volatile.Read(ref _checkDue);
        return now >= due && Interlocked.CompareExchange(ref _checkDue, now + interval, due) == due;
    }

    /// <summary>A health check has ended; <paramref name="failure"/>: why it failed. True when the state changed.</summary>
    public bool Checked(string? failure, int rise, int fall)
    {
        lock (_lock)
        {
            var before = State;
            if (failure is not null)
            {
                _lastFailure = failure;
            }

            // Above zero: successes in a row; below: failures.
            _checksInARow = failure is null ? Math.Max(_checksInARow, 0) + 1 : Math.Min(_checksInARow, 0) - 1;
            if (_checksInARow >= rise)
            {
                Volatile.Write(ref _isDown, false);
                Forgive();
            }
            else if (_checksInARow <= -fall)
            {
                Volatile.Write(ref _isDown, true);
            }

            return State != before;
        }
    }

    private static long PauseAfter(int failures, long pause, long longest) => Math.Min(longest, pause << Math.Min(failures - 1, 20));

    private bool Forgive()
    {
        var isChange = _failuresInARow > 0;
        Volatile.Write(ref _failuresInARow, 0);
        Volatile.Write(ref _avoidedUntil, 0);
        return isChange && !_isDown;
    }
}
