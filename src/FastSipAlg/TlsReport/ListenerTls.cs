// SPDX-License-Identifier: MIT

using System.Net;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Transport.Certificates;
using FastSipAlg.Transport.Legs;

namespace FastSipAlg.TlsReport;

/// <summary>What will be negotiated at one listener, and on the server legs that its flows open.</summary>
/// <param name="Heading">Which listener, where, and for which SIP server.</param>
/// <param name="Facts">What holds, with phones and with the SIP server.</param>
/// <param name="Certificates">Shown to phones, with the server names (SNI) that they are shown for.</param>
/// <param name="Suites">Preferred first, and what keeps phones from each; null: nothing.</param>
internal sealed record ListenerTls(
    string Heading,
    IReadOnlyList<TlsFact> Facts,
    IReadOnlyList<(string ShownFor, CertificateFacts Certificate)> Certificates,
    IReadOnlyList<(OfferedSuite Suite, string? PhonesLack)> Suites)
{
    public static ListenerTls Of(FastSipAlgOptions options, ListenerOptions listener, IReadOnlyList<CertificateFacts> certificates)
    {
        var profile = options.VoipProfiles[listener.VoipProfile];
        var server = options.SipServers[listener.Server!];
        var heading = $"listener {listener.Name}: {listener.Address} port {options.PortOf(listener)}, VoIP profile {profile.Name}, SIP server {server.Name} ({string.Join(' ', server.Addresses)})";
        if (options.IsPlain(listener))
        {
            return new ListenerTls(
                heading,
                [new("transport", "plain TCP", "plain TCP"), new("a TLS connection", profile.TlsOnPlain == TlsOnPlain.Relay ? "passes unread" : "is refused", "-")],
                [],
                []);
        }

        var tls = TlsParameters.Of(profile);
        List<(string ShownFor, CertificateFacts Certificate)> shown =
            [.. profile.SslServerCertificates.SelectMany((name, place) => certificates.Where(facts => facts.Name == name).Select(facts => (ShownFor(profile, listener, place), facts)))];
        return new ListenerTls(
            heading,
            [.. FactsOf(options, profile, server, tls)],
            shown,
            [.. TlsOffer.Of(tls).Select(suite => (suite, WhatPhonesLack(suite, shown)))]);
    }

    // The first is the default   ServerCertificates
    private static string ShownFor(VoipProfileOptions profile, ListenerOptions listener, int place) => (place, profile.SslServerCertificates.Count, listener.RefusesUnknownSni) switch
    {
        (0, 1, false) => "any server name, and none",
        (0, _, false) => "its own names, names of no other, and none",
        (0, _, true) => "its own names, and none",
        _ => "its own names",
    };

    private static IEnumerable<TlsFact> FactsOf(FastSipAlgOptions options, VoipProfileOptions profile, SipServerOptions server, TlsParameters tls)
    {
        var versions = string.Join(", ", tls.VersionNames.Reverse());
        yield return new("transport", "TLS", "TLS");
        yield return new("versions", versions, versions);
        yield return new("cipher suites", tls.Resumes ? "the platform's" : "ours", tls.Resumes ? "the platform's" : "ours");
        if (tls.LowersSecurityLevel)
        {
            const string Lowered = "0, for TLS 1.0 and 1.1";
            yield return new("OpenSSL's security level", Lowered, Lowered);
        }

        if (EmptyFragments.Concern(profile))
        {
            var fragments = profile.SslSendEmptyFrags ? "sent (TLS 1.0)" : "not sent";
            yield return new("empty fragments", fragments, fragments);
        }

        var name = server.ServerName ?? server.Addresses[0];
        yield return new("session resumption", Resumption(profile, tls), IPAddress.TryParse(name, out _) && tls.Resumes ? "no: the SIP server has an address and no server-name" : Resumption(profile, tls));
        yield return new("renegotiation by the phone", profile.SslClientRenegotiation == ClientRenegotiation.Deny ? "denied" : "allowed (TLS 1.2 and older)", "-");
        yield return new("our certificate", string.Join(", ", profile.SslServerCertificates), profile.SslClientCertificate is { } offered ? $"{offered}, when asked for one" : "none");
        yield return new(
            "the peer's certificate",
            profile.SslAuthClient is { } phones ? "asked for: " + Peers(options, phones) : "not asked for",
            $"must be for {name}, and {(profile.SslAuthServer is { } peers ? Peers(options, peers) : "lead to the system's trust store")}");
    }

    private static string Resumption(VoipProfileOptions profile, TlsParameters tls) => tls switch
    {
        { Resumes: true } => "yes",
        { LowersSecurityLevel: true } => $"no: {(profile.SslMinVersion <= SslVersion.Tls11 ? "ssl-min-version" : "ssl-algorithm")} needs cipher suites of ours",
        _ => "no: ssl-pfs needs cipher suites of ours",
    };

    private static string Peers(FastSipAlgOptions options, string name) => options.Peers.TryGetValue(name, out var peer)
        ? Peer(peer)
        : string.Join(" or ", options.PeerGroups[name].Members.Select(member => Peer(options.Peers[member])));

    private static string Peer(PeerOptions peer) => string.Join(", ", new[]
    {
        $"match {peer.Name}",
        peer.Ca is null ? "system's trust store" : $"CA {peer.Ca}",
        string.IsNullOrEmpty(peer.Cn) ? "" : $"name {peer.Cn}",
        string.IsNullOrEmpty(peer.Subject) ? "" : $"subject {peer.Subject}",
    }.Where(part => part.Length > 0));

    private static string? WhatPhonesLack(OfferedSuite suite, List<(string ShownFor, CertificateFacts Certificate)> shown) =>
        suite.CertificateKey is { } key && !shown.Exists(one => one.Certificate.Key.StartsWith(key + " ", StringComparison.Ordinal)) ? $"no certificate with an {key} key" : null;
}

/// <summary>One line of the report.</summary>
internal sealed record TlsFact(string What, string WithPhones, string WithServer);
