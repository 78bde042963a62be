// SPDX-License-Identifier: MIT

using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace FastSipAlg.Remote;

/// <summary>Answers of the management endpoint as tables.</summary>
internal static class ManagementView
{
    public static void WriteStatus(IAnsiConsole console, JsonElement status)
    {
        var parts = Table("part", "status", "detail");
        foreach (var part in status.GetProperty("parts").EnumerateArray())
        {
            parts.AddRow(Cell(part, "name"), Cell(part, "status"), Cell(part, "detail"));
        }

        var listeners = Table("listener", "address", "flows");
        foreach (var listener in status.GetProperty("listeners").EnumerateArray())
        {
            listeners.AddRow(Cell(listener, "name"), Cell(listener, "address"), Cell(listener, "flows"));
        }

        var servers = Table("sip server", "address", "target", "state", "legs", "attempts", "failures", "last failure");
        foreach (var server in status.GetProperty("servers").EnumerateArray())
        {
            foreach (var target in server.GetProperty("targets").EnumerateArray())
            {
                servers.AddRow(
                    Cell(server, "name"),
                    Cell(target, "address"),
                    $"{Cell(target, "transport")} {Cell(target, "endPoint")}",
                    Cell(target, "state"),
                    Cell(target, "connections"),
                    Cell(target, "attempts"),
                    Cell(target, "failures"),
                    Cell(target, "lastFailure"));
            }
        }

        Widen(console);
        console.WriteLine($"{Text(status, "status")}, {Text(status, "flows")} flows");
        console.Write(parts);
        console.Write(listeners);
        console.Write(servers);
    }

    public static void WriteFlows(IAnsiConsole console, JsonElement page)
    {
        Widen(console);
        var table = Table("flow", "listener", "state", "phone", "server", "age", "idle", "messages", "calls");
        foreach (var flow in page.GetProperty("flows").EnumerateArray())
        {
            table.AddRow(
                Cell(flow, "id"),
                Cell(flow, "listener"),
                Cell(flow, "state"),
                Cell(flow, "phone"),
                Cell(flow, "server"),
                Seconds(flow, "ageSeconds"),
                Seconds(flow, "idleSeconds"),
                $"{Cell(flow, "messagesToServer")}/{Cell(flow, "messagesToPhone")}",
                Cell(flow, "calls"));
        }

        console.Write(table);
        console.WriteLine($"{page.GetProperty("flows").GetArrayLength()} of {Text(page, "found")}" + (Text(page, "next") is { Length: > 0 } next ? $", more with --after {next}" : ""));
    }

    public static string DrainLine(JsonElement drain) =>
        $"{Text(drain, "stage")}: {Text(drain, "flows")} flows, {Text(drain, "busyFlows")} of them with a request or a call, {Text(drain, "secondsLeft")} s left";

    // A file or a pipe has no width; cut cells would be of no use to who reads it.
    private static void Widen(IAnsiConsole console) => console.Profile.Width = Console.IsOutputRedirected ? Math.Max(console.Profile.Width, 200) : console.Profile.Width;

    private static Table Table(params string[] columns)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in columns)
        {
            table.AddColumn(column);
        }

        return table;
    }

    private static string Cell(JsonElement element, string name) => Markup.Escape(Text(element, name));

    private static string Seconds(JsonElement element, string name) => element.GetProperty(name).GetDouble().ToString("0.0 s", CultureInfo.InvariantCulture);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).ToString();
}
