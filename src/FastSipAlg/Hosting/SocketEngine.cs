// SPDX-License-Identifier: MIT

namespace FastSipAlg.Hosting;

/// <summary>
/// How the runtime's own socket engine is to run, which accepts connections and carries the demo's phones; the relay's legs have threads of their own. The runtime reads this from the
/// environment when the first socket is made.
/// </summary>
internal static class SocketEngine
{
    /// <summary>
    /// Continuations run on the engine's threads, as many as cores, instead of hopping to the thread pool: that hop costs more than a message.
    /// What the operator set in the environment stands.
    /// </summary>
    public static void Configure()
    {
        SetDefault("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
        SetDefault("DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT", Environment.ProcessorCount.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private static void SetDefault(string name, string value)
    {
        if (Environment.GetEnvironmentVariable(name) is null)
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }
}
