// SPDX-License-Identifier: MIT

namespace FastSipAlg.LoadGenerator.Cli;

/// <summary>
/// Makes socket continuations run on the runtime's own event threads instead of the thread pool: half the CPU a message, so that the generator
/// is not what is measured. Must be called before the process makes its first socket; the runtime reads these once.
/// </summary>
internal static class SocketEngine
{
    public static void Configure(int threads)
    {
        Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
        Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT", threads.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }
}
