// SPDX-License-Identifier: MIT

using System.CommandLine;
using FastSipAlg.LoadGenerator.Scenarios;

namespace FastSipAlg.LoadGenerator.Cli;

/// <summary><c>steady</c>: requests over standing connections, by rate or by window. SIGTERM ends the measured seconds early.</summary>
internal static class SteadyCommand
{
    public static Command Create()
    {
        var rate = new Option<double?>("--rate") { Description = "open loop: requests a second over all connections" };
        var window = new Option<int?>("--window") { Description = "closed loop: unanswered requests on each connection" };
        var command = new Command("steady", "Requests over standing connections: --rate (open loop) or --window (closed loop).") { rate, window };
        var target = new TargetOptions();
        target.AddTo(command);
        command.Validators.Add(result =>
        {
            if ((result.GetValue(rate) is null) == (result.GetValue(window) is null))
            {
                result.AddError("Give either --rate or --window.");
            }
        });
        command.SetAction((parsed, stop) => target.RunAsync(parsed, options => parsed.GetValue(rate) is { } perSecond
            ? new SteadyScenario(options).RunOpenAsync(perSecond, stop)
            : new SteadyScenario(options).RunClosedAsync(parsed.GetValue(window)!.Value, stop)));
        return command;
    }
}
