// SPDX-License-Identifier: MIT

using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace FastSipAlg.Management.Metrics;

/// <summary>
/// Hot path: one instrument's sums, one for each set of tags that it was given. Measurements come from every thread, once a message and more: finding a known set takes no lock and no memory.
/// </summary>
internal sealed class InstrumentSeries
{
    /// <summary>Ours: tags have values of closed lists, some dozens of sets; whatever comes beyond this is a bug, and must not take all memory.</summary>
    private const int Limit = 2000;

    private const int Buckets = 64;

    private readonly Series?[] _buckets = new Series?[Buckets];
    private readonly Lock _lock = new();
    private readonly bool _isObserved;
    private int _count;

    public InstrumentSeries(Instrument instrument)
    {
        Name = PrometheusText.NameOf(instrument);
        Help = instrument.Description ?? "";
        Kind = PrometheusText.KindOf(instrument);
        _isObserved = instrument.IsObservable;
        Bounds = PrometheusText.BoundsOf(instrument);
    }

    public string Name { get; }

    public string Help { get; }

    public SeriesKind Kind { get; }

    /// <summary>Of a histogram; the unbounded last one is left out.</summary>
    public double[] Bounds { get; }

    public IEnumerable<Series> All
    {
        get
        {
            foreach (var first in _buckets)
            {
                for (var series = first; series is not null; series = series.Next)
                {
                    yield return series;
                }
            }
        }
    }

    public void Record(long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (Kind == SeriesKind.Histogram || _isObserved)
        {
            Record((double)value, tags);
        }
        else if (Find(tags) is { } series)
        {
            series.Add(value);
        }
    }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (Find(tags) is not { } series)
        {
            return;
        }

        if (Kind == SeriesKind.Histogram)
        {
            series.Observe(value, Bounds);
        }
        else if (_isObserved)
        {
            series.Set(value);
        }
        else
        {
            series.Add(value);
        }
    }

    /// <summary>Before the next look: what is not observed any more is gone.</summary>
    public void ForgetObserved()
    {
        if (_isObserved)
        {
            lock (_lock)
            {
                Array.Clear(_buckets);
                _count = 0;
            }
        }
    }

    private Series? Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var hash = 0;
        foreach (var (_, value) in tags)
        {
            hash = (hash * 31) + (value is null ? 0 : value.GetHashCode());
        }

        ref var bucket = ref _buckets[(uint)hash % Buckets];
        for (var series = Volatile.Read(ref bucket); series is not null; series = series.Next)
        {
            if (series.Hash == hash && series.Has(tags))
            {
                return series;
            }
        }

        return Add(hash, tags);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Series? Add(int hash, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_lock)
        {
            ref var bucket = ref _buckets[(uint)hash % Buckets];
            for (var series = bucket; series is not null; series = series.Next)
            {
                if (series.Hash == hash && series.Has(tags))
                {
                    return series;
                }
            }

            if (_count == Limit)
            {
                return null;
            }

            _count++;
            var added = new Series(hash, tags.ToArray(), bucket, Bounds.Length);
            Volatile.Write(ref bucket, added);
            return added;
        }
    }
}

/// <summary>How a number is to be read.</summary>
internal enum SeriesKind : byte
{
    /// <summary>Only goes up.</summary>
    Counter,

    /// <summary>Goes up and down.</summary>
    Gauge,

    /// <summary>How often a value was at most what.</summary>
    Histogram,
}
