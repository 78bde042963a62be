// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration.Options;

namespace FastSipAlg.Relay.Policy;

/// <summary>When CPU or memory is short. Shares are 0 to 1.</summary>
/// <param name="CpuUse">Of the time, from which on messages may be late because there is too much to do.</param>
/// <param name="MemoryGreen">Of memory, below which it is not short any more.</param>
/// <param name="MemoryRed">Of memory, from which on handshakes wait.</param>
/// <param name="MemoryExtreme">Of memory, from which on requests are refused.</param>
/// <param name="MemoryLimit">Octets that the process may have.</param>
internal sealed record OverloadPolicy(double CpuUse, double MemoryGreen, double MemoryRed, double MemoryExtreme, long MemoryLimit)
{
    private const long Mebibyte = 1024 * 1024;

    public static OverloadPolicy Of(SystemGlobalOptions options) => new(
        options.CpuUseThreshold / 100.0,
        options.MemoryUseThresholdGreen / 100.0,
        options.MemoryUseThresholdRed / 100.0,
        options.MemoryUseThresholdExtreme / 100.0,
        options.MemoryLimit == 0 ? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes : options.MemoryLimit * Mebibyte);
}
