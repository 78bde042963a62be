// SPDX-License-Identifier: MIT

using System.Security.Authentication;
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
            Phone(listener, profile, certificates, time),
            ServerLeg(options.SipServers[listener.Server!], profile, certificates, time),
            listener.ServerLeg == ServerLegOpening.Eager,
            listener.MaxConnections,
            new FlowDeadlines(
                listener.HandshakeTimeout * 1000L,
                listener.FirstMessageTimeout * 1000L,
                listener.MessageTimeout * 1000L,
                listener.IdleTimeout * 1000L));
    }

    /// <summary>The same policy with other certificates, in both roles.</summary>
    public static RelayPolicy WithCertificates(RelayPolicy policy, FastSipAlgOptions options, ListenerOptions listener, CertificateStore certificates, TimeProvider time)
    {
        var profile = options.VoipProfiles[listener.VoipProfile];
        return policy with
        {
            Phone = Phone(listener, profile, certificates, time),
            Server = ServerLeg(options.SipServers[listener.Server!], profile, certificates, time),
        };
    }

    private static PhoneTlsPolicy Phone(ListenerOptions listener, VoipProfileOptions profile, CertificateStore certificates, TimeProvider time) => new(
        certificates.ShownToPhones(profile.SslServerCertificates, profile.SslAuthClient),
        listener.RefusesUnknownSni,
        profile.SslAuthClient is null ? null : PeerVerifier.ForPhones(certificates, profile.SslAuthClient, time),
        Versions(profile),
        profile.SslClientRenegotiation == ClientRenegotiation.Allow);

    private static ServerLegPolicy ServerLeg(SipServerOptions server, VoipProfileOptions profile, CertificateStore certificates, TimeProvider time)
    {
        ServerAddress[] addresses = [.. server.Addresses.Select(address => ServerAddress.Parse(address, server.Port))];
        var name = server.ServerName ?? addresses[0].Host;
        return new ServerLegPolicy(
            addresses,
            name,
            profile.SslClientCertificate is null ? null : certificates.Local(profile.SslClientCertificate).Context,
            PeerVerifier.ForServer(certificates, profile.SslAuthServer, name, time),
            Versions(profile),
            TimeSpan.FromSeconds(server.ConnectTimeout));
    }

    // RFC 8996: nothing below TLS 1.2, whatever minimum is written; the validator has said so.
    private static SslProtocols Versions(VoipProfileOptions profile)
    {
        var versions = SslProtocols.None;
        if (profile.SslMinVersion <= SslVersion.Tls12 && profile.SslMaxVersion >= SslVersion.Tls12)
        {
            versions |= SslProtocols.Tls12;
        }

        if (profile.SslMaxVersion >= SslVersion.Tls13)
        {
            versions |= SslProtocols.Tls13;
        }

        return versions;
    }
}
