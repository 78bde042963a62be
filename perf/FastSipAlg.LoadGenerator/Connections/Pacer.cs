// SPDX-License-Identifier: MIT

using System.Diagnostics;
using System.Runtime.InteropServices;

namespace FastSipAlg.LoadGenerator.Connections;

/// <summary>Calls back at evenly spaced moments, on a thread of its own that sleeps in between and does not spin.</summary>
internal static class Pacer
{
    // prctl(2): how late the kernel may wake us, in ns; 50,000 unless asked.
    private const int SetTimerSlack = 29;
    private const int MaxSleepMicroseconds = 10_000;

    /// <summary>
    /// Runs <paramref name="onDue"/> with each due timestamp and its index, from <paramref name="start"/> until <paramref name="end"/>, or until it is
    /// told to stop; at a rate of 0 never.
    /// </summary>
    public static Task RunAsync(long start, long end, double perSecond, Action<long, long> onDue, CancellationToken stop)
    {
        return Task.Factory.StartNew(
            () => Run(start, end, perSecond, onDue, stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private static void Run(long start, long end, double perSecond, Action<long, long> onDue, CancellationToken stop)
    {
        if (perSecond <= 0)
        {
            return;
        }

        _ = Prctl(SetTimerSlack, 1, 0, 0, 0);
        var interval = Stopwatch.Frequency / perSecond;
        for (long index = 0; ; index++)
        {
            var due = start + (long)(index * interval);
            if (due >= end || stop.IsCancellationRequested)
            {
                return;
            }

            SleepUntil(due);
            onDue(due, index);
        }
    }

    private static void SleepUntil(long due)
    {
        while (true)
        {
            var microseconds = (due - Stopwatch.GetTimestamp()) * (1e6 / Stopwatch.Frequency);
            if (microseconds < 1)
            {
                return;
            }

            // Thread.Sleep knows milliseconds only, which would send requests in bursts.
            _ = MicroSleep((uint)Math.Min(microseconds, MaxSleepMicroseconds));
        }
    }

    [DllImport("libc", EntryPoint = "usleep")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MicroSleep(uint microseconds);

    [DllImport("libc", EntryPoint = "prctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Prctl(int option, nuint argument2, nuint argument3, nuint argument4, nuint argument5);
}
