// SPDX-License-Identifier: MIT

namespace FastSipAlg.Hosting;

/// <summary>
/// Has the TLS library write its keys (SSLKEYLOGFILE, draft-ietf-tls-keylogfile). The runtime asks once, when the first TLS context is made, for a switch and for an environment variable;
/// without <c>tls-key-log</c> the switch is off, so the variable alone does nothing.
/// </summary>
internal static class TlsKeyLog
{
    private const string Switch = "System.Net.EnableSslKeyLogging";
    private const string Variable = "SSLKEYLOGFILE";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Before anything speaks TLS. The file is there afterwards, for its owner alone: the runtime would make it readable by all. null, or why it cannot be.</summary>
    public static string? Begin(string path)
    {
        try
        {
            using (File.Open(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite, UnixCreateMode = OwnerOnly }))
            {
                File.SetUnixFileMode(path, OwnerOnly);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"tls-key-log: {path} cannot be written: {e.Message}";
        }

        AppContext.SetSwitch(Switch, true);
        Environment.SetEnvironmentVariable(Variable, path);
        return null;
    }
}
