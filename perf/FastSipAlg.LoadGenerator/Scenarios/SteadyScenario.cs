// SPDX-License-Identifier: MIT

using System.Diagnostics;
using FastSipAlg.LoadGenerator.Connections;
using FastSipAlg.LoadGenerator.Measuring;
using FastSipAlg.Simulation.Measuring;

namespace FastSipAlg.LoadGenerator.Scenarios;

/// <summary>Requests over standing connections: at a total rate (open loop), or with a window on each connection (closed loop).</summary>
internal sealed class SteadyScenario(ScenarioOptions options)
{
    /// <summary>Said on standard error when the measured interval begins.</summary>
    public const string Measuring = "measuring";

    private readonly LatencyHistogram _latencies = new();
    private readonly ProcessTree? _relay = options.RelayProcess is { } id ? new ProcessTree(id) : null;

    /// <summary>
    /// Open loop; <paramref name="rate"/> in requests a second over all connections. <paramref name="stop"/> ends the measured interval early, and
    /// what was measured until then stands.
    /// </summary>
    public async Task<LoadResult> RunOpenAsync(double rate, CancellationToken stop = default)
    {
        var connections = await StandingConnections.OpenAsync(options, (stream, templates) => new OpenLoopConnection(stream, templates, _latencies, options.Verify));
        var start = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 10);
        var (from, until) = Interval(start);
        Array.ForEach(connections, connection => _ = connection.RunAsync());
        var pacing = Pacer.RunAsync(start, until, rate, (due, index) => connections[(int)(index % connections.Length)].Schedule(due), stop);
        var (first, last) = await MeasureAsync(connections, from, until, stop);
        await pacing;
        await StandingConnections.DrainAsync(connections, connection => connection.SendDue());
        var result = first.Until(last, Result(connections), _relay) with { OfferedRate = rate };
        return await FinishAsync(connections, result, connections.Sum(connection => connection.Dropped));
    }

    /// <summary>Closed loop: <paramref name="window"/> requests unanswered on each connection.</summary>
    public async Task<LoadResult> RunClosedAsync(int window, CancellationToken stop = default)
    {
        var connections = await StandingConnections.OpenAsync(options, (stream, templates) => new ClosedLoopConnection(stream, templates, window, _latencies, options.Verify));
        var (from, until) = Interval(Stopwatch.GetTimestamp());
        Array.ForEach(connections, connection => _ = connection.RunAsync());
        var (first, last) = await MeasureAsync(connections, from, until, stop);
        await StandingConnections.DrainAsync(connections, connection => connection.Stop());
        return await FinishAsync(connections, first.Until(last, Result(connections), _relay) with { Window = window });
    }

    private static int Errors(LoadConnection[] connections) =>
        connections.Sum(connection => connection.Errors + connection.Unavailable + (connection.IsEnded ? 1 : 0));

    private static async Task DelayUntilAsync(long timestamp, CancellationToken stop)
    {
        var wait = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), timestamp);
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private (long From, long Until) Interval(long start)
    {
        var from = start + (long)(options.WarmUp.TotalSeconds * Stopwatch.Frequency);
        var until = from + (long)(options.Duration.TotalSeconds * Stopwatch.Frequency);
        (LoadConnection.MeasureFrom, LoadConnection.MeasureUntil) = (from, until);
        return (from, until);
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
            Unavailable = connections.Sum(connection => (long)connection.Unavailable),
            Edited = connections.Sum(connection => (long)connection.Edited),
            Lost = connections.Sum(connection => (long)connection.Sent - connection.Received),
        };
        await Task.WhenAll(connections.Select(connection => connection.CloseAsync()));
        return result.WithLatencies(_latencies);
    }
}
