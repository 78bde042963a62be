// SPDX-License-Identifier: MIT

using System.Runtime.InteropServices;

namespace FastSipAlg.Relay.Overload;

/// <summary>
/// Gives memory back to the machine that is not used any more: garbage, and what the C library keeps of what was freed, which after some ten thousand handshakes is tens of MiB (OpenSSL's objects come from there).
/// Nothing else does either while there is little to do.
/// </summary>
public static class UnusedMemory
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>Ours: by then the rest is worth trimming as it is.</summary>
    private static readonly TimeSpan LongestCollection = TimeSpan.FromSeconds(5);

    /// <summary>Stops all threads for tens of milliseconds.</summary>
    public static void GiveBack()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        Trim();
    }

    /// <summary>As <see cref="GiveBack"/>, beside the threads that have work, as far as that goes. Comes back when it is done, after some hundred milliseconds.</summary>
    public static async Task GiveBackGentlyAsync()
    {
        var last = LastFullCollection();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);

        // What is in the C library's heap is freed by finalizers, which run when all of the collection is over.
        for (var waited = TimeSpan.Zero; LastFullCollection() == last && waited < LongestCollection; waited += Look)
        {
            await Task.Delay(Look);
        }

        GC.WaitForPendingFinalizers();
        Trim();
    }

    private static long LastFullCollection() => Math.Max(GC.GetGCMemoryInfo(GCKind.Background).Index, GC.GetGCMemoryInfo(GCKind.FullBlocking).Index);

    private static void Trim()
    {
        try
        {
            _ = TrimNative(0);
        }
        catch (EntryPointNotFoundException)
        {
            // musl's library keeps little.
        }
    }

    [DllImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int TrimNative(nuint keep);
}
