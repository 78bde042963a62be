// SPDX-License-Identifier: MIT

using System.CommandLine;
using FastSipAlg.LoadGenerator.Scenarios;

namespace FastSipAlg.LoadGenerator.Cli;

/// <summary><c>reconnect</c>: all phones drop and come back at once.</summary>
internal static class ReconnectCommand
{
    public static Command Create()
    {
        var resume = new Option<bool>("--resume") { Description = "resume TLS sessions; default: every handshake is full" };
        var stay = new EndPointOption("--established-target") { Description = "ADDRESS:PORT of the connections that stay; default: --target" };
        var established = new Option<int>("--established") { Description = "connections that stay and go on talking; 0: none", DefaultValueFactory = _ => 200 };
        var rate = new Option<double>("--rate") { Description = "requests a second over the established ones", DefaultValueFactory = _ => 1000 };
        var command = new Command("reconnect", "Idle phones drop and come back all at once, while established flows are timed.") { resume, stay, established, rate };
        var target = new TargetOptions();
        target.AddTo(command);
        command.SetAction((parsed, _) => target.RunAsync(parsed, options =>
        {
            var staying = options with { EndPoint = parsed.GetValue(stay) ?? options.EndPoint, Connections = parsed.GetValue(established) };
            return new ReconnectScenario(options, parsed.GetValue(resume), staying, parsed.GetValue(rate)).RunAsync();
        }));
        return command;
    }
}
