// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration.Options;
using FastSipAlg.Inspection;
using FastSipAlg.Sip.Framing;
using FastSipAlg.Transport.Certificates;
using FastSipAlg.Transport.Legs;
using FastSipAlg.Transport.Servers;

namespace FastSipAlg.Relay.Policy;

/// <summary>Options to policy. The options have been validated: a name that is not found here is a bug.</summary>
internal static class RelayPolicyCompiler
{
    public static RelayPolicy Compile(FastSipAlgOptions options, ListenerOptions listener, CertificateStore certificates, ServerPools pools, TimeProvider time)
    {
        var profile = options.VoipProfiles[listener.VoipProfile];
        var server = options.SipServers[listener.Server!];
        return new RelayPolicy(
            SipFramerLimits.WithRoomFor(profile.Inspection.MaxBodyLength),
            InspectionPolicyCompiler.Compile(profile),
            PhoneLeg(listener, profile, certificates, time),
            ServerPolicyCompiler.Leg(server, profile, pools.Get(ServerPolicyCompiler.Pool(options, listener, server)), certificates, time),
            profile.TlsOnPlain == TlsOnPlain.Relay,
            listener.ServerLeg == ServerLegOpening.Eager,
            listener.ProxyProtocol == ProxyProtocolUse.Off ? null : new BalancerPolicy(NetworkSet.Parse(listener.ProxyProtocolFrom), listener.ProxyProtocol == ProxyProtocolUse.Require),
            new AdmissionPolicy(
                listener.MaxConnections,
                listener.MaxConnectionsPerSource,
                listener.MaxHandshakes,
                listener.MaxHandshakesPerSecond,
                new QuarantinePolicy(listener.Quarantine, listener.QuarantineThreshold, listener.QuarantineWindow * 1000L, listener.QuarantineExpiry * 1000L),
                NetworkSet.Parse(listener.TrustedSources)),
            Pings(listener.PingInterval, listener.PongTimeout),
            Pings(server.PingInterval, server.PongTimeout),
            server.RetryAfter,
            new FlowDeadlines(
                listener.ProxyProtocolTimeout * 1000L,
                listener.HandshakeTimeout * 1000L,
                listener.FirstMessageTimeout * 1000L,
                listener.MessageTimeout * 1000L,
                listener.IdleTimeout * 1000L));
    }

    private static PhoneTlsPolicy? PhoneLeg(ListenerOptions listener, VoipProfileOptions profile, CertificateStore certificates, TimeProvider time) => ServerPolicyCompiler.Tls(profile) is not { } tls ? null : new(
        certificates.ShownToPhones(profile.SslServerCertificates, profile.SslAuthClient),
        listener.RefusesUnknownSni,
        profile.SslAuthClient is null ? null : PeerVerifier.ForPhones(certificates, profile.SslAuthClient, time),
        tls,
        profile.SslClientRenegotiation);

    private static PingPolicy? Pings(int interval, int pongTimeout) => interval == 0 ? null : new PingPolicy(interval * 1000L, pongTimeout * 1000L);
}
