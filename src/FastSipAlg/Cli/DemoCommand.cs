// SPDX-License-Identifier: MIT

using System.CommandLine;
using FastSipAlg.Demo;

namespace FastSipAlg.Cli;

/// <summary><c>fastsipalg demo</c>: everything in one process, to look at.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var phones = new Option<int>("--phones") { Description = "Phones, one connection each.", DefaultValueFactory = _ => 50 };
        var duration = new Option<int?>("--duration") { Description = "Seconds to run; without it the demo runs until interrupted." };
        RequireAtLeast(phones, 2);
        RequireAtLeast(duration, 1);
        var command = new Command("demo", "The relay, a SIP server and phones in one process, on loopback, with certificates made on the spot.") { phones, duration };
        command.SetAction((result, cancellationToken) =>
            DemoRun.RunAsync(result.GetValue(phones), result.GetValue(duration) is { } seconds ? TimeSpan.FromSeconds(seconds) : null, cancellationToken));
        return command;
    }

    private static void RequireAtLeast<T>(Option<T> option, int least) => option.Validators.Add(result =>
    {
        if (result.GetValue(option) is int value && value < least)
        {
            result.AddError($"{option.Name} takes a number from {least} on.");
        }
    });
}
