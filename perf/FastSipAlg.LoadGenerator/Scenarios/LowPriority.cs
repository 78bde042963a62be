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

    public static void Take()
    {
        foreach (var thread in Directory.EnumerateDirectories("/proc/self/task"))
        {
            _ = SetPriority(PriorityOfAProcess, uint.Parse(Path.GetFileName(thread), CultureInfo.InvariantCulture), Niceness);
        }
    }

    [DllImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, uint who, int priority);
}
