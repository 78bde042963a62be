// SPDX-License-Identifier: MIT

using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Authentication;
using FastSipAlg.LoadGenerator.Connections;
using FastSipAlg.LoadGenerator.Measuring;
using FastSipAlg.LoadGenerator.Messages;
using FastSipAlg.Simulation.Measuring;

namespace FastSipAlg.LoadGenerator.Scenarios;

/// <summary>Requests over standing connections: at a total rate (open loop), or with a window on each connection (closed loop).</summary>
internal sealed class SteadyScenario(ScenarioOptions options)
{
    /// <summary>Said on standard error when the measured interval begins.</summary>
    public const string Measuring = "measuring";

    private const int ParallelHandshakes = 8;
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(10);
    private readonly LatencyHistogram _latencies = new();
    private readonly ProcessTree? _relay = options.RelayProcess is { } id ? new ProcessTree(id) : null;

    /// <summary>
    /// Open loop; <paramref name="rate"/> in requests a second over all connections. <paramref name="stop"/> ends the measured interval early, and
    /// what was measured until then stands.
    /// </summary>
    public async Task<LoadResult> RunOpenAsync(double rate, CancellationToken stop = default)
    {
        var connections = await ConnectAsync((stream, templates) => new OpenLoopConnection(stream, templates, _latencies, options.Verify));
        var start = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 10);
        var (from, until) = Interval(start);
        Array.ForEach(connections, connection => _ = connection.RunAsync());
        var pacing = Pacer.RunAsync(start, until, rate, (due, index) => connections[(int)(index % connections.Length)].Schedule(due), stop);
        var (first, last) = await MeasureAsync(connections, from, until, stop);
        await pacing;
        await DrainAsync(connections, connection => connection.SendDue());
        var result = first.Until(last, Result(connections), _relay) with { OfferedRate = rate };
        return await FinishAsync(connections, result, connections.Sum(connection => connection.Dropped));
    }

    /// <summary>Closed loop: <paramref name="window"/> requests unanswered on each connection.</summary>
    public async Task<LoadResult> RunClosedAsync(int window, CancellationToken stop = default)
    {
        var connections = await ConnectAsync((stream, templates) => new ClosedLoopConnection(stream, templates, window, _latencies, options.Verify));
        var (from, until) = Interval(Stopwatch.GetTimestamp());
        Array.ForEach(connections, connection => _ = connection.RunAsync());
        var (first, last) = await MeasureAsync(connections, from, until, stop);
        await DrainAsync(connections, connection => connection.Stop());
        return await FinishAsync(connections, first.Until(last, Result(connections), _relay) with { Window = window });
    }

    private static int Errors(LoadConnection[] connections) =>
        connections.Sum(connection => connection.Errors + (connection.IsEnded ? 1 : 0));

    private static async Task DelayUntilAsync(long timestamp, CancellationToken stop)
    {
        var wait = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), timestamp);
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task DrainAsync<T>(T[] connections, Action<T> each)
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

    private (long From, long Until) Interval(long start)
    {
        var from = start + (long)(options.WarmUp.TotalSeconds * Stopwatch.Frequency);
        var until = from + (long)(options.Duration.TotalSeconds * Stopwatch.Frequency);
        (LoadConnection.MeasureFrom, LoadConnection.MeasureUntil) = (from, until);
        return (from, until);
    }

    // Each phone registers as it comes, so that a relay that opens its server leg with the first message has opened it, like those that open it at once.
    private async Task<T[]> ConnectAsync<T>(Func<System.Net.Security.SslStream, RequestTemplate[], T> create)
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

        // A load on fewer connections than asked for is another load.
        var missing = connections.Count(connection => connection is null);
        if (missing > 0)
        {
            throw new LoadException($"{missing} of {connections.Length} connections to {options.EndPoint} could not be opened.");
        }

        return [.. connections.OfType<T>()];
    }

    private async Task<(Sample First, Sample Last)> MeasureAsync(LoadConnection[] connections, long from, long until, CancellationToken stop)
    {
        await DelayUntilAsync(from, stop);
        Console.Error.WriteLine(Measuring);
        var first = Take(connections);
        await DelayUntilAsync(until, stop);
        LoadConnection.MeasureUntil = Math.Min(until, Stopwatch.GetTimestamp());
        return (first, Take(connections));
    }

    private Sample Take(LoadConnection[] connections) =>
        Sample.Take(connections.Sum(connection => (long)connection.Sent), connections.Sum(connection => (long)connection.Received), _relay);

    private LoadResult Result(LoadConnection[] connections) =>
        new() { Relay = options.Relay, Scenario = options.Scenario, Connections = connections.Length };

    private async Task<LoadResult> FinishAsync(LoadConnection[] connections, LoadResult result, int dropped = 0)
    {
        result = result with
        {
            Errors = dropped + Errors(connections),
            Edited = connections.Sum(connection => (long)connection.Edited),
            Lost = connections.Sum(connection => (long)connection.Sent - connection.Received),
        };
        await Task.WhenAll(connections.Select(connection => connection.CloseAsync()));
        return result.WithLatencies(_latencies);
    }
}
