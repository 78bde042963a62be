// SPDX-License-Identifier: MIT

using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using FastSipAlg.LoadGenerator.Connections;
using FastSipAlg.LoadGenerator.Measuring;
using FastSipAlg.LoadGenerator.Messages;

namespace FastSipAlg.LoadGenerator.Scenarios;

/// <summary>Connections that register once and then say nothing: what they cost the relay in memory, and in CPU while they stand.</summary>
internal sealed class IdleScenario(ScenarioOptions options, int parallel)
{
    private readonly ProcessTree? _relay = options.RelayProcess is { } id ? new ProcessTree(id) : null;

    public async Task<LoadResult> RunAsync()
    {
        var before = _relay?.PssKibibytes();
        var target = new LoadTarget(options.EndPoint, options.ServerName, resume: false);
        var streams = new SslStream?[options.Connections];
        var failures = 0;
        await Parallel.ForAsync(0, streams.Length, new ParallelOptions { MaxDegreeOfParallelism = parallel }, async (index, token) =>
        {
            try
            {
                var stream = await target.ConnectAsync(token);
                streams[index] = stream;
                if (!await Exchange.RunAsync(stream, new RequestTemplate(RequestText.Register(index), options.Verify), token))
                {
                    Interlocked.Increment(ref failures);
                }
            }
            catch (Exception exception) when (exception is IOException or SocketException or AuthenticationException)
            {
                Interlocked.Increment(ref failures);
            }
        });

        Console.Error.WriteLine($"holding {streams.Length - failures} connections");
        await Task.Delay(options.WarmUp);
        var first = Sample.Take(0, 0, _relay);
        await Task.Delay(options.Duration);
        var last = Sample.Take(0, 0, _relay);
        var after = _relay?.PssKibibytes();
        var result = first.Until(last, new LoadResult { Relay = options.Relay, Scenario = options.Scenario, Connections = streams.Length }, _relay);
        foreach (var stream in streams.OfType<SslStream>())
        {
            await CloseAsync(stream);
        }

        return result with
        {
            MessagesPerSecond = null,
            Errors = failures,
            PssBeforeKibibytes = before,
            PssKibibytes = after,
            PssKibibytesPerConnection = (double?)(after - before) / streams.Length,
        };
    }

    private static async Task CloseAsync(SslStream stream)
    {
        try
        {
            await stream.ShutdownAsync();
        }
        catch (IOException)
        {
            // The relay was first, which is not what is measured here.
        }

        await stream.DisposeAsync();
    }
}
