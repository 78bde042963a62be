// SPDX-License-Identifier: MIT

namespace FastSipAlg.TestKit;

/// <summary>Finds programs of this machine that tests run against.</summary>
public static class ExternalTool
{
    // Daemons are installed here, and the PATH of an ordinary user leaves it out.
    private static readonly string[] DaemonFolders = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

    /// <summary>The full path of a program, from PATH or where daemons are; null when it is not installed.</summary>
    public static string? Find(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(DaemonFolders)
            .Select(folder => Path.Combine(folder, tool))
            .FirstOrDefault(IsExecutable);

    /// <summary>The reason to skip a test that needs <paramref name="tools"/>; null when all of them are there.</summary>
    internal static string? WhyMissing(IEnumerable<string> tools)
    {
        var missing = tools.Where(tool => Find(tool) is null).ToList();
        return missing.Count == 0 ? null : $"Not installed on this machine: {string.Join(", ", missing)} (tools/install-peers.sh installs it).";
    }

    private static bool IsExecutable(string path) =>
        File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & UnixFileMode.UserExecute) != 0);
}
