// SPDX-License-Identifier: MIT

using System.Globalization;
using System.Text.Json;
using FastSipAlg.Configuration;
using FastSipAlg.Inspection.Reports;
using FastSipAlg.Management.State;
using FastSipAlg.Relay;
using FastSipAlg.Transport.Servers;
using Microsoft.AspNetCore.Http;

namespace FastSipAlg.Management.Endpoints;

/// <summary>What the relay works with and what it saw: SIP servers, certificates, violations, configuration.</summary>
internal sealed class InventoryEndpoints(RelayServer relay, IRunningConfiguration configuration, ViolationHistory violations, TimeProvider time)
{
    public static void WriteServers(Utf8JsonWriter json, RelayServer relay)
    {
        var (options, targets) = (relay.Options, relay.Servers.ToLookup(target => target.Server));
        json.WriteStartArray("servers");
        foreach (var server in options.SipServers.Values)
        {
            json.WriteStartObject();
            json.WriteString("name", server.Name);
            Answer.WriteStrings(json, "addresses", server.Addresses);
            Answer.WriteStrings(json, "listeners", options.Listeners.Values.Where(listener => listener.Server == server.Name).Select(listener => listener.Name));
            json.WriteStartArray("targets");
            foreach (var target in targets[server.Name])
            {
                json.WriteStartObject();
                Write(json, target);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public Task ServersAsync(HttpContext http) => Answer.JsonAsync(http, json => WriteServers(json, relay));

    public Task CertificatesAsync(HttpContext http)
    {
        var (options, now) = (relay.Options, time.GetUtcNow());
        return Answer.JsonAsync(http, json =>
        {
            json.WriteStartArray("certificates");
            foreach (var local in relay.Certificates.Locals)
            {
                json.WriteStartObject();
                json.WriteString("name", local.Name);
                json.WriteString("subject", local.Leaf.Subject);
                json.WriteString("issuer", local.Leaf.Issuer);
                json.WriteString("serialNumber", local.Leaf.SerialNumber);
                json.WriteString("sha256", Convert.ToHexString(local.Leaf.GetCertHash(System.Security.Cryptography.HashAlgorithmName.SHA256)));
                json.WriteString("notBefore", local.Leaf.NotBefore.ToUniversalTime());
                json.WriteString("notAfter", local.NotAfter.UtcDateTime);
                json.WriteNumber("secondsLeft", Math.Round((local.NotAfter - now).TotalSeconds));
                Answer.WriteStrings(json, "profiles", options.VoipProfiles.Values.Where(profile => profile.LocalCertificates.Contains(local.Name)).Select(profile => profile.Name));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    public Task ViolationsAsync(HttpContext http)
    {
        var limit = 100;
        if (http.Request.Query.TryGetValue("limit", out var most)
            && (!int.TryParse(most, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > ViolationHistory.Capacity))
        {
            return Answer.ProblemAsync(http, StatusCodes.Status400BadRequest, "wrong parameter", $"limit is a number from 1 to {ViolationHistory.Capacity}");
        }

        return Answer.JsonAsync(http, json =>
        {
            json.WriteNumber("total", violations.Count);
            json.WriteStartArray("violations");
            foreach (var line in violations.Last(limit))
            {
                json.WriteRawValue(line);
            }

            json.WriteEndArray();
        });
    }

    public Task ConfigurationAsync(HttpContext http) => (string?)http.Request.Query["format"] switch
    {
        null or "json" => Answer.TextAsync(http, "application/json", ConfigWriter.ToJson(configuration.Current, isEffective: true)),
        "conf" => Answer.TextAsync(http, "text/plain; charset=utf-8", ConfigWriter.ToText(configuration.Current, isEffective: true)),
        _ => Answer.ProblemAsync(http, StatusCodes.Status400BadRequest, "wrong parameter", "format is json or conf"),
    };

    private static void Write(Utf8JsonWriter json, ServerSnapshot target)
    {
        json.WriteString("address", target.Address);
        json.WriteString("endPoint", target.EndPoint?.ToString());
        json.WriteString("transport", target.Transport);
        json.WriteString("serverName", target.ServerName);
        json.WriteString("state", Words.Of(target.State));
        json.WriteNumber("priority", target.Priority);
        json.WriteNumber("weight", target.Weight);
        json.WriteNumber("connections", target.Connections);
        json.WriteNumber("attempts", target.Attempts);
        json.WriteNumber("failures", target.Failures);
        json.WriteString("lastFailure", target.LastFailure);
    }
}
