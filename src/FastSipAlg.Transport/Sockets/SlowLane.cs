// SPDX-License-Identifier: MIT

using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace FastSipAlg.Transport.Sockets;

/// <summary>
/// The bounded lane for what takes long: handshakes, and the ends of connections. Awaiting <see cref="Enter"/> or <see cref="Begin"/> continues the caller on one of the lane's
/// <c>width</c> threads, until it waits for something that is none of theirs. The sockets of handshakes are polled by these threads, too, so a handshake's steps need no other thread; the threads
/// that carry established flows do neither.
/// What has begun goes before what has not, and what follows something that was let in before what was not: in a storm of connections those that were begun are finished, instead of all
/// of them being late together.
/// </summary>
public sealed class SlowLane : IDisposable
{
    private readonly ConcurrentQueue<Action> _following = new();
    private readonly ConcurrentQueue<Action> _new = new();
    private readonly PollLoop[] _loops;
    private uint _next;

    public SlowLane(int width)
    {
        _loops = [.. Enumerable.Range(0, width).Select(number => new PollLoop($"slow lane {number}", _following, _new))];
    }

    /// <summary>This thread's loop, when it is one of the lane's; otherwise each in turn.</summary>
    internal PollLoop Loop => PollLoop.Current is { IsSlow: true } current ? current : _loops[Interlocked.Increment(ref _next) % (uint)_loops.Length];

    /// <summary>To go on with something.</summary>
    public Entry Enter() => new(this, queue: null);

    /// <summary>To begin something, after everything that has begun and is not waiting for its peer.</summary>
    public Entry Begin() => new(this, _new);

    /// <summary>To begin what follows something that was let in: after everything that has begun, before what <see cref="Begin"/> keeps waiting.</summary>
    public Entry BeginFollowing() => new(this, _following);

    public void Dispose()
    {
        foreach (var loop in _loops)
        {
            loop.Dispose();
        }
    }

    /// <summary>Goes on with <paramref name="action"/>.</summary>
    internal void Post(Action action) => Loop.Post(action);

    private void Post(Action continuation, ConcurrentQueue<Action>? queue)
    {
        if (queue is null)
        {
            Post(continuation);
            return;
        }

        queue.Enqueue(continuation);
        Array.Find(_loops, loop => loop.IsAsleep)?.Wake();
    }

    public readonly struct Entry : ICriticalNotifyCompletion
    {
        private readonly SlowLane _lane;
        private readonly ConcurrentQueue<Action>? _queue;

        internal Entry(SlowLane lane, ConcurrentQueue<Action>? queue)
        {
            _lane = lane;
            _queue = queue;
        }

        public bool IsCompleted => _queue is null && PollLoop.Current is { IsSlow: true };

        public Entry GetAwaiter() => this;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation) => _lane.Post(continuation, _queue);

        public void UnsafeOnCompleted(Action continuation) => _lane.Post(continuation, _queue);
    }
}
