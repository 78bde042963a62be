// SPDX-License-Identifier: MIT

using System.Globalization;
using FastSipAlg.Configuration.Options;

namespace FastSipAlg.Configuration.Schema;

/// <summary><c>config sip listener</c>: ours, where a FortiGate has interfaces and policies.</summary>
internal static class RelaySchemas
{
    // Every wait of a relay is bounded: no timeout may be switched off, none be longer than a week.
    private const long Hour = 3600;
    private const long Week = 7 * 24 * Hour;

    public static readonly BlockSchema Listener = new()
    {
        Name = "sip listener",
        Help = "Where phones connect, and what becomes of their connections.",
        HasEntries = true,
        EntryNoun = "listener",
        MaximumNameLength = 63,
        Open = (root, name) =>
            root.Listeners.TryGetValue(name, out var listener) ? listener : root.Listeners[name] = new ListenerOptions { Name = name },
        Options =
        [
            Option.Of(OptionKind.Address, "address", "The address to listen on.", "0.0.0.0").Ours()
                .To<ListenerOptions>((listener, text) => listener.Address = text),
            Option.Number("port", 0, 65535, null, "The port to listen on; 0: any free one; unset: `sip-ssl-port`, with ssl-mode off `sip-tcp-port`.").Ours()
                .To<ListenerOptions>((listener, text) => listener.Port = Option.Int(text)) with
            {
                DefaultFrom = (root, name) => root.PortOf(root.Listeners[name]).ToString(CultureInfo.InvariantCulture),
            },
            Option.Reference("server", ["sip server"], "The SIP server to relay to.").Ours()
                .To<ListenerOptions>((listener, text) => listener.Server = text),
            Option.Reference("voip-profile", ["voip profile"], "The VoIP profile.").Ours()
                .To<ListenerOptions>((listener, text) => listener.VoipProfile = text) with { Default = "default" },
            Option.Choice("server-leg", ["on-first-message", "eager"], "on-first-message", "When the server leg opens.").Ours()
                .To<ListenerOptions>((listener, text) =>
                    listener.ServerLeg = text == "eager" ? ServerLegOpening.Eager : ServerLegOpening.OnFirstMessage),
            Option.Number("max-connections", 0, int.MaxValue, "0", "Connections at once; 0: no limit.").Ours()
                .To<ListenerOptions>((listener, text) => listener.MaxConnections = Option.Int(text)),
            Option.Number("handshake-timeout", 1, Hour, "10", "Seconds for the phone's whole TLS handshake.").Ours()
                .To<ListenerOptions>((listener, text) => listener.HandshakeTimeout = Option.Int(text)),
            Option.Number("first-message-timeout", 1, Hour, "32", "Seconds from the handshake to the end of the first message.").Ours()
                .To<ListenerOptions>((listener, text) => listener.FirstMessageTimeout = Option.Int(text)),
            Option.Number("message-timeout", 1, Hour, "10", "Seconds from a message's first byte to its last.").Ours()
                .To<ListenerOptions>((listener, text) => listener.MessageTimeout = Option.Int(text)),
            Option.Number("idle-timeout", 1, Week, "3900", "Seconds without a byte either way.").Ours()
                .To<ListenerOptions>((listener, text) => listener.IdleTimeout = Option.Int(text)),
            Option.Number("ping-interval", 0, Hour, "0", "Seconds of silence after which a phone that has pinged us is pinged (RFC 5626); 0: never.").Ours()
                .To<ListenerOptions>((listener, text) => listener.PingInterval = Option.Int(text)),
            Option.Number("pong-timeout", 1, Hour, "10", "Seconds in which a phone that has answered pings before must answer one.").Ours()
                .To<ListenerOptions>((listener, text) => listener.PongTimeout = Option.Int(text)),
            Option.Choice("unknown-sni", ["default", "refuse"], "default", "A phone that asks for a name which no certificate is for: shown the first one, or refused.").Ours()
                .To<ListenerOptions>((listener, text) => listener.RefusesUnknownSni = text == "refuse"),
            Option.Choice("reuse-port", ["disable", "enable"], "disable", "Lets the next process listen on the same port and take over from this one (SO_REUSEPORT).").Ours()
                .To<ListenerOptions>((listener, text) => listener.ReusesPort = text == "enable"),
            Option.Choice("proxy-protocol", ["off", "accept", "require"], "off", "Whether a balancer says first, by PROXY protocol v1 or v2, whose connection it is.").Ours()
                .To<ListenerOptions>((listener, text) => listener.ProxyProtocol = Enum.Parse<ProxyProtocolUse>(text, ignoreCase: true)),
            Option.Of(OptionKind.Network, "proxy-protocol-from", "The balancers that may do so, addresses or networks.").Ours()
                .ToAll<ListenerOptions>((listener, words) => listener.ProxyProtocolFrom.AddRange(words)) with { IsList = true },
            Option.Number("proxy-protocol-timeout", 1, Hour, "5", "Seconds for a balancer's PROXY protocol header.").Ours()
                .To<ListenerOptions>((listener, text) => listener.ProxyProtocolTimeout = Option.Int(text)),
            Option.Switch("transparent", "disable", "Takes connections that are addressed to the SIP server.").Ours(),
            Option.Number("max-connections-per-source", 0, int.MaxValue, "0", "Connections at once from one IPv4 address or IPv6 /64; 0: no limit.").Ours()
                .To<ListenerOptions>((listener, text) => listener.MaxConnectionsPerSource = Option.Int(text)),
            Option.Number("max-handshakes", 0, int.MaxValue, "256", "TLS handshakes at once, others wait; 0: no limit.").Ours()
                .To<ListenerOptions>((listener, text) => listener.MaxHandshakes = Option.Int(text)),
            Option.Number("max-handshakes-per-second", 0, 1_000_000, "0", "TLS handshakes that begin in a second, others wait; 0: no limit.").Ours()
                .To<ListenerOptions>((listener, text) => listener.MaxHandshakesPerSecond = Option.Int(text)),
            Option.Choice("quarantine", ["off", "observe", "enforce"], "observe", "What becomes of a source whose connections keep failing.").Ours()
                .To<ListenerOptions>((listener, text) => listener.Quarantine = Enum.Parse<QuarantineMode>(text, ignoreCase: true)),
            Option.Number("quarantine-threshold", 1, 1_000_000, "20", "Failed connections that put a source into quarantine.").Ours()
                .To<ListenerOptions>((listener, text) => listener.QuarantineThreshold = Option.Int(text)),
            Option.Number("quarantine-window", 1, Hour, "60", "Seconds in which they are counted.").Ours()
                .To<ListenerOptions>((listener, text) => listener.QuarantineWindow = Option.Int(text)),
            Option.Number("quarantine-expiry", 1, Week, "300", "Seconds that a source stays in quarantine.").Ours()
                .To<ListenerOptions>((listener, text) => listener.QuarantineExpiry = Option.Int(text)),
            Option.Of(OptionKind.Network, "trusted-sources", "Addresses or networks that neither quarantine nor max-connections-per-source is for.").Ours()
                .ToAll<ListenerOptions>((listener, words) => listener.TrustedSources.AddRange(words)) with { IsList = true },
        ],
    };
}
