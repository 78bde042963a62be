// SPDX-License-Identifier: MIT

using System.Net;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Transport.Certificates;
using FastSipAlg.Transport.Legs;
using FastSipAlg.Transport.Servers;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Relay.Policy;

/// <summary>A SIP server's options, with a listener's VoIP profile, to where it is and how a leg to it is opened.</summary>
internal static class ServerPolicyCompiler
{
    private const int DnsPort = 53;

    public static TlsParameters? Tls(VoipProfileOptions profile) => profile.SslMode == SslMode.Off ? null : TlsParameters.Of(profile);

    /// <summary>How a leg to the servers of <paramref name="pool"/> is opened.</summary>
    public static ServerLegPolicy Leg(SipServerOptions server, VoipProfileOptions profile, ServerPool pool, CertificateStore certificates, TimeProvider time)
    {
        var identities = new Dictionary<string, ServerIdentity>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in pool.Policy.Addresses.Select(pool.Policy.NameOf))
        {
            if (!identities.ContainsKey(name))
            {
                identities[name] = new ServerIdentity(name, PeerVerifier.ForServer(certificates, profile.SslAuthServer, name, time));
            }
        }

        return new ServerLegPolicy(
            pool,
            [.. pool.Policy.Addresses.Select(address => identities[pool.Policy.NameOf(address)])],
            profile.SslClientCertificate is null ? null : certificates.Local(profile.SslClientCertificate).Context,
            Tls(profile),
            TimeSpan.FromSeconds(server.ConnectTimeout),
            server.SendProxyProtocol);
    }

    /// <summary>Where the SIP server is to be found for <paramref name="listener"/>, and how its targets share the flows.</summary>
    public static ServerPoolPolicy Pool(FastSipAlgOptions options, ListenerOptions listener, SipServerOptions server) => new(
        server.Name,
        options.IsPlain(listener),
        [.. server.Addresses.Select(address => ServerAddress.Parse(address, options.PortOf(server), server.Port is not null))],
        server.ServerName,
        server.Weights.Count > 0 ? server.Weights : [.. server.Addresses.Select(_ => 1)],
        server.Resolve,
        [.. server.DnsServers.Select(text => ServerAddress.Parse(text, DnsPort, isDefaultGiven: true)).Select(address => new IPEndPoint(IPAddress.Parse(address.Host), address.Port))],
        TimeSpan.FromSeconds(server.DnsTtlMin),
        TimeSpan.FromSeconds(server.DnsTtlMax),
        server.Balance,
        TimeSpan.FromSeconds(server.FailurePause),
        TimeSpan.FromSeconds(server.FailurePauseMax),
        server.MaxConnections,
        server.HealthCheck == HealthCheck.Off
            ? null
            : new ServerHealthPolicy(
                server.HealthCheck == HealthCheck.Options,
                TimeSpan.FromSeconds(server.HealthCheckInterval),
                TimeSpan.FromSeconds(server.HealthCheckTimeout),
                server.HealthCheckRise,
                server.HealthCheckFall));
}
