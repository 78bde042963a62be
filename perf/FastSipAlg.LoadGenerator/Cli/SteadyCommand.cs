// SPDX-License-Identifier: MIT

using System.CommandLine;
using System.Net;
using FastSipAlg.LoadGenerator.Scenarios;

namespace FastSipAlg.LoadGenerator.Cli;

/// <summary><c>steady</c>: requests over standing connections, by rate or by window. SIGTERM ends the measured seconds early.</summary>
internal static class SteadyCommand
{
    public static Command Create()
    {
        var rate = new Option<double?>("--rate") { Description = "open loop: requests a second over all connections" };
        var window = new Option<int?>("--window") { Description = "closed loop: unanswered requests on each connection" };
        var source = new Option<IPAddress?>("--first-source")
        {
            Description = "address that the first connection comes from, each that follows coming from the next one: 127.2.0.1",
            CustomParser = argument => IPAddress.Parse(argument.Tokens[0].Value),
        };
        var command = new Command("steady", "Requests over standing connections: --rate (open loop) or --window (closed loop).") { rate, window, source };
        var target = new TargetOptions();
        target.AddTo(command);
        command.Validators.Add(result =>
        {
            if ((result.GetValue(rate) is null) == (result.GetValue(window) is null))
            {
                result.AddError("Give either --rate or --window.");
            }
        });
        command.SetAction((parsed, stop) => target.RunAsync(parsed, options =>
        {
            var scenario = new SteadyScenario(options with { FirstSource = parsed.GetValue(source) });
            return parsed.GetValue(rate) is { } perSecond ? scenario.RunOpenAsync(perSecond, stop) : scenario.RunClosedAsync(parsed.GetValue(window)!.Value, stop);
        }));
        return command;
    }
}
