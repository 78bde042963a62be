// SPDX-License-Identifier: MIT

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>A real HAProxy in TCP mode, which prints a line for each connection that ended.</summary>
internal static class HaproxyProcess
{
    /// <summary>Returns when it listens on <paramref name="port"/>. <paramref name="proxies"/> are its frontends and backends.</summary>
    public static Task<StrangerProcess> ServeAsync(string directory, int port, string proxies)
    {
        var file = Path.Combine(directory, $"haproxy-{port}.cfg");
        File.WriteAllText(file, $"""
            global
                log stdout format raw local0
            defaults
                mode tcp
                log global
                timeout connect 5s
                timeout client 60s
                timeout server 60s
            {proxies}

            """);
        return StrangerProcess.Start("haproxy", directory, "-db", "-f", file).ListeningAsync(port);
    }
}
