// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration;

namespace FastSipAlg.Management.State;

/// <summary>The configuration that the process runs by, and the way to another. The program offers it.</summary>
public interface IRunningConfiguration
{
    LoadedConfiguration Current { get; }

    /// <summary>The last try to take another one; null: none was made.</summary>
    ReloadReport? LastReload { get; }

    /// <summary>Reads, checks and takes the configuration as it is now, as a whole or not at all.</summary>
    Task<ReloadReport> ReloadAsync();
}

/// <summary>What came of one reload.</summary>
/// <param name="At">When it was done.</param>
/// <param name="Errors">Why nothing was taken; empty: all was.</param>
/// <param name="Changes">Settings that changed.</param>
/// <param name="NeedingRestart">Those of them, and of earlier reloads, that wait for the next start.</param>
public sealed record ReloadReport(DateTimeOffset At, IReadOnlyList<string> Errors, IReadOnlyList<string> Changes, IReadOnlyList<string> NeedingRestart)
{
    public bool IsTaken => Errors.Count == 0;
}
