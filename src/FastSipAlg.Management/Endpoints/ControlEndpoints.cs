// SPDX-License-Identifier: MIT

using System.Text.Json;
using FastSipAlg.Management.State;
using FastSipAlg.Relay;
using FastSipAlg.Relay.Flows;
using Microsoft.AspNetCore.Http;

namespace FastSipAlg.Management.Endpoints;

/// <summary>How it goes, and the two things that can be asked for: a reload, and to stop.</summary>
internal sealed class ControlEndpoints(RelayServer relay, IRunningConfiguration configuration, Readiness readiness)
{
    public Task StatusAsync(HttpContext http)
    {
        var parts = readiness.Look();
        return Answer.JsonAsync(http, json =>
        {
            json.WriteString("status", parts.Any(part => part.State == PartState.Failed) ? "not ready" : "ready");
            HealthEndpoints.WriteParts(json, parts);
            json.WriteStartArray("listeners");
            foreach (var (name, endPoint) in relay.Listeners)
            {
                json.WriteStartObject();
                json.WriteString("name", name);
                json.WriteString("address", endPoint.ToString());
                json.WriteNumber("flows", relay.Flows.Flows.Count(pair => pair.Listener == name));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            InventoryEndpoints.WriteServers(json, relay);
            json.WriteNumber("flows", relay.Flows.Count);
            json.WriteStartObject("drain");
            Write(json, relay.Drain);
            json.WriteEndObject();
            if (configuration.LastReload is { } reload)
            {
                json.WriteStartObject("lastReload");
                Write(json, reload);
                json.WriteEndObject();
            }
            else
            {
                json.WriteNull("lastReload");
            }
        });
    }

    public Task DrainStatusAsync(HttpContext http) => Answer.JsonAsync(http, json => Write(json, relay.Drain));

    /// <summary>The same as SIGTERM, and then the process stays: whoever asked can see that it is done. The signal ends it.</summary>
    public Task DrainAsync(HttpContext http)
    {
        _ = relay.DrainAsync(relay.Options.DrainDelay, relay.Options.DrainDeadline);
        return Answer.JsonAsync(http, json => Write(json, relay.Drain), StatusCodes.Status202Accepted);
    }

    public async Task ReloadAsync(HttpContext http)
    {
        var reload = await configuration.ReloadAsync();
        await (reload.IsTaken
            ? Answer.JsonAsync(http, json => Write(json, reload))
            : Answer.ProblemAsync(http, StatusCodes.Status422UnprocessableEntity, "not reloaded", "the configuration in use stays: " + string.Join("; ", reload.Errors), json => Write(json, reload)));
    }

    private static void Write(Utf8JsonWriter json, DrainReport drain)
    {
        json.WriteString("stage", Words.Of(drain.Stage));
        json.WriteNumber("flows", drain.Flows);
        json.WriteNumber("busyFlows", drain.BusyFlows);
        json.WriteNumber("secondsLeft", Math.Round(drain.Left.TotalSeconds, 1));
    }

    private static void Write(Utf8JsonWriter json, ReloadReport reload)
    {
        json.WriteString("at", reload.At.UtcDateTime);
        json.WriteBoolean("isTaken", reload.IsTaken);
        Answer.WriteStrings(json, "errors", reload.Errors);
        Answer.WriteStrings(json, "changes", reload.Changes);
        Answer.WriteStrings(json, "needingRestart", reload.NeedingRestart);
    }
}
