// SPDX-License-Identifier: MIT

using System.Runtime.InteropServices;

namespace FastSipAlg.Transport.Sockets;

/// <summary>
/// How long a thread runs at a stretch. A thread with a short slice that becomes ready goes before one with a long slice that is running, instead of waiting until that has done what it is doing: a signature of
/// a handshake is half a millisecond, ten times what a message takes. How much of a CPU each gets on the whole stays the same, so nobody starves, as somebody would with priorities.
/// Threads inherit it from the thread that makes them. Source: sched_setattr(2) and the kernel's EEVDF scheduler, Linux 6.12 and later; before, nothing changes.
/// </summary>
public static partial class TimeSlice
{
    // From 0.1 to 100 ms, kernel/sched/fair.c.
    private const ulong ShortNanoseconds = 100_000;
    private const ulong LongNanoseconds = 100_000_000;

    private const int ThisThread = 0;

    // SCHED_FLAG_KEEP_POLICY, include/uapi/linux/sched.h: what the operator chose stays.
    private const ulong KeepPolicy = 0x08;

    /// <summary>For this thread, which carries messages.</summary>
    public static void TakeShort() => Take(ShortNanoseconds);

    /// <summary>For this thread, which does anything else, and those that it makes.</summary>
    public static void TakeLong() => Take(LongNanoseconds);

    // Where it is unknown or forbidden (a filter of system calls) all are as they were.
    private static void Take(ulong nanoseconds)
    {
        nint? call = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => 314,
            Architecture.Arm64 => 274,
            _ => null,
        };
        if (call is null || !OperatingSystem.IsLinux())
        {
            return;
        }

        var attributes = new SchedulingAttributes
        {
            Size = (uint)Marshal.SizeOf<SchedulingAttributes>(),
            Flags = KeepPolicy,
            Nice = GetPriority(which: 0, ThisThread),
            Runtime = nanoseconds,
        };
        _ = SetAttributes(call.Value, ThisThread, ref attributes, flags: 0);
    }

    // The C library has no function of its own for it before glibc 2.41.
    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint SetAttributes(nint call, nint thread, ref SchedulingAttributes attributes, nint flags);

    [LibraryImport("libc", EntryPoint = "getpriority")]
    private static partial int GetPriority(int which, int who);

    // struct sched_attr, include/uapi/linux/sched/types.h.
    [StructLayout(LayoutKind.Sequential)]
    private struct SchedulingAttributes
    {
        public uint Size;
        public uint Policy;
        public ulong Flags;
        public int Nice;
        public uint Priority;
        public ulong Runtime;
        public ulong Deadline;
        public ulong Period;
    }
}
