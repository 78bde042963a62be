// SPDX-License-Identifier: MIT

using System.Runtime.InteropServices;

namespace FastSipAlg.Relay.Overload;

/// <summary>
/// Gives memory back to the machine that is not used any more: garbage, and what the C library keeps of what was freed, which after some ten thousand handshakes is tens of MiB (OpenSSL's objects come from there).
/// Nothing else does either while there is little to do.
/// </summary>
public static class UnusedMemory
{
    /// <summary>Stops all threads for tens of milliseconds.</summary>
    public static void GiveBack()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        Trim();
    }

    /// <summary>As <see cref="GiveBack"/>, beside the threads that have work, as far as that goes.</summary>
    public static void GiveBackGently()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
        Trim();
    }

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
