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
        var server = options.SipServers[listener.Server!];
        var tls = profile.SslMode == SslMode.Off ? null : TlsParameters.Of(profile);
        return new RelayPolicy(
            SipFramerLimits.WithRoomFor(profile.Inspection.MaxBodyLength),
            InspectionPolicyCompiler.Compile(profile),
            tls is null ? null : PhoneLeg(profile, certificates, tls, time),
            ServerLeg(options, server, profile, certificates, tls, time),
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

    private static PhoneTlsPolicy PhoneLeg(VoipProfileOptions profile, CertificateStore certificates, TlsParameters tls, TimeProvider time) => new(
        certificates.ServerContext(profile.SslServerCertificate!, profile.SslAuthClient),
        profile.SslAuthClient is null ? null : PeerVerifier.ForPhones(certificates, profile.SslAuthClient, time),
        tls,
        profile.SslClientRenegotiation);

    private static ServerLegPolicy ServerLeg(
        FastSipAlgOptions options,
        SipServerOptions server,
        VoipProfileOptions profile,
        CertificateStore certificates,
        TlsParameters? tls,
        TimeProvider time)
    {
        ServerAddress[] addresses = [.. server.Addresses.Select(address => ServerAddress.Parse(address, options.PortOf(server)))];
        var name = server.ServerName ?? addresses[0].Host;
        return new ServerLegPolicy(
            addresses,
            name,
            profile.SslClientCertificate is null ? null : certificates.Local(profile.SslClientCertificate).Context,
            PeerVerifier.ForServer(certificates, profile.SslAuthServer, name, time),
            tls,
            TimeSpan.FromSeconds(server.ConnectTimeout));
    }
}
