// SPDX-License-Identifier: MIT

using System.CommandLine;
using FastSipAlg.Fuzz.Targets;
using SharpFuzz;

namespace FastSipAlg.Fuzz.Cli;

/// <summary><c>afl</c>: what afl-fuzz starts. It sends the inputs, and reads from shared memory which edges they reached.</summary>
internal static class AflCommand
{
    public static Command Create()
    {
        var target = TargetArgument.Create();
        var command = new Command("afl", "Takes inputs from afl-fuzz, which starts this.") { target };
        command.SetAction(parsed =>
        {
            var instance = FuzzTargets.Create(parsed.GetRequiredValue(target));
            Fuzzer.Run(stream =>
            {
                using var input = new MemoryStream();
                stream.CopyTo(input);
                instance.Run(input.GetBuffer().AsSpan(0, (int)input.Length));
            });
        });
        return command;
    }
}
