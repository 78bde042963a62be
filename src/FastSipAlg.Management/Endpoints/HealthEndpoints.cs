// SPDX-License-Identifier: MIT

using System.Text.Json;
using FastSipAlg.Management.State;
using Microsoft.AspNetCore.Http;

namespace FastSipAlg.Management.Endpoints;

/// <summary><c>/livez</c>: should the process be restarted? <c>/readyz</c>: should phones be sent here?</summary>
internal sealed class HealthEndpoints(Readiness readiness)
{
    public Task LiveAsync(HttpContext http) => readiness.IsAlive
        ? Answer.JsonAsync(http, json => json.WriteString("status", "live"))
        : Answer.ProblemAsync(http, StatusCodes.Status503ServiceUnavailable, "not live: heartbeat", "flows have not been looked at for seconds");

    public Task ReadyAsync(HttpContext http)
    {
        var parts = readiness.Look();
        var failed = parts.Where(part => part.State == PartState.Failed).ToList();
        return failed.Count == 0
            ? Answer.JsonAsync(http, json =>
            {
                json.WriteString("status", "ready");
                WriteParts(json, parts);
            })
            : Answer.ProblemAsync(
                http,
                StatusCodes.Status503ServiceUnavailable,
                "not ready: " + string.Join(", ", failed.Select(part => part.Name)),
                string.Join("; ", failed.Select(part => $"{part.Name}: {part.Detail}")),
                json => WriteParts(json, parts));
    }

    public static void WriteParts(Utf8JsonWriter json, IReadOnlyList<ReadinessPart> parts)
    {
        json.WriteStartArray("parts");
        foreach (var part in parts)
        {
            json.WriteStartObject();
            json.WriteString("name", part.Name);
            json.WriteString("status", Words.Of(part.State));
            json.WriteString("detail", part.Detail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
