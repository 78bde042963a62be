// SPDX-License-Identifier: MIT

using System.Net;
using System.Runtime.InteropServices;

namespace FastSipAlg.Relay.Flows;

/// <summary>How many flows of a listener each source has. One entry for a source that has any, so there are never more than flows. Thread-safe.</summary>
/// <param name="limit">For one source; 0: none, and nothing is counted.</param>
internal sealed class SourceCounts(int limit)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<SourceKey, int> _counts = [];

    /// <summary>Sources that have flows.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _counts.Count;
            }
        }
    }

    /// <summary>Counts one more; false: the source has as many as it may. <see cref="Leave"/> is owed for what was let in.</summary>
    public bool TryEnter(IPAddress source)
    {
        if (limit == 0)
        {
            return true;
        }

        var key = SourceKey.Of(source);
        lock (_lock)
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, key, out _);
            if (count >= limit)
            {
                return false;
            }

            count++;
            return true;
        }
    }

    public void Leave(IPAddress source)
    {
        if (limit == 0)
        {
            return;
        }

        var key = SourceKey.Of(source);
        lock (_lock)
        {
            if (--CollectionsMarshal.GetValueRefOrNullRef(_counts, key) == 0)
            {
                _counts.Remove(key);
            }
        }
    }
}
