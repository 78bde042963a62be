// SPDX-License-Identifier: MIT

using System.CommandLine;
using System.Net;
using System.Text.Json;
using FastSipAlg.Hosting;
using FastSipAlg.Remote;
using Spectre.Console;

namespace FastSipAlg.Cli;

/// <summary><c>fastsipalg status | flows | drain | reload</c>: talk to a relay that runs.</summary>
internal static class RemoteCommands
{
    private static readonly string[] Filters = ["listener", "state", "phone", "server", "limit", "after"];
    private static readonly TimeSpan DrainLook = TimeSpan.FromSeconds(1);

    public static Command Status()
    {
        var place = new Place();
        var command = new Command("status", "Tell how a running relay does; exit code 1 when it is not ready.");
        return place.AddTo(command, async (client, _, cancellationToken) =>
        {
            var answer = await client.AskAsync(HttpMethod.Get, "/api/v1/status", cancellationToken);
            if (!answer.IsOk)
            {
                return Refuse("status", answer);
            }

            ManagementView.WriteStatus(AnsiConsole.Console, answer.Body);
            return answer.Body.GetProperty("status").GetString() == "ready" ? ExitCode.Ok : ExitCode.SaysNo;
        });
    }

    public static Command Flows()
    {
        var place = new Place();
        var filters = Filters.Select(name => new Option<string?>("--" + name) { Description = $"As `{name}` of /api/v1/flows." }).ToArray();
        var close = new Option<string?>("--close") { Description = "Close the flow of this id instead.", HelpName = "ID" };
        var command = new Command("flows", "List the flows of a running relay, or close one.") { close };
        foreach (var filter in filters)
        {
            command.Add(filter);
        }

        return place.AddTo(command, async (client, result, cancellationToken) =>
        {
            if (result.GetValue(close) is { } id)
            {
                var closed = await client.AskAsync(HttpMethod.Delete, "/api/v1/flows/" + Uri.EscapeDataString(id), cancellationToken);
                return closed.IsOk ? ExitCode.Ok : Refuse("flows", closed);
            }

            var query = filters.Where(filter => result.GetValue(filter) is not null).Select(filter => $"{filter.Name[2..]}={Uri.EscapeDataString(result.GetValue(filter)!)}");
            var answer = await client.AskAsync(HttpMethod.Get, "/api/v1/flows?" + string.Join('&', query), cancellationToken);
            if (!answer.IsOk)
            {
                return Refuse("flows", answer);
            }

            ManagementView.WriteFlows(AnsiConsole.Console, answer.Body);
            return ExitCode.Ok;
        });
    }

    public static Command Drain()
    {
        var place = new Place();
        var wait = new Option<bool>("--wait") { Description = "Return when no flow is left." };
        var command = new Command("drain", "Let a running relay take no new flows and close those that it has; the process stays.") { wait };
        return place.AddTo(command, async (client, result, cancellationToken) =>
        {
            var answer = await client.AskAsync(HttpMethod.Post, "/api/v1/drain", cancellationToken);
            while (answer.IsOk)
            {
                Console.Out.WriteLine(ManagementView.DrainLine(answer.Body));
                if (!result.GetValue(wait) || answer.Body.GetProperty("stage").GetString() == "done")
                {
                    return ExitCode.Ok;
                }

                await Task.Delay(DrainLook, TimeProvider.System, cancellationToken);
                answer = await client.AskAsync(HttpMethod.Get, "/api/v1/drain", cancellationToken);
            }

            return Refuse("drain", answer);
        });
    }

    public static Command Reload()
    {
        var place = new Place();
        var command = new Command("reload", "Let a running relay read its configuration and certificates anew.");
        return place.AddTo(command, async (client, _, cancellationToken) =>
        {
            var answer = await client.AskAsync(HttpMethod.Post, "/api/v1/reload", cancellationToken);
            if (!answer.IsOk)
            {
                return Refuse("reload", answer);
            }

            Console.Out.WriteLine("changed: " + List(answer.Body, "changes"));
            if (answer.Body.GetProperty("needingRestart").GetArrayLength() > 0)
            {
                Console.Out.WriteLine("a restart is needed for: " + List(answer.Body, "needingRestart"));
            }

            return ExitCode.Ok;
        });
    }

    private static string List(JsonElement body, string name) =>
        string.Join(", ", body.GetProperty(name).EnumerateArray().Select(element => element.GetString())) is { Length: > 0 } list ? list : "nothing";

    private static int Refuse(string command, ManagementAnswer answer)
    {
        Console.Error.WriteLine($"{command}: {answer.Problem}");
        return answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden ? ExitCode.NotReached : ExitCode.SaysNo;
    }

    /// <summary>Where the endpoint is, the same for all four.</summary>
    private sealed class Place
    {
        private readonly Option<string> _config = ConfigOption.Create();
        private readonly Option<string?> _url = new("--url") { Description = "Where the management endpoint is; default: what the configuration says.", HelpName = "URL" };
        private readonly Option<string?> _token = new("--token-file") { Description = "The token to show; default: what the configuration says.", HelpName = "FILE" };
        private readonly Option<string?> _certificate = new("--client-certificate") { Description = "The certificate to show where client-ca is set: PEM.", HelpName = "FILE" };
        private readonly Option<string?> _key = new("--client-key") { Description = "Its private key; default: in the same file.", HelpName = "FILE" };

        public Command AddTo(Command command, Func<ManagementClient, ParseResult, CancellationToken, Task<int>> run)
        {
            command.Add(_config);
            command.Add(_url);
            command.Add(_token);
            command.Add(_certificate);
            command.Add(_key);
            command.SetAction(async (result, cancellationToken) =>
            {
                using var client = ManagementClient.Open(
                    new ManagementPlace(result.GetValue(_config)!, result.GetValue(_url), result.GetValue(_token), result.GetValue(_certificate), result.GetValue(_key)), out var sentence);
                if (client is null)
                {
                    await Console.Error.WriteLineAsync($"{command.Name}: {sentence}");
                    return ExitCode.NotReached;
                }

                try
                {
                    return await run(client, result, cancellationToken);
                }
                catch (Exception e) when (e is HttpRequestException or JsonException or IOException)
                {
                    await Console.Error.WriteLineAsync($"{command.Name}: the management endpoint does not answer: {client.WhyDistrusted ?? e.Message}");
                    return ExitCode.NotReached;
                }
            });
            return command;
        }
    }
}
