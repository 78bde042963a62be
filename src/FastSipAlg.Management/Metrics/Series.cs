// SPDX-License-Identifier: MIT

namespace FastSipAlg.Management.Metrics;

/// <summary>The sum of one set of tags.</summary>
internal sealed class Series(int hash, KeyValuePair<string, object?>[] tags, Series? next, int bounds)
{
    private readonly long[] _within = new long[bounds];
    private long _whole;
    private double _sum;
    private long _observations;

    public int Hash => hash;

    public Series? Next => next;

    public IReadOnlyList<KeyValuePair<string, object?>> Tags => tags;

    public double Value
    {
        get
        {
            lock (_within)
            {
                return Interlocked.Read(ref _whole) + _sum;
            }
        }
    }

    public bool Has(ReadOnlySpan<KeyValuePair<string, object?>> others)
    {
        if (others.Length != tags.Length)
        {
            return false;
        }

        for (var i = 0; i < tags.Length; i++)
        {
            if (!ReferenceEquals(tags[i].Value, others[i].Value) && !Equals(tags[i].Value, others[i].Value))
            {
                return false;
            }
        }

        return true;
    }

    public void Add(long value) => Interlocked.Add(ref _whole, value);

    public void Add(double value)
    {
        lock (_within)
        {
            _sum += value;
        }
    }

    public void Set(double value)
    {
        lock (_within)
        {
            _sum = value;
        }
    }

    public void Observe(double value, double[] limits)
    {
        lock (_within)
        {
            _sum += value;
            _observations++;
            for (var i = 0; i < limits.Length; i++)
            {
                _within[i] += value <= limits[i] ? 1 : 0;
            }
        }
    }

    /// <summary>Of a histogram: for each bound how many were at most that, how many there were, and their sum.</summary>
    public (long[] Within, long Observations, double Sum) Distribution()
    {
        lock (_within)
        {
            return ([.. _within], _observations, _sum);
        }
    }
}
