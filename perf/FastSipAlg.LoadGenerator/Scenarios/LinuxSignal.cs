// SPDX-License-Identifier: MIT

using System.Runtime.InteropServices;

namespace FastSipAlg.LoadGenerator.Scenarios;

/// <summary>Signals to other processes, which .NET has no word for.</summary>
internal static class LinuxSignal
{
    /// <summary>0 when it was sent.</summary>
    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Send(int process, int signal);
}
