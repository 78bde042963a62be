// SPDX-License-Identifier: MIT

using System.Net.Security;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Transport.Certificates;
using FastSipAlg.Transport.Servers;

namespace FastSipAlg.Transport.Legs;

/// <summary>How we reach the SIP server and whom we take it to be: compiled from a SIP server and a VoIP profile, immutable.</summary>
/// <param name="Servers">Where it is, and how its targets do.</param>
/// <param name="Identities">One for each address that is written: what an address resolves to does not change whom we want to talk to.</param>
/// <param name="ClientCertificate">Offered to a SIP server that asks; null: none.</param>
/// <param name="Tls">Versions and cipher suites; null: plain TCP, so that name and certificates do not count.</param>
/// <param name="ConnectTimeout">For name look-up, TCP and TLS together, and for all targets that are tried.</param>
/// <param name="SendProxy">Whether it is told first whose connection it is.</param>
public sealed record ServerLegPolicy(
    ServerPool Servers,
    IReadOnlyList<ServerIdentity> Identities,
    SslStreamCertificateContext? ClientCertificate,
    TlsParameters? Tls,
    TimeSpan ConnectTimeout,
    SendProxyProtocol SendProxy);

/// <summary>Whom we take a SIP server to be.</summary>
/// <param name="Name">SNI and the name that the certificate must carry (RFC 5922). A name, not an address, or sessions do not resume.</param>
/// <param name="Verifier">Decides on the certificate.</param>
public sealed record ServerIdentity(string Name, PeerVerifier Verifier);
