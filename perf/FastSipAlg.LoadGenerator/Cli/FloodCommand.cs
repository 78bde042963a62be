// SPDX-License-Identifier: MIT

using System.CommandLine;
using FastSipAlg.LoadGenerator.Scenarios;

namespace FastSipAlg.LoadGenerator.Cli;

/// <summary><c>flood</c>: silent and garbage connections beside established flows.</summary>
internal static class FloodCommand
{
    public static Command Create()
    {
        var rate = new Option<double>("--rate") { Description = "requests a second over the established flows", DefaultValueFactory = _ => 1000 };
        var maximumRatio = new Option<double>("--max-ratio") { Description = "of p99 in the flood to p99 in calm; 0: not judged", DefaultValueFactory = _ => 2 };
        var rounds = new Option<int>("--rounds") { Description = "intervals of calm and of flood, in turn; their medians are compared", DefaultValueFactory = _ => 3 };
        var command = new Command("flood", "Times established flows in calm and in a flood; nothing may be lost, and they may not be much slower.") { rate, rounds, maximumRatio };
        var noise = new NoiseOptions();
        noise.AddTo(command);
        var target = new TargetOptions();
        target.AddTo(command);
        command.SetAction((parsed, _) => target.RunAsync(parsed, options => new FloodScenario(
            options, noise.Read(parsed), parsed.GetValue(rate), parsed.GetValue(rounds), parsed.GetValue(maximumRatio)).RunAsync()));
        return command;
    }
}
