// SPDX-License-Identifier: MIT

using System.Diagnostics;

namespace FastSipAlg.LoadGenerator.Measuring;

/// <summary>The counters at one moment; the measured interval lies between two of these.</summary>
internal readonly record struct Sample(long Timestamp, long Sent, long Received, double RelayCpu, double OwnCpu)
{
    public static Sample Take(long sent, long received, ProcessTree? relay) =>
        new(Stopwatch.GetTimestamp(), sent, received, relay?.CpuMicroseconds() ?? 0, Environment.CpuUsage.TotalTime.TotalMicroseconds);

    /// <summary>The result between this sample and <paramref name="end"/>.</summary>
    public LoadResult Until(Sample end, LoadResult result, ProcessTree? relay)
    {
        var seconds = Stopwatch.GetElapsedTime(Timestamp, end.Timestamp).TotalSeconds;
        var messages = end.Sent - Sent + end.Received - Received;
        var cpu = end.RelayCpu - RelayCpu;
        return result with
        {
            Seconds = seconds,
            Sent = end.Sent - Sent,
            Received = end.Received - Received,
            MessagesPerSecond = messages / seconds,
            CpuMicrosecondsPerMessage = relay is null || messages == 0 ? null : cpu / messages,
            RelayLoad = relay is null ? null : cpu / 1e6 / seconds,
            GeneratorLoad = (end.OwnCpu - OwnCpu) / 1e6 / seconds,
        };
    }
}
