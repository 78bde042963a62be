// SPDX-License-Identifier: MIT

using System.Globalization;
using FastSipAlg.Hosting;
using FastSipAlg.Simulation.Phones;
using Spectre.Console;

namespace FastSipAlg.Demo;

/// <summary>The demo from start to end: register, call, show the figures, show one call.</summary>
internal static class DemoRun
{
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(1);

    /// <summary>Runs for <paramref name="duration"/>, or until cancelled when there is none. 0 when calls were made, 2 when none came about.</summary>
    public static async Task<int> RunAsync(int phones, TimeSpan? duration, CancellationToken cancellationToken)
    {
        await using var lab = DemoLab.Start();
        AnsiConsole.MarkupLineInterpolated($"FastSipAlg relays [bold]{lab.EndPoint}[/] (TLS) → SIP server {lab.Server.EndPoint} (TLS), verified as {DemoLab.Domain}");
        await using var swarm = new PhoneSwarm(lab.EndPoint, lab.PhoneTls, new PhoneSwarmOptions { Phones = phones, Domain = DemoLab.Domain });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await swarm.StartAsync(stop.Token);
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Ok;
        }

        AnsiConsole.MarkupLineInterpolated($"{swarm.Totals().Registrations} of {phones} phones are registered");
        if (duration is null)
        {
            DemoView.HowToJoin(lab);
        }

        var calls = swarm.RunAsync(stop.Token);
        await DemoView.ShowAsync(swarm, lab, duration, RefreshInterval, stop.Token);
        await stop.CancelAsync();
        await calls;
        if (swarm.FirstCall is { } call)
        {
            DemoLadder.Show(call, lab.Relay.Flows);
        }

        var totals = swarm.Totals();
        AnsiConsole.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{totals.Registrations} registrations, {totals.Calls} calls, {totals.Failures} failures, round trip p50 {totals.P50 / 1000.0:0.0} ms, p99 {totals.P99 / 1000.0:0.0} ms"));
        return totals.Calls > 0 ? ExitCode.Ok : ExitCode.StartFailure;
    }
}
