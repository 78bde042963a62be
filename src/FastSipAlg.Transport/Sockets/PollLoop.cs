// SPDX-License-Identifier: MIT

using System.Collections.Concurrent;

namespace FastSipAlg.Transport.Sockets;

/// <summary>
/// Hot path: one thread that waits for sockets (epoll, edge-triggered) and runs on itself whatever waited for them: a message is read, inspected and written without another thread
/// being woken. What runs here must not block. Also runs actions that are posted to it.
/// </summary>
internal sealed class PollLoop : IDisposable
{
    private const int EventsAtOnce = 256;
    private const ulong WakeUp = ulong.MaxValue;
    private const ulong Mark = ulong.MaxValue - 1;

    [ThreadStatic]
    private static PollLoop? _current;

    private readonly SafeFileDescriptor _poll = LinuxCalls.CreatePoll();
    private readonly SafeFileDescriptor _wakeUp = LinuxCalls.CreateEvent();
    private readonly SafeFileDescriptor _mark = LinuxCalls.CreateEvent();
    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly ConcurrentQueue<Action>[] _whenIdle;
    private readonly Lock _slotsLock = new();
    private readonly Stack<int> _freeSlots = new();
    private PolledSocket?[] _slots = [];
    private uint _generation;
    private int _isAsleep;
    private volatile bool _isStopped;

    /// <param name="name">Of the thread.</param>
    /// <param name="whenIdle">Actions to take, one at a time, while nothing else is to be done, the first queue's before the second's; shared by several loops. Who adds one calls <see cref="Wake"/>.</param>
    public PollLoop(string name, params ConcurrentQueue<Action>[] whenIdle)
    {
        _whenIdle = whenIdle;
        LinuxCalls.Watch(_poll, _wakeUp, LinuxCalls.EpollIn | LinuxCalls.EpollEdgeTriggered, WakeUp);
        LinuxCalls.Watch(_poll, _mark, LinuxCalls.EpollIn | LinuxCalls.EpollEdgeTriggered, Mark);
        new Thread(Run) { IsBackground = true, Name = name }.Start();
    }

    /// <summary>The loop whose thread this is; null: another thread.</summary>
    public static PollLoop? Current => _current;

    /// <summary>Takes what is slow: see <see cref="SlowLane"/>.</summary>
    public bool IsSlow => _whenIdle.Length > 0;

    /// <summary>Where ends are read, when not here.</summary>
    public SlowLane? Ends { get; init; }

    /// <summary>Has nothing to do.</summary>
    public bool IsAsleep => Volatile.Read(ref _isAsleep) != 0;

    /// <summary>How late it is.</summary>
    public LoopLag Lag { get; } = new();

    /// <summary>Reports what happens to <paramref name="socket"/> from now on, beginning with how it is. Gives what <see cref="Remove"/> wants.</summary>
    public int Add(PolledSocket socket)
    {
        int index;
        ulong data;
        lock (_slotsLock)
        {
            if (!_freeSlots.TryPop(out index))
            {
                index = _slots.Length;
                var larger = new PolledSocket?[Math.Max(64, 2 * index)];
                _slots.CopyTo(larger, 0);
                Volatile.Write(ref _slots, larger);
                for (var free = larger.Length - 1; free > index; free--)
                {
                    _freeSlots.Push(free);
                }
            }

            data = ((ulong)++_generation << 32) | (uint)index;
            socket.EventData = data;
            _slots[index] = socket;
        }

        const uint Everything = LinuxCalls.EpollIn | LinuxCalls.EpollOut | LinuxCalls.EpollPeerShutdown | LinuxCalls.EpollEdgeTriggered;
        try
        {
            LinuxCalls.Watch(_poll, socket.Handle, Everything, data);
        }
        catch
        {
            Free(index);
            throw;
        }

        return index;
    }

    /// <summary>Reports nothing more of the socket in <paramref name="slot"/>; it was closed, or <paramref name="isOpen"/> and goes elsewhere.</summary>
    public void Remove(int slot, PolledSocket socket, bool isOpen)
    {
        if (isOpen)
        {
            LinuxCalls.Unwatch(_poll, socket.Handle);
        }

        Free(slot);
    }

    /// <summary>Runs <paramref name="action"/> on this loop's thread, after what was posted before.</summary>
    public void Post(Action action)
    {
        _posted.Enqueue(action);
        if (_current != this)
        {
            Wake();
        }
    }

    /// <summary>Has the loop look at its queues.</summary>
    public void Wake()
    {
        Interlocked.MemoryBarrier();
        if (Interlocked.Exchange(ref _isAsleep, 0) != 0)
        {
            LinuxCalls.SignalEvent(_wakeUp);
        }
    }

    /// <summary>Ends the thread once it has done what it is doing.</summary>
    public void Dispose()
    {
        if (!_isStopped)
        {
            _isStopped = true;
            LinuxCalls.SignalEvent(_wakeUp);
        }
    }

    private void Free(int slot)
    {
        lock (_slotsLock)
        {
            _slots[slot] = null;
            _freeSlots.Push(slot);
        }
    }

    private void Run()
    {
        _current = this;
        Span<byte> events = stackalloc byte[EventsAtOnce * LinuxCalls.EventSize];
        while (!_isStopped)
        {
            Lag.BeforePoll();
            var count = LinuxCalls.WaitForEvents(_poll, events, MayWait());
            Volatile.Write(ref _isAsleep, 0);
            if (Lag.AfterPoll(isFull: count == EventsAtOnce))
            {
                LinuxCalls.SignalEvent(_mark);
            }

            for (var i = 0; i < count; i++)
            {
                var (what, data) = LinuxCalls.ReadEvent(events, i);
                Report(what, data);
            }

            if (!RunPosted() && count == 0)
            {
                BeginOne();
            }
        }

        _poll.Dispose();
        _wakeUp.Dispose();
        _mark.Dispose();
    }

    // Asleep first, then a look: who queues something afterwards sees it and signals.
    private bool MayWait()
    {
        Interlocked.Exchange(ref _isAsleep, 1);
        return _posted.IsEmpty && Array.TrueForAll(_whenIdle, queue => queue.IsEmpty);
    }

    private void Report(uint what, ulong data)
    {
        if (data >= Mark)
        {
            if (data == Mark)
            {
                Lag.MarkCame();
            }

            return;
        }

        // A slot may have changed hands since the kernel wrote this.
        if (Volatile.Read(ref _slots)[(int)(uint)data] is { } socket && socket.EventData == data)
        {
            socket.Report(what, Ends);
        }
    }

    // Only what is there now: who posts from here again comes after the sockets.
    private bool RunPosted()
    {
        if (_posted.IsEmpty)
        {
            return false;
        }

        for (var left = _posted.Count; left > 0 && _posted.TryDequeue(out var action); left--)
        {
            action();
        }

        return true;
    }

    private void BeginOne()
    {
        foreach (var queue in _whenIdle)
        {
            if (queue.TryDequeue(out var action))
            {
                action();
                return;
            }
        }
    }
}
