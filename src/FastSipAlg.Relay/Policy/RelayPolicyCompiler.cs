// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration.Options;
using FastSipAlg.Inspection;
using FastSipAlg.Sip.Framing;
using FastSipAlg.Transport.Certificates;
using FastSipAlg.Transport.Legs;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Relay.Policy;

/// <summary>Options to policy. The options have been validated: a name that is not found here is a bug.</summary>
internal static class RelayPolicyCompiler
{
    public static RelayPolicy Compile(FastSipAlgOptions options, ListenerOptions listener, CertificateStore certificates, TimeProvider time)
    {
        var profile = options.VoipProfiles[listener.VoipProfile];
        return new RelayPolicy(
            SipFramerLimits.WithRoomFor(profile.Inspection.MaxBodyLength),
            InspectionPolicyCompiler.Compile(profile),
            PhoneLeg(listener, profile, certificates, time),
            ServerLeg(options, listener, profile, certificates, time),
            profile.TlsOnPlain == TlsOnPlain.Relay,
            listener.ServerLeg == ServerLegOpening.Eager,
            listener.MaxConnections,
            listener.MaxHandshakes,
            new FlowDeadlines(
                listener.HandshakeTimeout * 1000L,
                listener.FirstMessageTimeout * 1000L,
                listener.MessageTimeout * 1000L,
                listener.IdleTimeout * 1000L));
    }

    private static TlsParameters? Tls(VoipProfileOptions profile) => profile.SslMode == SslMode.Off ? null : TlsParameters.Of(profile);

    private static PhoneTlsPolicy? PhoneLeg(ListenerOptions listener, VoipProfileOptions profile, CertificateStore certificates, TimeProvider time) => Tls(profile) is not { } tls ? null : new(
        certificates.ShownToPhones(profile.SslServerCertificates, profile.SslAuthClient),
        listener.RefusesUnknownSni,
        profile.SslAuthClient is null ? null : PeerVerifier.ForPhones(certificates, profile.SslAuthClient, time),
        tls,
        profile.SslClientRenegotiation);

    private static ServerLegPolicy ServerLeg(
        FastSipAlgOptions options,
        ListenerOptions listener,
        VoipProfileOptions profile,
        CertificateStore certificates,
        TimeProvider time)
    {
        var server = options.SipServers[listener.Server!];
        ServerAddress[] addresses = [.. server.Addresses.Select(address => ServerAddress.Parse(address, options.PortOf(server)))];
        var name = server.ServerName ?? addresses[0].Host;
        return new ServerLegPolicy(
            addresses,
            name,
            profile.SslClientCertificate is null ? null : certificates.Local(profile.SslClientCertificate).Context,
            PeerVerifier.ForServer(certificates, profile.SslAuthServer, name, time),
            Tls(profile),
            TimeSpan.FromSeconds(server.ConnectTimeout));
    }
}
