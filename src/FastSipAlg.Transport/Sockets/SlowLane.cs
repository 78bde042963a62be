// SPDX-License-Identifier: MIT

using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace FastSipAlg.Transport.Sockets;

/// <summary>
/// The bounded lane on the thread pool for what takes long: handshakes, and the ends of connections. Awaiting <see cref="Enter"/> or <see cref="Begin"/> continues the caller on a
/// pool thread, at most <c>width</c> callers at once, each until it next waits. Socket engine threads, which carry established flows, do neither.
/// What has begun goes before what has not: in a storm of connections those that were begun are finished, instead of all of them being late together.
/// </summary>
public sealed class SlowLane(int width) : IThreadPoolWorkItem
{
    private readonly ConcurrentQueue<Action> _begun = new();
    private readonly ConcurrentQueue<Action> _new = new();
    private int _running;

    /// <summary>To go on with something.</summary>
    public Entry Enter() => new(this, _begun);

    /// <summary>To begin something, after everything that has begun and is not waiting for its peer.</summary>
    public Entry Begin() => new(this, _new);

    /// <summary>As <see cref="Enter"/>, without an await.</summary>
    internal void Post(Action continuation) => Post(_begun, continuation);

    void IThreadPoolWorkItem.Execute()
    {
        if (_begun.TryDequeue(out var continuation) || _new.TryDequeue(out continuation))
        {
            continuation();
        }

        Interlocked.Decrement(ref _running);
        StartIfDue();
    }

    private void Post(ConcurrentQueue<Action> queue, Action continuation)
    {
        queue.Enqueue(continuation);
        StartIfDue();
    }

    // One pool work item a continuation: a storm shares the pool with everything else on it.
    private void StartIfDue()
    {
        while (!_begun.IsEmpty || !_new.IsEmpty)
        {
            var running = Volatile.Read(ref _running);
            if (running >= width)
            {
                return;
            }

            if (Interlocked.CompareExchange(ref _running, running + 1, running) == running)
            {
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                return;
            }
        }
    }

    public readonly struct Entry : ICriticalNotifyCompletion
    {
        private readonly SlowLane _lane;
        private readonly ConcurrentQueue<Action> _queue;

        internal Entry(SlowLane lane, ConcurrentQueue<Action> queue)
        {
            _lane = lane;
            _queue = queue;
        }

        public bool IsCompleted => false;

        public Entry GetAwaiter() => this;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation) => _lane.Post(_queue, continuation);

        public void UnsafeOnCompleted(Action continuation) => _lane.Post(_queue, continuation);
    }
}
