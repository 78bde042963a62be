// SPDX-License-Identifier: MIT

using System.CommandLine;
using FastSipAlg.LoadGenerator.Scenarios;

namespace FastSipAlg.LoadGenerator.Cli;

/// <summary><c>storm</c>: new connections as fast as they come.</summary>
internal static class StormCommand
{
    public static Command Create()
    {
        var resume = new Option<bool>("--resume") { Description = "resume TLS sessions; default: every handshake is full" };
        var parallel = new Option<int>("--parallel") { Description = "connections at once", DefaultValueFactory = _ => 16 };
        var command = new Command("storm", "New connections: handshake, one REGISTER, close, again.") { resume, parallel };
        var target = new TargetOptions();
        target.AddTo(command);
        command.SetAction((parsed, _) => target.RunAsync(
            parsed, options => new StormScenario(options, parsed.GetValue(resume), parsed.GetValue(parallel)).RunAsync()));
        return command;
    }
}
