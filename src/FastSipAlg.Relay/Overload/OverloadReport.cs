// SPDX-License-Identifier: MIT

namespace FastSipAlg.Relay.Overload;

/// <summary>How short CPU and memory are, as of the last heartbeat.</summary>
/// <param name="Level">The worse of the two.</param>
/// <param name="Cpu">Of CPU alone.</param>
/// <param name="Memory">Of memory alone.</param>
/// <param name="RefusedShare">Of the requests that would begin something, 0 to 1.</param>
/// <param name="CpuUse">Share of the time in which the threads that carry messages had work, 0 to 1.</param>
/// <param name="Lag">What a message that had come waited for them.</param>
/// <param name="MemoryInUse">Octets.</param>
/// <param name="MemoryLimit">Octets.</param>
public sealed record OverloadReport(
    OverloadLevel Level, OverloadLevel Cpu, OverloadLevel Memory, double RefusedShare, double CpuUse, TimeSpan Lag, long MemoryInUse, long MemoryLimit);
