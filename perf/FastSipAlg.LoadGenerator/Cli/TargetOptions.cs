// SPDX-License-Identifier: MIT

using System.CommandLine;
using FastSipAlg.LoadGenerator.Measuring;
using FastSipAlg.LoadGenerator.Messages;
using FastSipAlg.LoadGenerator.Scenarios;

namespace FastSipAlg.LoadGenerator.Cli;

/// <summary>The command-line options that every scenario has, and what becomes of its result.</summary>
internal sealed class TargetOptions
{
    private readonly EndPointOption _target = new("--target")
    {
        Description = "ADDRESS:PORT of the relay (or of the stub, for a run without one)",
        Required = true,
    };

    private readonly Option<string> _serverName = new("--server-name") { Description = "SNI", DefaultValueFactory = _ => "sip.perf.test" };

    private readonly Option<string> _relay = new("--relay") { Description = "the relay's name in the result", DefaultValueFactory = _ => "relay" };

    private readonly Option<string?> _scenario = new("--scenario") { Description = "the scenario's name in the result; default: the command's" };

    private readonly Option<int?> _relayProcess = new("--relay-pid") { Description = "process whose CPU and memory are measured, with its descendants" };

    private readonly Option<int> _connections = new("--connections") { Description = "connections", DefaultValueFactory = _ => 200 };

    private readonly Option<double> _warmUp = new("--warm-up") { Description = "seconds before measuring", DefaultValueFactory = _ => 2 };

    private readonly Option<double> _duration = new("--duration") { Description = "seconds to measure", DefaultValueFactory = _ => 5 };

    private readonly Option<MessageKind> _messages = new("--messages") { Description = "register, invite, mixed or dialogs", DefaultValueFactory = _ => MessageKind.Register };

    private readonly Option<bool> _verify = new("--verify") { Description = "against a stub with --mirror: every octet of requests and responses is compared" };

    private readonly Option<int> _threads = new("--threads") { Description = "threads that read responses", DefaultValueFactory = _ => 1 };

    private readonly Option<string?> _output = new("--output") { Description = "file that the result is appended to, besides standard output" };

    public void AddTo(Command command)
    {
        Option[] options =
        [
            _target, _serverName, _relay, _scenario, _relayProcess, _connections, _warmUp, _duration, _messages, _verify, _threads, _output,
        ];
        foreach (var option in options)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Runs the scenario and writes its result. Exit code 0, 1 when something was lost or wrong, 2 when it could not be run.</summary>
    public async Task<int> RunAsync(ParseResult parsed, Func<ScenarioOptions, Task<LoadResult>> run)
    {
        SocketEngine.Configure(parsed.GetValue(_threads));
        try
        {
            var result = await run(Read(parsed));
            Console.WriteLine(result);
            if (parsed.GetValue(_output) is { } file)
            {
                await File.AppendAllTextAsync(file, result + "\n");
            }

            return result.Errors == 0 && result.Lost == 0 ? 0 : 1;
        }
        catch (LoadException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 2;
        }
    }

    private ScenarioOptions Read(ParseResult parsed) => new()
    {
        EndPoint = parsed.GetValue(_target)!,
        ServerName = parsed.GetValue(_serverName)!,
        Relay = parsed.GetValue(_relay)!,
        Scenario = parsed.GetValue(_scenario) ?? parsed.CommandResult.Command.Name,
        Connections = parsed.GetValue(_connections),
        Messages = parsed.GetValue(_messages),
        Verify = parsed.GetValue(_verify),
        WarmUp = TimeSpan.FromSeconds(parsed.GetValue(_warmUp)),
        Duration = TimeSpan.FromSeconds(parsed.GetValue(_duration)),
        RelayProcess = parsed.GetValue(_relayProcess),
    };
}
