// SPDX-License-Identifier: MIT

using System.Diagnostics;
using System.Globalization;
using FastSipAlg.LoadGenerator.Connections;
using FastSipAlg.LoadGenerator.Measuring;
using FastSipAlg.Simulation.Measuring;

namespace FastSipAlg.LoadGenerator.Scenarios;

/// <summary>How the peak is looked for, and how long twice as much is offered.</summary>
/// <param name="Go">The relay has less CPU from when this file exists; null: there is nothing to wait for.</param>
/// <param name="FirstRate">Requests a second.</param>
/// <param name="Step">From one rate to the next.</param>
/// <param name="StepTime">To measure each.</param>
/// <param name="Settle">Before twice the peak is measured.</param>
internal sealed record OverloadPlan(string? Go, double FirstRate, double Step, TimeSpan StepTime, TimeSpan Settle);

/// <summary>
/// The most answers in time that the relay gives, at rising rates; then twice as many requests as that, with new ones and some inside dialogs. Answers in time must not become fewer, none of those
/// inside dialogs may be refused, and afterwards all must be as before.
/// </summary>
internal sealed class OverloadScenario(ScenarioOptions options, OverloadPlan plan)
{
    /// <summary>Said on standard error when the connections stand and everything is warm.</summary>
    public const string Standing = "standing";

    private const int MaxSteps = 40;
    private const double WarmUpRate = 4000;
    private const double Enough = 0.9;
    private const double GeneratorIsBusy = 0.7;
    private const double MostOfIt = 0.99;
    private static readonly TimeSpan StepSettle = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(4);

    private readonly LatencyHistogram _latencies = new();
    private OpenLoopConnection[] _connections = [];
    private int _failed;

