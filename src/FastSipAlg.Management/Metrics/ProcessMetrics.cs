// SPDX-License-Identifier: MIT

using System.Diagnostics.Metrics;

namespace FastSipAlg.Management.Metrics;

/// <summary>What the whole process uses, read when somebody asks.</summary>
internal sealed class ProcessMetrics : IDisposable
{
    private readonly Meter _meter = new("FastSipAlg.Management");

    public ProcessMetrics(TimeProvider time)
    {
        var started = time.GetTimestamp();
        _meter.CreateObservableCounter("fastsipalg.process.cpu", () => Environment.CpuUsage.TotalTime.TotalSeconds, "s", "CPU time that the process used.");
        _meter.CreateObservableGauge("fastsipalg.process.memory", () => Environment.WorkingSet, "By", "Memory of the process that is resident.");
        _meter.CreateObservableGauge("fastsipalg.process.uptime", () => time.GetElapsedTime(started).TotalSeconds, "s", "Since the endpoint was made.");
    }

    public void Dispose() => _meter.Dispose();
}
