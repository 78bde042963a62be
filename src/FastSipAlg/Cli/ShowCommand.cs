// SPDX-License-Identifier: MIT

using System.CommandLine;
using FastSipAlg.Configuration;
using FastSipAlg.Hosting;

namespace FastSipAlg.Cli;

/// <summary><c>fastsipalg show</c>: the configuration back, secrets masked.</summary>
internal static class ShowCommand
{
    public static Command Create()
    {
        var config = ConfigOption.Create();
        var effective = new Option<bool>("--effective") { Description = "Fill in every default." };
        var format = new Option<string>("--format") { Description = "conf or json.", DefaultValueFactory = _ => "conf" };
        format.AcceptOnlyFromAmong("conf", "json");
        var command = new Command("show", "Print the configuration back, secrets masked.") { config, effective, format };
        command.SetAction(result => Show(result.GetValue(config)!, result.GetValue(effective), result.GetValue(format) == "json"));
        return command;
    }

    private static int Show(string file, bool isEffective, bool isJson)
    {
        var configuration = ConfigurationLoader.Load(file);
        foreach (var problem in configuration.Problems.Where(problem => problem.IsError))
        {
            Console.Error.WriteLine(problem);
        }

        if (configuration.HasErrors)
        {
            return ExitCode.ConfigurationError;
        }

        Console.Out.WriteLine((isJson ? ConfigWriter.ToJson(configuration, isEffective) : ConfigWriter.ToText(configuration, isEffective)).TrimEnd('\n'));
        return ExitCode.Ok;
    }
}
