// SPDX-License-Identifier: MIT

using System.CommandLine;
using FastSipAlg.Hosting;

namespace FastSipAlg.Cli;

/// <summary><c>fastsipalg check</c>: is this configuration right?</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var config = ConfigOption.Create();
        var command = new Command("check", "Print every problem of a configuration, each with its place and its cure.") { config };
        command.SetAction(result => Check(result.GetValue(config)!));
        return command;
    }

    private static int Check(string file)
    {
        var loaded = LoadedRelay.Load(file);
        foreach (var problem in loaded.Problems)
        {
            Console.Out.WriteLine(problem);
        }

        var errors = loaded.Problems.Count(problem => problem.IsError);
        Console.Out.WriteLine($"{file}: {Count(errors, "error")}, {Count(loaded.Problems.Count - errors, "warning")}");
        return loaded.HasErrors ? ExitCode.ConfigurationError : ExitCode.Ok;
    }

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
