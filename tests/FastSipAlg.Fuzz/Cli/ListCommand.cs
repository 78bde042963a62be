// SPDX-License-Identifier: MIT

using System.CommandLine;
using FastSipAlg.Fuzz.Targets;

namespace FastSipAlg.Fuzz.Cli;

/// <summary><c>list</c>: the targets.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var command = new Command("list", "The names of all targets, one a line.");
        command.SetAction(_ =>
        {
            foreach (var name in FuzzTargets.Names)
            {
                Console.WriteLine(name);
            }
        });
        return command;
    }
}
