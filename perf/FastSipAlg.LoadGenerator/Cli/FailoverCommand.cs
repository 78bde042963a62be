// SPDX-License-Identifier: MIT

using System.CommandLine;
using FastSipAlg.LoadGenerator.Scenarios;

namespace FastSipAlg.LoadGenerator.Cli;

/// <summary><c>failover</c>: one of the SIP servers dies under load.</summary>
internal static class FailoverCommand
{
    public static Command Create()
    {
        var victim = new Option<int>("--victim-pid") { Description = "process of a SIP server, to be killed", Required = true };
        var handshakes = new Option<double>("--handshakes") { Description = "new connections a second", DefaultValueFactory = _ => 50 };
        var deadline = new Option<double>("--deadline") { Description = "seconds in which a new connection must have its answer: the relay's connect-timeout", DefaultValueFactory = _ => 10 };
        var command = new Command("failover", "Kills a SIP server behind the relay; every connection begun afterwards must be answered in time.") { victim, handshakes, deadline };
        var target = new TargetOptions();
        target.AddTo(command);
        command.SetAction((parsed, _) => target.RunAsync(parsed, options => new FailoverScenario(
            options, parsed.GetValue(victim), parsed.GetValue(handshakes), TimeSpan.FromSeconds(parsed.GetValue(deadline))).RunAsync()));
        return command;
    }
}
