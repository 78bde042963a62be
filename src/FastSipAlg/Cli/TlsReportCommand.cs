// SPDX-License-Identifier: MIT

using System.CommandLine;
using FastSipAlg.Hosting;
using FastSipAlg.TlsReport;
using FastSipAlg.Transport.Certificates;
using Spectre.Console;

namespace FastSipAlg.Cli;

/// <summary><c>fastsipalg tls-report</c>: what will be negotiated, and why not more.</summary>
internal static class TlsReportCommand
{
    public static Command Create()
    {
        var config = ConfigOption.Create();
        var command = new Command("tls-report", "Tell for each listener, and for its SIP server, what TLS will negotiate, and why not more.") { config };
        command.SetAction(result => Report(result.GetValue(config)!));
        return command;
    }

    private static int Report(string file)
    {
        var loaded = LoadedRelay.Load(file);
        foreach (var problem in loaded.Problems)
        {
            Console.Error.WriteLine(problem);
        }

        if (loaded.HasErrors)
        {
            return ExitCode.ConfigurationError;
        }

        var options = loaded.Configuration.Options;
        var certificates = CertificateFacts.Read(options, TimeProvider.System, out _);
        TlsReportView.Write(AnsiConsole.Console, options.Listeners.Values.Select(listener => ListenerTls.Of(options, listener, certificates)));
        return ExitCode.Ok;
    }
}
