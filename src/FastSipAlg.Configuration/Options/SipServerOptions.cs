// SPDX-License-Identifier: MIT

namespace FastSipAlg.Configuration.Options;

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

    /// <summary>Seconds for name look-up, TCP connect and TLS handshake together. RFC 3261 Timer B is 32 s: the phone must hear 503 well before.</summary>
    public int ConnectTimeout { get; set; } = 10;

    public SendProxyProtocol SendProxyProtocol { get; set; }
}
