// SPDX-License-Identifier: MIT

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>A TCP port of loopback that nobody listens on, until someone does.</summary>
internal static class FreePort
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static int Next()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    /// <summary>Waits until a program listens on it. Looks without connecting: some programs take a connection without a message for a phone.</summary>
    public static async Task WaitUntilTakenAsync(int port)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience; await Task.Delay(50))
        {
            var sockets = (await File.ReadAllLinesAsync("/proc/net/tcp")).Concat(await File.ReadAllLinesAsync("/proc/net/tcp6"));
            if (sockets.Any(socket => socket.Contains($":{port:X4} ", StringComparison.Ordinal) && socket.Contains(":0000 0A ", StringComparison.Ordinal)))
            {
                return;
            }
        }

        Assert.Fail($"nothing listens on port {port}");
    }
}
