// SPDX-License-Identifier: MIT

using System.CommandLine;
using FastSipAlg.Configuration;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Configuration.Problems;
using FastSipAlg.Dissect;
using FastSipAlg.Hosting;

namespace FastSipAlg.Cli;

/// <summary><c>fastsipalg dissect</c>: what is in this file, and would the profile pass it?</summary>
internal static class DissectCommand
{
    /// <summary>Ours: hours of one phone's signalling.</summary>
    private const int MaximumLength = 64 * 1024 * 1024;

    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "SIP messages as they were on the wire, one after the other; - reads standard input.", HelpName = "FILE" };
        var profile = new Option<string>("--profile") { Description = "The VoIP profile that judges.", HelpName = "NAME", DefaultValueFactory = _ => "default" };
        var config = new Option<string?>("--config") { Description = "Where the profile is; without it there are default and strict.", HelpName = "FILE" };
        var format = new Option<string>("--format") { Description = "text or json.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        var command = new Command("dissect", "Explain SIP messages line by line, and say what a profile does with them.") { file, profile, config, format };
        command.SetAction(result =>
            Dissect(result.GetValue(file)!, result.GetValue(profile)!, result.GetValue(config), result.GetValue(format) == "json"));
        return command;
    }

    private static int Dissect(string file, string profileName, string? config, bool isJson)
    {
        if (Profile(profileName, config) is not { } profile || Read(file) is not { } octets)
        {
            return ExitCode.NothingToSay;
        }

        var dissected = new FileDissector(profile).Dissect(file == "-" ? "standard input" : file, octets);
        using var stream = new BufferedStream(Console.OpenStandardOutput());
        using var text = new StreamWriter(stream);
        return (isJson ? JsonReport.Write(stream, dissected) : TextReport.Write(text, dissected)) ? ExitCode.Ok : ExitCode.DoesNotPass;
    }

    private static VoipProfileOptions? Profile(string name, string? config)
    {
        var loaded = config is null ? ConfigurationLoader.LoadText("", Environment.CurrentDirectory) : ConfigurationLoader.Load(config);
        foreach (var problem in loaded.Problems.Where(problem => problem.IsError))
        {
            Console.Error.WriteLine(problem);
        }

        if (loaded.HasErrors)
        {
            return null;
        }

        if (!loaded.Options.VoipProfiles.TryGetValue(name, out var profile))
        {
            Console.Error.WriteLine($"There is no VoIP profile `{name}`{NearestWord.Hint(name, loaded.Options.VoipProfiles.Keys)}");
        }

        return profile;
    }

    private static byte[]? Read(string file)
    {
        try
        {
            using var stream = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file);
            using var octets = new MemoryStream();
            var buffer = new byte[81920];
            for (var count = stream.Read(buffer); count > 0; count = stream.Read(buffer))
            {
                octets.Write(buffer, 0, count);
                if (octets.Length > MaximumLength)
                {
                    Console.Error.WriteLine($"{file}: longer than {MaximumLength} octets");
                    return null;
                }
            }

            return octets.ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            Console.Error.WriteLine($"{file}: {(e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : e.Message)}");
            return null;
        }
    }
}
