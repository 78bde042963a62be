// SPDX-License-Identifier: MIT

using System.CommandLine;
using FastSipAlg.Hosting;
using FastSipAlg.Management;
using FastSipAlg.Relay;
using Microsoft.Extensions.Hosting;

namespace FastSipAlg.Cli;

/// <summary><c>fastsipalg run</c>: the service.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var config = ConfigOption.Create();
        var command = new Command("run", "Relay until SIGTERM or SIGINT.") { config };
        command.SetAction((result, cancellationToken) => RunAsync(result.GetValue(config)!, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string file, CancellationToken cancellationToken)
    {
        var loaded = LoadedRelay.Load(file);
        foreach (var problem in loaded.Problems)
        {
            await Console.Error.WriteLineAsync(problem.ToString());
        }

        if (loaded.HasErrors)
        {
            return ExitCode.ConfigurationError;
        }

        if (loaded.Configuration.Options.SystemSettings.TlsKeyLog is { } keyLog && TlsKeyLog.Begin(keyLog) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return ExitCode.StartFailure;
        }

        using var host = AlgHost.Build(loaded);
        try
        {
            await host.RunAsync(cancellationToken);
            return ExitCode.Ok;
        }
        catch (Exception e) when (e is ListenerBindException or ManagementBindException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCode.StartFailure;
        }
    }
}
