// SPDX-License-Identifier: MIT

using System.Globalization;
using FastSipAlg.Configuration.Options;

namespace FastSipAlg.Configuration.Schema;

/// <summary><c>config sip server</c>: ours, where a FortiGate has policies.</summary>
internal static class ServerSchemas
{
    // Every wait of a relay is bounded.
    private const long Hour = 3600;
    private const long Day = 24 * Hour;

    public static readonly BlockSchema Server = new()
    {
        Name = "sip server",
        Help = "The SIP servers that listeners relay to.",
        HasEntries = true,
        EntryNoun = "SIP server",
        MaximumNameLength = 63,
        Open = (root, name) =>
            root.SipServers.TryGetValue(name, out var server) ? server : root.SipServers[name] = new SipServerOptions { Name = name },
        Options =
        [
            Option.Of(OptionKind.HostAndPort, "address", "One or several names or addresses, each with or without :port.").Ours()
                .ToAll<SipServerOptions>((server, words) => server.Addresses.AddRange(words)) with { IsList = true },
            Option.Number("port", 1, 65535, null, "The port of an address that carries none; unset: by SRV, or 5061, or 5060 when only plain TCP is spoken with it.").Ours()
                .To<SipServerOptions>((server, text) => server.Port = Option.Int(text)) with
            {
                DefaultFrom = (root, name) => root.PortOf(root.SipServers[name]).ToString(CultureInfo.InvariantCulture),
            },
            Option.Of(OptionKind.HostName, "server-name", "SNI and the name that is verified; unset: the address as it is written.").Ours()
                .To<SipServerOptions>((server, text) => server.ServerName = text),
            Option.Number("connect-timeout", 1, Hour, "10", "Seconds for name look-up, TCP connect and TLS handshake together, over all targets that are tried.").Ours()
                .To<SipServerOptions>((server, text) => server.ConnectTimeout = Option.Int(text)),
            Option.Choice("send-proxy-protocol", ["off", "v1", "v2"], "off", "Tells the SIP server the phone's address by PROXY protocol, before TLS.").Ours()
                .To<SipServerOptions>((server, text) => server.SendProxyProtocol = Enum.Parse<SendProxyProtocol>(text, ignoreCase: true)),
            Option.Number("retry-after", 1, Hour, "10", "Seconds in the 503 that a phone gets when no target can be had; up to twice as many.").Ours()
                .To<SipServerOptions>((server, text) => server.RetryAfter = Option.Int(text)),
            Option.Choice("resolve", ["address", "srv", "naptr"], "srv", "How names without a port are resolved (RFC 3263): A and AAAA; SRV before them; NAPTR before that.").Ours()
                .To<SipServerOptions>((server, text) => server.Resolve = text switch
                {
                    "address" => NameResolution.Address,
                    "naptr" => NameResolution.Naptr,
                    _ => NameResolution.Srv,
                }),
            Option.Of(OptionKind.HostAndPort, "dns-server", "IP addresses of DNS servers, each with or without :port; unset: the system's.").Ours()
                .ToAll<SipServerOptions>((server, words) => server.DnsServers.AddRange(words)) with { IsList = true },
            Option.Number("dns-ttl-min", 1, Day, "5", "Seconds that a DNS answer is used at least.").Ours()
                .To<SipServerOptions>((server, text) => server.DnsTtlMin = Option.Int(text)),
            Option.Number("dns-ttl-max", 1, Day, "3600", "Seconds that a DNS answer is used at most, unless no newer one can be had.").Ours()
                .To<SipServerOptions>((server, text) => server.DnsTtlMax = Option.Int(text)),
            Option.Choice("balance", ["order", "weight", "source", "call-id"], "order", "Which target a flow gets: the first that works; by weights; the same for the same phone's address, or for the same Call-ID.").Ours()
                .To<SipServerOptions>((server, text) => server.Balance = text switch
                {
                    "weight" => TargetBalance.Weight,
                    "source" => TargetBalance.Source,
                    "call-id" => TargetBalance.CallId,
                    _ => TargetBalance.Order,
                }),
            Option.Number("weights", 1, 65535, null, "One for each address; unset: all the same.").Ours()
                .ToAll<SipServerOptions>((server, words) => server.Weights = [.. words.Select(Option.Int)]) with { IsList = true },
            Option.Number("failure-pause", 0, Hour, "1", "Seconds that a target is avoided which could not be reached, twice as long each time; 0: never.").Ours()
                .To<SipServerOptions>((server, text) => server.FailurePause = Option.Int(text)),
            Option.Number("failure-pause-max", 1, Hour, "60", "Seconds that this grows to.").Ours()
                .To<SipServerOptions>((server, text) => server.FailurePauseMax = Option.Int(text)),
            Option.Number("max-connections", 0, int.MaxValue, "0", "Connections to each target at once; 0: no limit.").Ours()
                .To<SipServerOptions>((server, text) => server.MaxConnections = Option.Int(text)),
            Option.Choice("health-check", ["off", "tls", "options"], "off", "How targets are watched: connect and shake hands; the same, and have an OPTIONS answered.").Ours()
                .To<SipServerOptions>((server, text) => server.HealthCheck = text switch
                {
                    "tls" => HealthCheck.Tls,
                    "options" => HealthCheck.Options,
                    _ => HealthCheck.Off,
                }),
            Option.Number("health-check-interval", 1, Hour, "10", "Seconds from one check of a target to the next.").Ours()
                .To<SipServerOptions>((server, text) => server.HealthCheckInterval = Option.Int(text)),
            Option.Number("health-check-timeout", 1, Hour, "5", "Seconds for all of a check.").Ours()
                .To<SipServerOptions>((server, text) => server.HealthCheckTimeout = Option.Int(text)),
            Option.Number("health-check-rise", 1, 100, "2", "Checks in a row that succeed and make a target up.").Ours()
                .To<SipServerOptions>((server, text) => server.HealthCheckRise = Option.Int(text)),
            Option.Number("health-check-fall", 1, 100, "3", "Checks in a row that fail and make it down.").Ours()
                .To<SipServerOptions>((server, text) => server.HealthCheckFall = Option.Int(text)),
            Option.Number("ping-interval", 0, Hour, "0", "Seconds of silence after which the SIP server is pinged (RFC 5626); 0: never.").Ours()
                .To<SipServerOptions>((server, text) => server.PingInterval = Option.Int(text)),
            Option.Number("pong-timeout", 1, Hour, "10", "Seconds in which it must answer, or the flow ends.").Ours()
                .To<SipServerOptions>((server, text) => server.PongTimeout = Option.Int(text)),
            Option.Choice("send-proxy-protocol", ["off", "v1", "v2"], "off", "Tells the SIP server the phone's address.").Ours() with
            {
                InForce = ["off"],
            },
        ],
    };
}
