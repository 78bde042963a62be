// SPDX-License-Identifier: MIT

using System.CommandLine;
using System.Globalization;
using FastSipAlg.Fuzz.Driving;
using FastSipAlg.Fuzz.Targets;

namespace FastSipAlg.Fuzz.Cli;

/// <summary><c>seeds</c>: a target's first inputs as files, for a driver that is not ours.</summary>
internal static class SeedsCommand
{
    public static Command Create()
    {
        var target = TargetArgument.Create();
        var directory = new Argument<DirectoryInfo>("directory");
        var command = new Command("seeds", "Writes a target's first inputs into a directory.") { target, directory };
        command.SetAction(parsed =>
        {
            var folder = parsed.GetRequiredValue(directory);
            folder.Create();
            var number = 0;
            foreach (var seed in Seeds.Of(FuzzTargets.Create(parsed.GetRequiredValue(target))).Where(seed => seed.Length > 0))
            {
                File.WriteAllBytes(Path.Combine(folder.FullName, number++.ToString("d4", CultureInfo.InvariantCulture)), seed);
            }
        });
        return command;
    }
}
