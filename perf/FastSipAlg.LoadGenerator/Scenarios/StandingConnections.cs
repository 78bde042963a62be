// SPDX-License-Identifier: MIT

using System.Diagnostics;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using FastSipAlg.LoadGenerator.Connections;
using FastSipAlg.LoadGenerator.Messages;

namespace FastSipAlg.LoadGenerator.Scenarios;

/// <summary>Connections that stand while requests go over them.</summary>
internal static class StandingConnections
{
    private const int ParallelHandshakes = 8;
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(10);

    /// <summary>Each phone registers as it comes, so that a relay that opens its server leg with the first message has opened it, like those that open it at once.</summary>
    /// <exception cref="LoadException">One could not be opened: a load on fewer connections than asked for is another load.</exception>
    public static async Task<T[]> OpenAsync<T>(ScenarioOptions options, Func<SslStream, RequestTemplate[], T> create)
        where T : LoadConnection
    {
        var target = new LoadTarget(options.EndPoint, options.ServerName, resume: true);
        var connections = new T?[options.Connections];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = ParallelHandshakes };
        await Parallel.ForAsync(0, connections.Length, parallel, async (index, token) =>
        {
            try
            {
                var stream = await target.ConnectAsync(token, options.SourceOf(index));
                if (await Exchange.RunAsync(stream, new RequestTemplate(RequestText.Register(index), options.Verify), token))
                {
                    connections[index] = create(stream, RequestTemplate.Create(options.Messages, index, options.Verify));
                }
            }
            catch (Exception exception) when (exception is IOException or SocketException or AuthenticationException)
            {
                Console.Error.WriteLine($"connection {index}: {exception.Message}");
            }
        });

        var missing = connections.Count(connection => connection is null);
        if (missing > 0)
        {
            throw new LoadException($"{missing} of {connections.Length} connections to {options.EndPoint} could not be opened.");
        }

        return [.. connections.OfType<T>()];
    }

    /// <summary>Calls <paramref name="each"/> until all is answered, or is not going to be.</summary>
    public static async Task DrainAsync<T>(T[] connections, Action<T> each)
        where T : LoadConnection
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < DrainTime)
        {
            Array.ForEach(connections, each);
            if (connections.All(connection => connection.Received == connection.Sent || connection.IsEnded))
            {
                return;
            }

            await Task.Delay(10);
        }
    }
}
