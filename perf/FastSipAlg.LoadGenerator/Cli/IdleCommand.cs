// SPDX-License-Identifier: MIT

using System.CommandLine;
using FastSipAlg.LoadGenerator.Scenarios;

namespace FastSipAlg.LoadGenerator.Cli;

/// <summary><c>idle</c>: connections that register once and stand.</summary>
internal static class IdleCommand
{
    public static Command Create()
    {
        var parallel = new Option<int>("--parallel") { Description = "handshakes at once", DefaultValueFactory = _ => 16 };
        var command = new Command("idle", "Connections that send one REGISTER each and then stand: memory and CPU of the relay.") { parallel };
        var target = new TargetOptions();
        target.AddTo(command);
        command.SetAction((parsed, _) => target.RunAsync(parsed, options => new IdleScenario(options, parsed.GetValue(parallel)).RunAsync()));
        return command;
    }
}
