// SPDX-License-Identifier: MIT

using System.Globalization;
using System.Text.Json;
using FastSipAlg.Relay;
using FastSipAlg.Relay.Flows;
using FastSipAlg.Tracking.Flows;
using Microsoft.AspNetCore.Http;

namespace FastSipAlg.Management.Endpoints;

/// <summary><c>/api/v1/flows</c>: filter, page, look at one, close one.</summary>
internal sealed class FlowEndpoints(RelayServer relay)
{
    private const int DefaultPage = 100;
    private const int LargestPage = 1000;

    private static readonly string[] States = [.. Enum.GetNames<FlowState>()];

    public Task ListAsync(HttpContext http)
    {
        var query = http.Request.Query;
        var limit = DefaultPage;
        if (query.TryGetValue("limit", out var most) && (!int.TryParse(most, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > LargestPage))
        {
            return Wrong(http, $"limit is a number from 1 to {LargestPage}");
        }

        var after = default(FlowId);
        if (query.TryGetValue("after", out var last) && !TryParse(last, out after))
        {
            return Wrong(http, "after is the id of a flow, as `next` of the page before says it");
        }

        var state = (string?)query["state"];
        if (state is not null && !States.Contains(state, StringComparer.OrdinalIgnoreCase))
        {
            return Wrong(http, $"state is one of {string.Join(", ", States)}");
        }

        // Filtered by what costs nothing first; the whole report is made for the page alone, and where a filter needs it.
        var (listener, phone, server) = ((string?)query["listener"], (string?)query["phone"], (string?)query["server"]);
        var found = relay.Flows.Flows
            .Where(pair => pair.Id.Value > after.Value)
            .Where(pair => listener is null || pair.Listener == listener)
            .Where(pair => state is null || pair.State.ToString().Equals(state, StringComparison.OrdinalIgnoreCase))
            .Where(pair => (phone is null && server is null) || IsOf(pair.Report(), phone, server))
            .OrderBy(pair => pair.Id.Value)
            .ToList();
        return Answer.JsonAsync(http, json =>
        {
            json.WriteNumber("total", relay.Flows.Count);
            json.WriteNumber("found", found.Count);
            json.WriteString("next", found.Count > limit ? found[limit - 1].Id.ToString() : null);
            json.WriteStartArray("flows");
            foreach (var pair in found.Take(limit))
            {
                json.WriteStartObject();
                Write(json, pair.Report());
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    public Task ShowAsync(HttpContext http) => Find(http) is { } pair ? Answer.JsonAsync(http, json => Write(json, pair.Report())) : Missing(http);

    public Task CloseAsync(HttpContext http)
    {
        if (Find(http) is not { } pair || !pair.EndByOperator())
        {
            return Missing(http);
        }

        return Answer.JsonAsync(http, json => Write(json, pair.Report()));
    }

    private LegPair? Find(HttpContext http) => TryParse((string?)http.Request.RouteValues["id"], out var id) ? relay.Flows.Find(id) : null;

    private static Task Missing(HttpContext http) => Answer.ProblemAsync(http, StatusCodes.Status404NotFound, "no such flow", "there is no flow of that id, or it is ending already");

    private static Task Wrong(HttpContext http, string detail) => Answer.ProblemAsync(http, StatusCodes.Status400BadRequest, "wrong parameter", detail);

    private static bool TryParse(string? text, out FlowId id)
    {
        var isOne = long.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value);
        id = new FlowId(value);
        return isOne;
    }

    // An address, or an address and its port.
    private static bool IsOf(FlowReport report, string? phone, string? server) =>
        (phone is null || report.Phone.ToString() == phone || report.Phone.Address.ToString() == phone)
        && (server is null || report.Server?.ToString() == server || report.Server?.Address.ToString() == server);

    private static void Write(Utf8JsonWriter json, FlowReport flow)
    {
        json.WriteString("id", flow.Id.ToString());
        json.WriteString("listener", flow.Listener);
        json.WriteString("state", flow.State.ToString());
        json.WriteString("endReason", flow.EndReason == Relay.Diagnostics.FlowEndReason.None ? null : flow.EndReason.ToString());
        json.WriteString("phone", flow.Phone.ToString());
        json.WriteString("server", flow.Server?.ToString());
        json.WriteNumber("ageSeconds", Math.Round(flow.Age.TotalSeconds, 3));
        json.WriteNumber("idleSeconds", Math.Round(flow.Idle.TotalSeconds, 3));
        json.WriteNumber("messagesToServer", flow.MessagesToServer);
        json.WriteNumber("messagesToPhone", flow.MessagesToPhone);
        json.WriteNumber("bytesToServer", flow.OctetsToServer);
        json.WriteNumber("bytesToPhone", flow.OctetsToPhone);
        json.WriteNumber("openRequests", flow.OpenRequests);
        json.WriteNumber("calls", flow.Calls);
        json.WriteString("phoneTls", flow.PhoneTls);
        json.WriteString("serverTls", flow.ServerTls);
    }
}
