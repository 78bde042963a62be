// SPDX-License-Identifier: MIT

namespace FastSipAlg.Simulation.Messages;

/// <summary>Messages in order of arrival, for scripts that look at them or wait for the next of some kind. Bounded: the oldest is let go.</summary>
public sealed class Inbox(int capacity = 10_000)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<SimulatedMessage> _messages = [];
    private readonly List<(Func<SimulatedMessage, bool> Wanted, TaskCompletionSource<SimulatedMessage> Found)> _waiting = [];
    private Exception? _end;

    public IReadOnlyList<SimulatedMessage> Messages
    {
        get
        {
            lock (_lock)
            {
                return [.. _messages];
            }
        }
    }

    /// <summary>Takes out the first message, come or to come, that is wanted. TimeoutException after <paramref name="timeout"/>.</summary>
    public async Task<SimulatedMessage> TakeAsync(Func<SimulatedMessage, bool> wanted, TimeSpan timeout, TimeProvider time)
    {
        TaskCompletionSource<SimulatedMessage> found = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            for (var node = _messages.First; node is not null; node = node.Next)
            {
                if (wanted(node.Value))
                {
                    _messages.Remove(node);
                    return node.Value;
                }
            }

            if (_end is not null)
            {
                throw _end;
            }

            _waiting.Add((wanted, found));
        }

        try
        {
            return await found.Task.WaitAsync(timeout, time);
        }
        finally
        {
            lock (_lock)
            {
                _waiting.RemoveAll(entry => entry.Found == found);
            }
        }
    }

    internal void Add(SimulatedMessage message)
    {
        lock (_lock)
        {
            var index = _waiting.FindIndex(entry => entry.Wanted(message));
            if (index >= 0)
            {
                var (_, found) = _waiting[index];
                _waiting.RemoveAt(index);
                if (found.TrySetResult(message))
                {
                    return;
                }
            }

            _messages.AddLast(message);
            if (_messages.Count > capacity)
            {
                _messages.RemoveFirst();
            }
        }
    }

    /// <summary>Nothing more will come: who waits, now or later, gets <paramref name="reason"/>.</summary>
    internal void Complete(Exception reason)
    {
        lock (_lock)
        {
            _end ??= reason;
            foreach (var (_, found) in _waiting)
            {
                found.TrySetException(reason);
            }

            _waiting.Clear();
        }
    }
}
