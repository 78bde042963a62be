// SPDX-License-Identifier: MIT

using System.CommandLine;
using FastSipAlg.LoadGenerator.Scenarios;

namespace FastSipAlg.LoadGenerator.Cli;

/// <summary><c>overload</c>: what becomes of answers when there are twice as many requests as the relay can carry.</summary>
internal static class OverloadCommand
{
    public static Command Create()
    {
        var go = new Option<string?>("--go") { Description = "file that is waited for once the connections stand: the caller has taken CPU from the relay" };
        var rate = new Option<double>("--first-rate") { Description = "requests a second, the first of the rising rates", DefaultValueFactory = _ => 1000 };
        var step = new Option<double>("--step") { Description = "from one rate to the next", DefaultValueFactory = _ => 1.25 };
        var stepTime = new Option<double>("--step-time") { Description = "seconds to measure each rate", DefaultValueFactory = _ => 3 };
        var settle = new Option<double>("--settle") { Description = "seconds of twice the peak before it is measured", DefaultValueFactory = _ => 25 };
        var command = new Command("overload", "Twice as many requests as the relay can answer in time, and what it answers then.") { go, rate, step, stepTime, settle };
        var target = new TargetOptions();
        target.AddTo(command);
        command.SetAction((parsed, _) => target.RunAsync(parsed, options => new OverloadScenario(
            options,
            new OverloadPlan(
                parsed.GetValue(go),
                parsed.GetValue(rate),
                parsed.GetValue(step),
                TimeSpan.FromSeconds(parsed.GetValue(stepTime)),
                TimeSpan.FromSeconds(parsed.GetValue(settle)))).RunAsync()));
        return command;
    }
}
