// SPDX-License-Identifier: MIT

namespace FastSipAlg.Configuration;

/// <summary>Which settings of two configurations differ, and which of them a running process cannot take into force.</summary>
public static class ConfigComparison
{
    // The TLS library asks for the key log once; the management endpoint would have to leave its port while it answers; SO_REUSEPORT is set before the port is bound; what is exported is
    // counted from the start.
    private static readonly string[] RestartSettings =
    [
        "system settings tls-key-log", "system management address", "system management port", "system management certificate", "system management client-ca",
        "system telemetry endpoint", "system telemetry protocol", "system telemetry interval", "system telemetry headers-file",
    ];

    /// <summary>Paths of the settings that differ, defaults filled in, in order.</summary>
    public static IReadOnlyList<string> Changes(LoadedConfiguration one, LoadedConfiguration other)
    {
        var (before, after) = (ConfigWriter.Flatten(one), ConfigWriter.Flatten(other));
        return
        [
            .. before.Keys.Union(after.Keys)
                .Where(path => before.GetValueOrDefault(path) != after.GetValueOrDefault(path))
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Those of <see cref="Changes"/> that come into force with the next start.</summary>
    public static IReadOnlyList<string> NeedingRestart(LoadedConfiguration running, LoadedConfiguration now) =>
        [.. Changes(running, now).Where(path => RestartSettings.Contains(path) || IsReusePortOfAKeptListener(path, running, now))];

    private static bool IsReusePortOfAKeptListener(string path, LoadedConfiguration running, LoadedConfiguration now) =>
        path.StartsWith("sip listener ", StringComparison.Ordinal) && path.EndsWith(" reuse-port", StringComparison.Ordinal)
        && path["sip listener ".Length..^" reuse-port".Length] is var name
        && running.Options.Listeners.TryGetValue(name, out var before) && now.Options.Listeners.TryGetValue(name, out var after)
        && before.Address == after.Address && running.Options.PortOf(before) == now.Options.PortOf(after);
}
