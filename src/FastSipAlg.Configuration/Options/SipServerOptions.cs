// SPDX-License-Identifier: MIT

namespace FastSipAlg.Configuration.Options;

/// <summary>How a name of a SIP server becomes addresses (RFC 3263 §4).</summary>
public enum NameResolution
{
    /// <summary>By A and AAAA.</summary>
    Address,

    /// <summary>By SRV, and where there is none by A and AAAA.</summary>
    Srv,

    /// <summary>By NAPTR, and where there is none as by SRV.</summary>
    Naptr,
}

/// <summary>Which of a SIP server's targets a flow gets.</summary>
public enum TargetBalance
{
    /// <summary>The first that works, as written.</summary>
    Order,

    /// <summary>By chance, in proportion to the weights.</summary>
    Weight,

    /// <summary>The same for the same phone's address.</summary>
    Source,

    /// <summary>The same for the same Call-ID of the flow's first message.</summary>
    CallId,
}

/// <summary>How a SIP server's targets are watched.</summary>
public enum HealthCheck
{
    Off,

    /// <summary>Connect, and shake hands unless SIP is plain.</summary>
    Tls,

    /// <summary>The same, and an OPTIONS that is answered.</summary>
    Options,
}

/// <summary>Whether the SIP server is told first whose connection it is (PROXY protocol).</summary>
public enum SendProxyProtocol
{
    Off,
    V1,
    V2,
}

/// <summary><c>config sip server</c>: the SIP server that listeners relay to.</summary>
public sealed class SipServerOptions
{
    public required string Name { get; init; }

    /// <summary>Names or addresses, each may carry <c>:port</c> (IPv6 with a port in brackets).</summary>
    public List<string> Addresses { get; } = [];

    /// <summary>null: <see cref="FastSipAlgOptions.PortOf(SipServerOptions)"/>.</summary>
    public int? Port { get; set; }

    /// <summary>SNI and the name that is verified; null: the address.</summary>
    public string? ServerName { get; set; }

    /// <summary>Of names that carry no port while <see cref="Port"/> is not set either.</summary>
    public NameResolution Resolve { get; set; } = NameResolution.Srv;

    /// <summary>IP addresses of DNS servers, each may carry <c>:port</c>; none: the system's.</summary>
    public List<string> DnsServers { get; } = [];

    /// <summary>Seconds that a DNS answer is used at least. Envoy's <c>dns_min_refresh_rate</c>.</summary>
    public int DnsTtlMin { get; set; } = 5;

    /// <summary>Seconds after which DNS is asked again at the latest. Ours: a server that moved is found within the hour, whatever its old record said.</summary>
    public int DnsTtlMax { get; set; } = 3600;

    public TargetBalance Balance { get; set; } = TargetBalance.Order;

    /// <summary>One for each of <see cref="Addresses"/>; none: all the same.</summary>
    public IReadOnlyList<int> Weights { get; set; } = [];

    /// <summary>Seconds for which a target that failed is avoided, at first; 0: never.</summary>
    public int FailurePause { get; set; } = 1;

    /// <summary>Seconds that the pause grows to, twice as long with each failure. Ours: a server that is back is found within a minute.</summary>
    public int FailurePauseMax { get; set; } = 60;

    /// <summary>Connections to each target at once; 0: no limit.</summary>
    public int MaxConnections { get; set; }

    public HealthCheck HealthCheck { get; set; } = HealthCheck.Off;

    /// <summary>Seconds from one check of a target to the next.</summary>
    public int HealthCheckInterval { get; set; } = 10;

    /// <summary>Seconds for all of a check.</summary>
    public int HealthCheckTimeout { get; set; } = 5;

    /// <summary>Checks in a row that must succeed. HAProxy's default.</summary>
    public int HealthCheckRise { get; set; } = 2;

    /// <summary>Checks in a row that must fail. HAProxy's default.</summary>
    public int HealthCheckFall { get; set; } = 3;

    /// <summary>Seconds of silence after which the SIP server is pinged (RFC 5626 §3.5.1); 0: never. Off because some servers, SIPp's for one, take a ping for a message.</summary>
    public int PingInterval { get; set; }

    /// <summary>Seconds in which it must answer. RFC 5626 §4.4.1.</summary>
    public int PongTimeout { get; set; } = 10;

    /// <summary>Seconds after which a phone may ask again when no target can be had; each flow is told up to twice as many. Longer than most restarts of a server, shorter than Timer F.</summary>
    public int RetryAfter { get; set; } = 10;

    /// <summary>Seconds for name look-up, TCP connect and TLS handshake together, whatever is tried. RFC 3261 Timer B is 32 s: the phone must hear 503 well before.</summary>
    public int ConnectTimeout { get; set; } = 10;

    public SendProxyProtocol SendProxyProtocol { get; set; }
}
