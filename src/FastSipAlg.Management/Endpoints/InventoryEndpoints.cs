// SPDX-License-Identifier: MIT

using System.Globalization;
using FastSipAlg.Configuration;
using FastSipAlg.Inspection.Reports;
using FastSipAlg.Management.State;
using FastSipAlg.Relay;
using Microsoft.AspNetCore.Http;

namespace FastSipAlg.Management.Endpoints;

/// <summary>What the relay works with and what it saw: SIP servers, certificates, violations, configuration.</summary>
internal sealed class InventoryEndpoints(RelayServer relay, IRunningConfiguration configuration, ViolationHistory violations, TimeProvider time)
{
    public Task ServersAsync(HttpContext http)
    {
        var options = relay.Options;
        var legs = relay.Flows.Flows.Select(pair => pair.Report()).Where(flow => flow.Server is not null).GroupBy(flow => flow.Listener).ToDictionary(group => group.Key, group => group.Count());
        return Answer.JsonAsync(http, json =>
        {
            json.WriteStartArray("servers");
            foreach (var server in options.SipServers.Values)
            {
                var listeners = options.Listeners.Values.Where(listener => listener.Server == server.Name).Select(listener => listener.Name).ToList();
                json.WriteStartObject();
                json.WriteString("name", server.Name);
                Answer.WriteStrings(json, "addresses", server.Addresses);
                json.WriteNumber("port", options.PortOf(server));
                json.WriteString("serverName", server.ServerName ?? server.Addresses.FirstOrDefault());
                json.WriteNumber("connectTimeoutSeconds", server.ConnectTimeout);
                Answer.WriteStrings(json, "listeners", listeners);
                json.WriteNumber("legs", listeners.Sum(listener => legs.GetValueOrDefault(listener)));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

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
}
