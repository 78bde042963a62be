// SPDX-License-Identifier: MIT

using System.CommandLine;
using FastSipAlg.Fuzz.Driving;
using FastSipAlg.Fuzz.Targets;

namespace FastSipAlg.Fuzz.Cli;

/// <summary><c>replay</c>: runs a target with files, for instance those of a finding. Exit code 1 when one of them breaks something.</summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        var target = TargetArgument.Create();
        var files = new Argument<FileInfo[]>("files") { Description = "inputs; what ends in .last is a record of an input that ended the process" };
        var command = new Command("replay", "Runs a target with the inputs in files.") { target, files };
        command.SetAction(parsed =>
        {
            var instance = FuzzTargets.Create(parsed.GetRequiredValue(target));
            var broken = 0;
            foreach (var file in parsed.GetRequiredValue(files))
            {
                var input = file.Extension == ".last" ? InputRecord.Read(file.FullName) : File.ReadAllBytes(file.FullName);
                var finding = Finding.Of(instance, input);
                broken += finding is null ? 0 : 1;
                Console.WriteLine($"{file}: {finding?.Detail ?? "nothing is wrong"}");
            }

            return broken == 0 ? 0 : 1;
        });
        return command;
    }
}