    public async Task<LoadResult> RunAsync()
    {
        _connections = await StandingConnections.OpenAsync(options, (stream, templates) => new OpenLoopConnection(stream, templates, _latencies, options.Verify));
        Array.ForEach(_connections, connection => _ = connection.RunAsync());
        await OfferAsync("warm-up", WarmUpRate, options.WarmUp, TimeSpan.FromSeconds(1), obeys: true);
        await WaitForGoAsync();
        var peak = await FindPeakAsync();
        var over = await OfferAsync("twice the peak", 2 * peak, plan.Settle, options.Duration, obeys: true);
        var deaf = await OfferAsync("twice the peak, deaf phones", 2 * peak, plan.Settle / 2, options.Duration / 2, obeys: false);
        var after = await OfferAsync("half the peak", peak / 2, StepSettle, plan.StepTime, obeys: true);

        Say(over.Goodput >= Enough * peak, $"goodput at 2 x capacity is {over.Goodput:0}/s, {over.Goodput / peak:0.00} of the peak, {peak:0}/s (at least {Enough:0.00}); {over.Unavailable} x 503");
        Say(over.UnavailableInDialog + deaf.UnavailableInDialog == 0, $"{over.UnavailableInDialog + deaf.UnavailableInDialog} requests inside dialogs were refused; in time were {over.InDialogShare:0.000} of them, {deaf.InDialogShare:0.000} with deaf phones");
        Say(over.Lost + deaf.Lost == 0, $"{over.Lost + deaf.Lost} requests were never answered");
        Say(after.Unavailable == 0 && after.Goodput >= MostOfIt * after.Rate, $"afterwards {after.Goodput:0} of {after.Rate:0}/s are answered in time, {after.Unavailable} x 503");
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"for information: with phones that do not obey Retry-After (RFC 3261 §21.5.4) goodput is {deaf.Goodput / peak:0.00} of the peak"));
        await Task.WhenAll(_connections.Select(connection => connection.CloseAsync()));
        return new LoadResult
        {
            Relay = options.Relay,
            Scenario = options.Scenario,
            Connections = _connections.Length,
            Seconds = options.Duration.TotalSeconds,
            Errors = _failed + _connections.Sum(connection => (long)connection.Errors),
            Unavailable = _connections.Sum(connection => (long)connection.Unavailable),
            OfferedRate = 2 * peak,
            PeakGoodput = peak,
            OverloadGoodput = over.Goodput,
            GeneratorLoad = over.GeneratorLoad,
        };
    }

    private async Task WaitForGoAsync()
    {
        await Console.Error.WriteLineAsync(Standing);
        while (plan.Go is not null && !File.Exists(plan.Go))
        {
            await Task.Delay(50);
        }
    }

    // Beyond the peak answers are late or refused, and more requests bring no more of them. Phones that obey would not show it: they go on being silent when they need not.
    private async Task<double> FindPeakAsync()
    {
        var peak = 0.0;
        var rate = plan.FirstRate;
        var isBeyond = false;
        for (var step = 0; step < MaxSteps; step++, rate *= plan.Step)
        {
            var offered = await OfferAsync("looking for the peak", rate, StepSettle, plan.StepTime, obeys: false);
            peak = Math.Max(peak, offered.Goodput);
            var wasBeyond = isBeyond;
            isBeyond = offered.Goodput < Enough * rate;
            if (isBeyond && wasBeyond)
            {
                return peak;
            }

            if (offered.GeneratorLoad > GeneratorIsBusy)
            {
                break;
            }
        }

        throw new LoadException("The load generator's CPU was used up before the relay's: give the relay less.");
    }

    private async Task<Figures> OfferAsync(string what, double rate, TimeSpan settle, TimeSpan duration, bool obeys)
    {
        foreach (var connection in _connections)
        {
            connection.ObeysRetryAfter = obeys;
            connection.ForgetRetryAfter();
        }

        var start = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 10);
        var from = start + (long)(settle.TotalSeconds * Stopwatch.Frequency);
        var until = from + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        (LoadConnection.MeasureFrom, LoadConnection.MeasureUntil) = (from, until);
        var before = Counts.Of(_connections);
        var cpu = Environment.CpuUsage.TotalTime;
        await Pacer.RunAsync(start, until, rate, (due, index) => _connections[(int)(index % _connections.Length)].Schedule(due), CancellationToken.None);
        var generator = (Environment.CpuUsage.TotalTime - cpu) / (settle + duration);
        await StandingConnections.DrainAsync(_connections, connection => connection.SendDue());
        var figures = new Figures(Counts.Of(_connections) - before, rate, duration.TotalSeconds, generator);
        await Console.Error.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {rate:0}/s offered, {figures.Goodput:0}/s in time, {figures.Unavailable} x 503, {figures.Counts.HeldBack} held back, generator {generator * 100:0} %"));
        if (figures.Unavailable > 0)
        {
            // Until nothing is short any more, and the next begins from there.
            await Task.Delay(Calm);
        }

        return figures;
    }

    private void Say(bool isReached, FormattableString what)
    {
        _failed += isReached ? 0 : 1;
        Console.Error.WriteLine((isReached ? "PASS " : "FAIL ") + FormattableString.Invariant(what));
    }

    private sealed record Figures(Counts Counts, double Rate, double Seconds, double GeneratorLoad)
    {
        public double Goodput => Counts.InTime / Seconds;

        public long Unavailable => Counts.Unavailable;

        public long UnavailableInDialog => Counts.UnavailableInDialog;

        public double InDialogShare => Counts.InTimeInDialog / Math.Max(1.0, Counts.DueInDialog);

        public long Lost => Counts.Lost;
    }

    private readonly record struct Counts(long InTime, long InTimeInDialog, long DueInDialog, long Unavailable, long UnavailableInDialog, long HeldBack, long Lost)
    {
        public static Counts Of(OpenLoopConnection[] connections) => new(
            connections.Sum(connection => (long)connection.InTime),
            connections.Sum(connection => (long)connection.InTimeInDialog),
            connections.Sum(connection => (long)connection.DueInDialog),
            connections.Sum(connection => (long)connection.Unavailable),
            connections.Sum(connection => (long)connection.UnavailableInDialog),
            connections.Sum(connection => (long)connection.HeldBack),
            connections.Sum(connection => (long)connection.Dropped + connection.Sent - connection.Received));

        public static Counts operator -(Counts end, Counts start) => new(
            end.InTime - start.InTime,
            end.InTimeInDialog - start.InTimeInDialog,
            end.DueInDialog - start.DueInDialog,
            end.Unavailable - start.Unavailable,
            end.UnavailableInDialog - start.UnavailableInDialog,
            end.HeldBack - start.HeldBack,
            end.Lost - start.Lost);
    }
}
