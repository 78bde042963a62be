// SPDX-License-Identifier: MIT

using System.Globalization;
using System.Runtime.InteropServices;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Tests.Transport.Sockets;

public sealed class TimeSliceTests
{
    private const string SchedulerFile = "/proc/thread-self/sched";

    // sched(7).
    private const int SchedBatch = 3;

    [SliceFact]
    public void TakeShort_OfThread_MakesItsSliceShort() => Assert.Equal("100000", SliceAfter(TimeSlice.TakeShort));

    [SliceFact]
    public void TakeLong_OfThread_MakesItsSliceLong() => Assert.Equal("100000000", SliceAfter(TimeSlice.TakeLong));

    [SliceFact]
    public void NewThread_OfThreadWithLongSlice_HasALongSlice()
    {
        var slice = "";

        SliceAfter(() =>
        {
            TimeSlice.TakeLong();
            slice = SliceAfter(() => { });
        });

        Assert.Equal("100000000", slice);
    }

    // As the operator chose it: chrt(1), CPUSchedulingPolicy= of systemd.exec(5).
    [SliceFact]
    public void TakeShort_OfThreadWithPolicy_LeavesThePolicy()
    {
        var policy = "";

        var slice = SliceAfter(() =>
        {
            var priority = 0;
            Assert.Equal(0, SetScheduler(0, SchedBatch, ref priority));
            TimeSlice.TakeShort();
            policy = Scheduler("policy");
        });

        Assert.Equal(SchedBatch.ToString(CultureInfo.InvariantCulture), policy);
        Assert.Equal("100000", slice);
    }

    [SliceFact]
    public async Task Loops_GiveMessagesAShortSlice_AndTheLaneALongOne()
    {
        using var loops = new SocketLoops(1);
        var messages = new TaskCompletionSource<string>();
        var lane = new TaskCompletionSource<string>();

        loops.Next().Post(() => messages.SetResult(Slice()));
        loops.Lane.Loop.Post(() => lane.SetResult(Slice()));

        Assert.Equal("100000", await messages.Task);
        Assert.Equal("100000000", await lane.Task);
    }

    // On a thread that the test run does not use afterwards.
    private static string SliceAfter(Action action)
    {
        var slice = "";
        var thread = new Thread(() =>
        {
            action();
            slice = Slice();
        });
        thread.Start();
        thread.Join();
        return slice;
    }

    private static string Slice() => Scheduler("se.slice");

    // proc(5); times in nanoseconds.
    private static string Scheduler(string name) => File.ReadLines(SchedulerFile)
        .Where(line => line.StartsWith(name, StringComparison.Ordinal))
        .Select(line => line[(line.IndexOf(':') + 1)..].Trim())
        .Single();

    [DllImport("libc", EntryPoint = "sched_setscheduler")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetScheduler(int thread, int policy, ref int priority);

    private sealed class SliceFactAttribute : FactAttribute
    {
        // Before, a thread has no slice of its own.
        private static readonly Version FirstKernel = new(6, 12);

        public SliceFactAttribute() =>
            Skip = Environment.OSVersion.Version < FirstKernel ? "this kernel knows no slices of threads (Linux 6.12)"
                : !File.Exists(SchedulerFile) ? $"this kernel does not show the slices of threads ({SchedulerFile})"
                : null;
    }
}
