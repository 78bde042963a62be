// SPDX-License-Identifier: MIT

namespace FastSipAlg.Configuration.Options;

/// <summary>When a flow's server leg opens.</summary>
public enum ServerLegOpening
{
    /// <summary>When the first whole message of the phone has arrived and passed.</summary>
    OnFirstMessage,

    /// <summary>As soon as the phone's handshake is done.</summary>
    Eager,
}

/// <summary>Whether a balancer in front says first whose connection it is (PROXY protocol).</summary>
public enum ProxyProtocolUse
{
    Off,

    /// <summary>A balancer may, and need not.</summary>
    Accept,

    /// <summary>Only balancers connect, and each says it.</summary>
    Require,
}

/// <summary>What becomes of a source that keeps failing.</summary>
public enum QuarantineMode
{
    Off,

    /// <summary>It is counted and logged, and let in.</summary>
    Observe,

    /// <summary>Its new connections are closed as soon as they are known to be its own.</summary>
    Enforce,
}

/// <summary><c>config sip listener</c>: where phones connect, and what becomes of their connections.</summary>
public sealed class ListenerOptions
{
    public required string Name { get; init; }

    public string Address { get; set; } = "0.0.0.0";

    /// <summary>null: <see cref="FastSipAlgOptions.PortOf(ListenerOptions)"/>.</summary>
    public int? Port { get; set; }

    /// <summary>Whether another process may listen on the same address and port (SO_REUSEPORT), to take over from this one.</summary>
    public bool ReusesPort { get; set; }

    /// <summary>Name of a <c>sip server</c> entry.</summary>
    public string? Server { get; set; }

    /// <summary>Name of a <c>voip profile</c> entry.</summary>
    public string VoipProfile { get; set; } = "default";

    public ServerLegOpening ServerLeg { get; set; } = ServerLegOpening.OnFirstMessage;

    /// <summary>A phone that asks for a name which no certificate is for is refused; else it is shown the first certificate. RFC 6066 §3 allows either.</summary>
    public bool RefusesUnknownSni { get; set; }

    public ProxyProtocolUse ProxyProtocol { get; set; }

    /// <summary>The balancers: addresses and networks. Whoever else says whose connection it is could choose what we log and limit.</summary>
    public List<string> ProxyProtocolFrom { get; } = [];

    /// <summary>Seconds for a balancer's header. proxy-protocol.txt §2 asks for at least 3, for one TCP retransmit; this has room for a second one.</summary>
    public int ProxyProtocolTimeout { get; set; } = 5;

    /// <summary>Connections at once; 0: no limit but the process's file limit.</summary>
    public int MaxConnections { get; set; }

    /// <summary>Connections at once from one source, an IPv4 address or an IPv6 /64; 0: no limit, because nobody but the operator knows how many phones share an address (RFC 6269 §7).</summary>
    public int MaxConnectionsPerSource { get; set; }

    /// <summary>
    /// TLS handshakes under way at once, with phones that have sent something; 0: no limit. Two cores do some 1,000 a second, and a slow mobile link's round trip is a quarter of a second:
    /// that many keep the cores busy, and the last of them is done long before <see cref="HandshakeTimeout"/>.
    /// </summary>
    public int MaxHandshakes { get; set; } = 256;

    /// <summary>TLS handshakes with phones that begin in a second, whatever becomes of them; 0: no limit. HAProxy's <c>maxsslrate</c>, which has none by default either, because it depends on the machine and on what else it does.</summary>
    public int MaxHandshakesPerSecond { get; set; }

    /// <summary>Observe, because nobody but the operator knows who shares an address (RFC 6269).</summary>
    public QuarantineMode Quarantine { get; set; } = QuarantineMode.Observe;

    /// <summary>
    /// Failures within <see cref="QuarantineWindow"/>. Phones that fail come back after half a minute at the earliest (RFC 5626 §4.5), twice a minute: ten that are wrongly set up may share an address.
    /// </summary>
    public int QuarantineThreshold { get; set; } = 20;

    /// <summary>Seconds from a source's first failure, in which the others are counted.</summary>
    public int QuarantineWindow { get; set; } = 60;

    /// <summary>Seconds. FortiOS's <c>quarantine-expiry</c> is 5 minutes.</summary>
    public int QuarantineExpiry { get; set; } = 300;

    /// <summary>Addresses and networks that are neither quarantined nor bound by <see cref="MaxConnectionsPerSource"/>.</summary>
    public List<string> TrustedSources { get; } = [];

    /// <summary>Seconds for the phone's whole TLS handshake. HAProxy's usual <c>timeout client-hs</c>.</summary>
    public int HandshakeTimeout { get; set; } = 10;

    /// <summary>Seconds from the handshake's end to the end of the first message. RFC 3261 Timer B.</summary>
    public int FirstMessageTimeout { get; set; } = 32;

    /// <summary>Seconds from a message's first byte to its last. OpenSIPS <c>tcp_max_msg_time</c> is 4; a 64 KiB body on a bad mobile link needs more.</summary>
    public int MessageTimeout { get; set; } = 10;

    /// <summary>Seconds without a byte either way. RFC 3261 §10.2 suggests 3600 s registrations; a refresh must find its flow alive.</summary>
    public int IdleTimeout { get; set; } = 3900;

    /// <summary>Seconds of silence after which a phone that has pinged us is pinged (RFC 5626 §3.5.1); 0: never.</summary>
    public int PingInterval { get; set; }

    /// <summary>Seconds in which it must answer, once it has answered one. RFC 5626 §4.4.1.</summary>
    public int PongTimeout { get; set; } = 10;
}
