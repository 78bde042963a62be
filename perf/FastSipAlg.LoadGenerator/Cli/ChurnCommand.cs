// SPDX-License-Identifier: MIT

using System.CommandLine;
using FastSipAlg.LoadGenerator.Scenarios;

namespace FastSipAlg.LoadGenerator.Cli;

/// <summary><c>churn</c>: connections that come and go, most of them badly.</summary>
internal static class ChurnCommand
{
    public static Command Create()
    {
        var rate = new Option<double>("--rate") { Description = "connections a second", DefaultValueFactory = _ => 20 };
        var hold = new Option<double>("--hold") { Description = "seconds that those stay, at the most, who say or read nothing", DefaultValueFactory = _ => 30 };
        var command = new Command("churn", "Connections that are silent, break off, reset, refuse the certificate or do not read; one in eight does nothing wrong.") { rate, hold };
        var target = new TargetOptions();
        target.AddTo(command);
        command.SetAction((parsed, stop) => target.RunAsync(parsed, options => new ChurnScenario(
            options, parsed.GetValue(rate), TimeSpan.FromSeconds(parsed.GetValue(hold))).RunAsync(stop)));
        return command;
    }
}
