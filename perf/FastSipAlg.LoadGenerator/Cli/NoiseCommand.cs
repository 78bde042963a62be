// SPDX-License-Identifier: MIT

using System.CommandLine;
using FastSipAlg.LoadGenerator.Scenarios;

namespace FastSipAlg.LoadGenerator.Cli;

/// <summary><c>noise</c>: the silent and garbage connections of <c>flood</c> alone, until SIGTERM.</summary>
internal static class NoiseCommand
{
    public static Command Create()
    {
        var target = new EndPointOption("--target") { Description = "ADDRESS:PORT", Required = true };
        var command = new Command("noise", "Silent and garbage connections alone, until SIGTERM, where a CPU has nothing else to do.") { target };
        var noise = new NoiseOptions();
        noise.AddTo(command);
        command.SetAction(async (parsed, stop) => Console.WriteLine(await new NoiseScenario(parsed.GetValue(target)!, noise.Read(parsed)).RunAsync(stop)));
        return command;
    }
}
