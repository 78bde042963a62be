// SPDX-License-Identifier: MIT

using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace FastSipAlg.Transport.Sockets;

/// <summary>
/// The bounded lane on the thread pool in which handshakes compute. Awaiting <see cref="Enter"/> continues the caller on a pool thread,
/// at most <c>width</c> callers at once, each until it next waits. Socket engine threads, which carry established flows, never run a handshake.
/// </summary>
public sealed class HandshakeLane(int width) : IThreadPoolWorkItem
{
    private readonly ConcurrentQueue<Action> _waiting = new();
    private int _running;

    public Entry Enter() => new(this);

    void IThreadPoolWorkItem.Execute()
    {
        if (_waiting.TryDequeue(out var continuation))
        {
            continuation();
        }

        Interlocked.Decrement(ref _running);
        StartIfDue();
    }

    private void Post(Action continuation)
    {
        _waiting.Enqueue(continuation);
        StartIfDue();
    }

    // One pool work item a continuation: a storm shares the pool with everything else on it.
    private void StartIfDue()
    {
        while (!_waiting.IsEmpty)
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

    public readonly struct Entry(HandshakeLane lane) : ICriticalNotifyCompletion
    {
        public bool IsCompleted => false;

        public Entry GetAwaiter() => this;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation) => lane.Post(continuation);

        public void UnsafeOnCompleted(Action continuation) => lane.Post(continuation);
    }
}
