// SPDX-License-Identifier: MIT

using System.Globalization;
using System.Runtime.InteropServices;

namespace FastSipAlg.LoadGenerator.Scenarios;

/// <summary>
/// Lets other processes on the same CPU go first from now on, so that making a storm does not delay the clock of those who measure it. On Linux each
/// thread has its own niceness; those to come inherit it from those that make them.
/// </summary>
internal static class LowPriority
{
    private const int PriorityOfAProcess = 0;
    private const int Niceness = 10;
    private const int SchedIdle = 5;

    public static void Take()
    {
        foreach (var thread in Threads())
        {
            _ = SetPriority(PriorityOfAProcess, (uint)thread, Niceness);
        }
    }

    /// <summary>Runs only where a CPU has nothing else to do, as if on another machine; whoever wakes up goes first at once (sched(7), SCHED_IDLE).</summary>
    public static void TakeIdle()
    {
        var priority = 0;
        foreach (var thread in Threads())
        {
            _ = SetScheduler(thread, SchedIdle, ref priority);
        }
    }

    private static IEnumerable<int> Threads() =>
        Directory.EnumerateDirectories("/proc/self/task").Select(thread => int.Parse(Path.GetFileName(thread), CultureInfo.InvariantCulture));

    [DllImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, uint who, int priority);

    [DllImport("libc", EntryPoint = "sched_setscheduler")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetScheduler(int thread, int policy, ref int priority);
}
