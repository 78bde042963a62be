// SPDX-License-Identifier: MIT

using System.Globalization;
using FastSipAlg.Configuration.Options;

namespace FastSipAlg.Configuration.Schema;

/// <summary><c>config sip server</c> and <c>config sip listener</c>: ours, where a FortiGate has interfaces and policies.</summary>
internal static class RelaySchemas
{
    // Every wait of a relay is bounded: no timeout may be switched off, none be longer than a week.
    private const long Hour = 3600;
    private const long Week = 7 * 24 * Hour;

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
            Option.Number("port", 1, 65535, null, "The port of an address that carries none; unset: 5061, or 5060 when only plain TCP is spoken with it.").Ours()
                .To<SipServerOptions>((server, text) => server.Port = Int(text)) with
            {
                DefaultFrom = (root, name) => root.PortOf(root.SipServers[name]).ToString(CultureInfo.InvariantCulture),
            },
            Option.Of(OptionKind.HostName, "server-name", "SNI and the name that is verified; unset: the address.").Ours()
                .To<SipServerOptions>((server, text) => server.ServerName = text),
            Option.Number("connect-timeout", 1, Hour, "10", "Seconds for name look-up, TCP connect and TLS handshake together.").Ours()
                .To<SipServerOptions>((server, text) => server.ConnectTimeout = Int(text)),
            Option.Choice("send-proxy-protocol", ["off", "v1", "v2"], "off", "Tells the SIP server the phone's address.").Ours() with
            {
                InForce = ["off"],
            },
            Option.Choice("health-check", ["off", "tls", "options"], "off", "How the SIP server is watched.").Ours() with
            {
                InForce = ["off"],
            },
        ],
    };

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
                .To<ListenerOptions>((listener, text) => listener.Port = Int(text)) with
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
                .To<ListenerOptions>((listener, text) => listener.MaxConnections = Int(text)),
            Option.Number("handshake-timeout", 1, Hour, "10", "Seconds for the phone's whole TLS handshake.").Ours()
                .To<ListenerOptions>((listener, text) => listener.HandshakeTimeout = Int(text)),
            Option.Number("first-message-timeout", 1, Hour, "32", "Seconds from the handshake to the end of the first message.").Ours()
                .To<ListenerOptions>((listener, text) => listener.FirstMessageTimeout = Int(text)),
            Option.Number("message-timeout", 1, Hour, "10", "Seconds from a message's first byte to its last.").Ours()
                .To<ListenerOptions>((listener, text) => listener.MessageTimeout = Int(text)),
            Option.Number("idle-timeout", 1, Week, "3900", "Seconds without a byte either way.").Ours()
                .To<ListenerOptions>((listener, text) => listener.IdleTimeout = Int(text)),
            Option.Choice("unknown-sni", ["default", "refuse"], "default", "A phone that asks for a name which no certificate is for: shown the first one, or refused.").Ours()
                .To<ListenerOptions>((listener, text) => listener.RefusesUnknownSni = text == "refuse"),
            Option.Choice("reuse-port", ["disable", "enable"], "disable", "Lets the next process listen on the same port and take over from this one (SO_REUSEPORT).").Ours()
                .To<ListenerOptions>((listener, text) => listener.ReusesPort = text == "enable"),
            Option.Choice("proxy-protocol", ["off", "accept", "require"], "off", "Whether a balancer names the phone's address.").Ours() with
            {
                InForce = ["off"],
            },
            Option.Of(OptionKind.Network, "proxy-protocol-from", "The balancers that may do so.").Ours() with
            {
                IsList = true,
                InForce = Option.Nothing,
            },
            Option.Switch("transparent", "disable", "Takes connections that are addressed to the SIP server.").Ours(),
            Option.Number("max-connections-per-source", 0, int.MaxValue, "0", "Connections at once from one address; 0: no limit.").Ours() with
            {
                InForce = ["0"],
            },
            Option.Number("max-handshakes", 0, int.MaxValue, "256", "TLS handshakes at once, others wait; 0: no limit.").Ours()
                .To<ListenerOptions>((listener, text) => listener.MaxHandshakes = Int(text)),
        ],
    };

    private static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
