// SPDX-License-Identifier: MIT

using System.Globalization;
using FastSipAlg.Simulation.Phones;
using Spectre.Console;

namespace FastSipAlg.Demo;

/// <summary>The running figures: a live table with a progress bar on a terminal, a line a second elsewhere.</summary>
internal static class DemoView
{
    private const int BarWidth = 50;

    public static async Task ShowAsync(PhoneSwarm swarm, DemoLab lab, TimeSpan? duration, TimeSpan interval, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        if (!AnsiConsole.Profile.Capabilities.Interactive)
        {
            await EachIntervalAsync(() => AnsiConsole.WriteLine(Line(swarm.Figures(), lab)));
            return;
        }

        await AnsiConsole.Live(new Text(string.Empty)).StartAsync(live => EachIntervalAsync(() =>
            live.UpdateTarget(Table(swarm.Figures(), lab, TimeProvider.System.GetElapsedTime(started), duration))));

        async Task EachIntervalAsync(Action show)
        {
            while (!cancellationToken.IsCancellationRequested && (duration is null || TimeProvider.System.GetElapsedTime(started) < duration))
            {
                await Task.Delay(interval, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                show();
            }
        }
    }

    public static void HowToJoin(DemoLab lab)
    {
        AnsiConsole.WriteLine("Join with a phone: transport TLS, outbound proxy " + lab.EndPoint + ", domain " + DemoLab.Domain + ", any user, CA " + lab.CaFile);
        AnsiConsole.WriteLine($"Or by hand: openssl s_client -connect {lab.EndPoint} -servername {DemoLab.Domain} -CAfile {lab.CaFile} -crlf -quiet");
        AnsiConsole.WriteLine("Ctrl+C ends the demo.");
    }

    private static string Line(SwarmFigures figures, DemoLab lab) => string.Create(
        CultureInfo.InvariantCulture,
        $"flows {lab.Relay.Flows.Count}  messages/s {figures.MessagesPerSecond:0}  p50 {figures.P50 / 1000.0:0.0} ms  p99 {figures.P99 / 1000.0:0.0} ms  calls {figures.Calls}  failures {figures.Failures}");

    private static Rows Table(SwarmFigures figures, DemoLab lab, TimeSpan elapsed, TimeSpan? duration)
    {
        var table = new Table().AddColumns("flows", "messages/s", "p50", "p99", "calls", "failures");
        table.AddRow(
            lab.Relay.Flows.Count.ToString(CultureInfo.InvariantCulture),
            figures.MessagesPerSecond.ToString("0", CultureInfo.InvariantCulture),
            (figures.P50 / 1000.0).ToString("0.0 ms", CultureInfo.InvariantCulture),
            (figures.P99 / 1000.0).ToString("0.0 ms", CultureInfo.InvariantCulture),
            figures.Calls.ToString(CultureInfo.InvariantCulture),
            figures.Failures.ToString(CultureInfo.InvariantCulture));
        return new Rows(table, Bar(elapsed, duration));
    }

    private static Text Bar(TimeSpan elapsed, TimeSpan? duration)
    {
        if (duration is not { } whole)
        {
            return new Text(string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:0} s"));
        }

        var done = (int)(BarWidth * Math.Min(1, elapsed / whole));
        return new Text(string.Create(
            CultureInfo.InvariantCulture,
            $"{new string('━', done)}{new string('╌', BarWidth - done)} {Math.Min(elapsed.TotalSeconds, whole.TotalSeconds):0}/{whole.TotalSeconds:0} s"));
    }
}
