// SPDX-License-Identifier: MIT

using System.Net;

namespace FastSipAlg.Transport.Sockets;

/// <summary>A balancer that connected to us for a phone, and what it said of the phone's connection (PROXY protocol). Immutable.</summary>
/// <param name="Address">Its own end of the connection to us.</param>
public sealed record BalancerFacts(IPEndPoint Address)
{
    /// <summary>The name that the phone asked for; null: not said. A stranger chose it: escape it where it is shown.</summary>
    public string? Authority { get; init; }

    /// <summary>The balancer's name for the connection, any octets; empty: not said.</summary>
    public ReadOnlyMemory<byte> UniqueId { get; init; }

    /// <summary>What it has negotiated with the phone; null: not said, or no TLS.</summary>
    public BalancerTls? Tls { get; init; }
}

/// <summary>TLS between a phone and a balancer, as the balancer says. Strangers may have chosen the names: escape them where they are shown.</summary>
/// <param name="Version">Such as <c>TLSv1.3</c>; null: not said.</param>
/// <param name="Cipher">null: not said.</param>
/// <param name="CommonName">Of the phone's certificate; null: it has none, or not said.</param>
/// <param name="IsVerified">The phone has a certificate, and the balancer trusts it.</param>
public sealed record BalancerTls(string? Version, string? Cipher, string? CommonName, bool IsVerified);
