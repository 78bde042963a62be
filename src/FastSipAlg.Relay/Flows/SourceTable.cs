// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration.Options;
using FastSipAlg.Relay.Diagnostics;
using FastSipAlg.Relay.Policy;

namespace FastSipAlg.Relay.Flows;

/// <summary>
/// The sources of one listener's flows: how many each has, and which are in quarantine. A source enters it when as many of its connections have failed within the window as the threshold says; each of its flows that
/// got past its first message, open or just ended, makes up for one of them, so that one bad phone of many behind an address does not shut out the others. Bounded: beside the sources that
/// have flows, as many as <paramref name="capacity"/> are remembered because they failed, and as many in quarantine; whoever came first is forgotten first. Thread-safe.
/// </summary>
/// <param name="clock">In milliseconds, and no more exact than the heartbeat.</param>
/// <param name="capacity">Ours: with some 120 octets a source, 4 MB in all.</param>
internal sealed class SourceTable(FlowClock clock, int capacity = 16_384)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<SourceKey, Source> _sources = [];

    // In the order of coming, so that whose time is up stands in front.
    private readonly Queue<Source> _failing = new();
    private readonly Queue<Source> _quarantined = new();
    private readonly List<ReleasedSource> _released = [];
    private int _mostFlows;
    private QuarantinePolicy _policy = new(QuarantineMode.Off, 1, 0, 0);

    /// <summary>Sources that have flows, or are remembered.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _sources.Count;
            }
        }
    }

    public int InQuarantine
    {
        get
        {
            lock (_lock)
            {
                return _quarantined.Count;
            }
        }
    }

    /// <summary>What is to be obeyed from now on. <paramref name="mostFlows"/> of one source; 0: no limit. What was counted stays.</summary>
    public void Follow(int mostFlows, QuarantinePolicy policy)
    {
        lock (_lock)
        {
            _mostFlows = mostFlows;
            _policy = policy;
        }
    }

    /// <summary>
    /// Counts a flow, or says why it is refused: <see cref="Leave"/> is owed for one that is let in. <paramref name="isObserved"/>: it would be refused, but quarantine only observes.
    /// </summary>
    public FlowEndReason Enter(SourceKey key, out bool isObserved)
    {
        isObserved = false;
        lock (_lock)
        {
            var source = SourceOf(key);
            if (source.QuarantineEnd > 0 && _policy.Mode != QuarantineMode.Off)
            {
                source.Refused++;
                isObserved = _policy.Mode == QuarantineMode.Observe;
                if (!isObserved)
                {
                    return FlowEndReason.Quarantined;
                }
            }

            if (_mostFlows > 0 && source.Flows >= _mostFlows)
            {
                return FlowEndReason.TooManyFromSource;
            }

            source.Flows++;
            return FlowEndReason.None;
        }
    }

    /// <summary>A flow of the source got past its first message.</summary>
    public void Prove(SourceKey key)
    {
        lock (_lock)
        {
            SourceOf(key).Proven++;
        }
    }

    /// <summary>A flow that was let in has ended.</summary>
    public void Leave(SourceKey key, bool wasProven)
    {
        lock (_lock)
        {
            var source = SourceOf(key);
            source.Flows--;
            if (wasProven)
            {
                source.Proven--;
                source.Failures = Math.Max(0, source.Failures - 1);
            }

            Forget(source);
        }
    }

    /// <summary>A connection of the source failed. How many had to, when this one puts it into quarantine; else 0.</summary>
    public int Fail(SourceKey key)
    {
        lock (_lock)
        {
            if (_policy.Mode == QuarantineMode.Off || SourceOf(key) is not { QuarantineEnd: 0 } source)
            {
                return 0;
            }

            if (source.FailingSince == 0)
            {
                source.FailingSince = clock.Now;
                Enqueue(_failing, source, Calm);
            }

            var failures = ++source.Failures;
            if (failures < _policy.Threshold + source.Proven)
            {
                return 0;
            }

            source.Failures = 0;
            source.QuarantineEnd = clock.Now + _policy.Expiry;
            Enqueue(_quarantined, source, Release);
            return failures;
        }
    }

    /// <summary>Lets go of those whose time is up; those that have left quarantine since the last beat.</summary>
    public IReadOnlyList<ReleasedSource> Beat()
    {
        lock (_lock)
        {
            while (_failing.TryPeek(out var source) && clock.Now - source.FailingSince >= _policy.Window)
            {
                Calm(_failing.Dequeue());
            }

            while (_quarantined.TryPeek(out var source) && clock.Now >= source.QuarantineEnd)
            {
                Release(_quarantined.Dequeue());
            }

            if (_released.Count == 0)
            {
                return [];
            }

            ReleasedSource[] released = [.. _released];
            _released.Clear();
            return released;
        }
    }

    private void Enqueue(Queue<Source> queue, Source source, Action<Source> letGo)
    {
        queue.Enqueue(source);
        if (queue.Count > capacity)
        {
            letGo(queue.Dequeue());
        }
    }

    private void Calm(Source source)
    {
        source.FailingSince = 0;
        source.Failures = 0;
        Forget(source);
    }

    private void Release(Source source)
    {
        _released.Add(new ReleasedSource(source.Key, source.Refused));
        source.QuarantineEnd = 0;
        source.Refused = 0;
        Forget(source);
    }

    private Source SourceOf(SourceKey key)
    {
        if (!_sources.TryGetValue(key, out var source))
        {
            _sources[key] = source = new Source(key);
        }

        return source;
    }

    private void Forget(Source source)
    {
        if (source is { Flows: 0, FailingSince: 0, QuarantineEnd: 0 })
        {
            _sources.Remove(source.Key);
        }
    }

    private sealed class Source(SourceKey key)
    {
        public SourceKey Key => key;

        public int Flows { get; set; }

        /// <summary>Of the flows, those past their first message.</summary>
        public int Proven { get; set; }

        public int Failures { get; set; }

        /// <summary>When the window began in which failures are counted; 0: there is none.</summary>
        public long FailingSince { get; set; }

        /// <summary>0: it is not in quarantine.</summary>
        public long QuarantineEnd { get; set; }

        /// <summary>Connections that came during quarantine.</summary>
        public long Refused { get; set; }
    }
}

/// <summary>A source that has left quarantine, and how many connections it sent meanwhile.</summary>
internal readonly record struct ReleasedSource(SourceKey Source, long Refused);
