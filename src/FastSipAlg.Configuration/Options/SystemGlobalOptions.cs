// SPDX-License-Identifier: MIT

namespace FastSipAlg.Configuration.Options;

/// <summary><c>config system global</c>: when CPU or memory counts as short. Thresholds in per cent.</summary>
public sealed class SystemGlobalOptions
{
    /// <summary>Of the time. FortiOS default.</summary>
    public int CpuUseThreshold { get; set; } = 90;

    /// <summary>Of memory: from here on requests that begin something are refused. FortiOS default.</summary>
    public int MemoryUseThresholdExtreme { get; set; } = 95;

    /// <summary>Of memory: below it nothing is short any more. FortiOS default.</summary>
    public int MemoryUseThresholdGreen { get; set; } = 82;

    /// <summary>Of memory: from here on new handshakes wait. FortiOS default.</summary>
    public int MemoryUseThresholdRed { get; set; } = 88;

    /// <summary>MiB that the process may have; 0: as the platform says, the container's limit or the machine's memory. Ours.</summary>
    public int MemoryLimit { get; set; }
}
