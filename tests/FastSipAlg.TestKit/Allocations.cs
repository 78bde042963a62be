// SPDX-License-Identifier: MIT

namespace FastSipAlg.TestKit;

/// <summary>Exact allocation on this thread.</summary>
public static class Allocations
{
    /// <summary>Octets allocated by <paramref name="repetitions"/> runs of an action, after a warm-up that lets tiers and caches settle.</summary>
    public static long Of(Action action, int repetitions = 1_000)
    {
        for (var i = 0; i < repetitions; i++)
        {
            action();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < repetitions; i++)
        {
            action();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
