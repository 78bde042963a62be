// SPDX-License-Identifier: MIT

using System.CommandLine;
using FastSipAlg.LoadGenerator.Scenarios;

namespace FastSipAlg.LoadGenerator.Cli;

/// <summary><c>swap</c>: certificates change under load.</summary>
internal static class SwapCommand
{
    public static Command Create()
    {
        var file = new Option<string>("--certificate") { Description = "file that the relay reads certificate and key from; it is overwritten", Required = true };
        var swaps = new Option<int>("--swaps") { Description = "how often", DefaultValueFactory = _ => 200 };
        var settled = new Option<int>("--settled") { Description = "swaps after which memory is first read", DefaultValueFactory = _ => 20 };
        var handshakes = new Option<double>("--handshakes") { Description = "new connections a second", DefaultValueFactory = _ => 200 };
        var rate = new Option<double>("--rate") { Description = "requests a second over the established ones", DefaultValueFactory = _ => 500 };
        var command = new Command("swap", "New certificates by SIGHUP, under established flows and handshakes: what is lost, and what memory does.") { file, swaps, settled, handshakes, rate };
        var target = new TargetOptions();
        target.AddTo(command);
        command.SetAction((parsed, _) => target.RunAsync(parsed, options => new SwapScenario(
            options,
            new SwapPlan(parsed.GetValue(file)!, parsed.GetValue(swaps), parsed.GetValue(settled), parsed.GetValue(handshakes), parsed.GetValue(rate))).RunAsync()));
        return command;
    }
}
