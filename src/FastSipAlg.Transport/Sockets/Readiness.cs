// SPDX-License-Identifier: MIT

using System.Threading.Tasks.Sources;

namespace FastSipAlg.Transport.Sockets;

/// <summary>
/// Hot path: whether one direction of a socket can go on, as far as is known, and who waits for it. One waiter at a time. The <see cref="PollLoop"/> says when there is something
/// new; whoever transfers says when that is used up, so that nobody asks the kernel for what is not there.
/// </summary>
internal sealed class Readiness : IValueTaskSource<int>
{
    private const int UsedUp = 0;
    private const int Ready = 1;
    private const int AwaitedFor = 2;

    private int _state = Ready;
    private volatile bool _isClosed;
    private ManualResetValueTaskSourceCore<int> _turn;

    /// <summary>It may be worth a try.</summary>
    public bool IsReady => Volatile.Read(ref _state) == Ready || _isClosed;

    /// <summary>Before a transfer: what the kernel reports from now on is news.</summary>
    public void BeginTransfer() => Interlocked.Exchange(ref _state, UsedUp);

    /// <summary>After a transfer that left something over, or cannot know.</summary>
    public void MayHaveMore() => Interlocked.CompareExchange(ref _state, Ready, UsedUp);

    /// <summary>Completes, with 0, when a transfer is worth a try.</summary>
    public ValueTask<int> WaitAsync()
    {
        if (IsReady)
        {
            return default;
        }

        _turn.Reset();
        var version = _turn.Version;
        return Interlocked.CompareExchange(ref _state, AwaitedFor, UsedUp) == UsedUp ? new ValueTask<int>(this, version) : default;
    }

    /// <summary>Has <paramref name="next"/> called by <see cref="Continue"/>, always there; false: a transfer is worth a try now, and it is not called.</summary>
    public bool Await(Action<object?> next, object state)
    {
        if (IsReady)
        {
            return false;
        }

        // It is there before anybody can know that somebody waits.
        _turn.Reset();
        _turn.OnCompleted(next, state, _turn.Version, ValueTaskSourceOnCompletedFlags.None);
        return Interlocked.CompareExchange(ref _state, AwaitedFor, UsedUp) == UsedUp;
    }

    /// <summary>The socket is closed: from now on a transfer is always worth a try, and fails. True when somebody waits, as <see cref="Report"/>.</summary>
    public bool Close()
    {
        _isClosed = true;
        return Report();
    }

    /// <summary>There is something new. True when somebody waits: then <see cref="Continue"/> is owed.</summary>
    public bool Report() => Volatile.Read(ref _state) != Ready && Interlocked.Exchange(ref _state, Ready) == AwaitedFor;

    /// <summary>Runs what waited, here.</summary>
    public void Continue() => _turn.SetResult(0);

    int IValueTaskSource<int>.GetResult(short token) => _turn.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _turn.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _turn.OnCompleted(continuation, state, token, flags);
}
