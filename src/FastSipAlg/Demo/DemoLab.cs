// SPDX-License-Identifier: MIT

using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using FastSipAlg.Configuration;
using FastSipAlg.Hosting;
using FastSipAlg.Relay;
using FastSipAlg.Simulation.Certificates;
using FastSipAlg.Simulation.Servers;
using Microsoft.Extensions.Logging.Abstractions;

namespace FastSipAlg.Demo;

/// <summary>All parties but the phones, wired up on loopback: certificates, SIP server, relay; configured by the same text that an operator would write.</summary>
internal sealed class DemoLab : IAsyncDisposable
{
    public const string Domain = "sip.example.com";

    private readonly LabCertificates _authority;
    private readonly LabCertificate _certificate;
    private readonly string _directory;

    private DemoLab(LabCertificates authority, LabCertificate certificate, SimulatedSipServer server, RelayServer relay, string directory, string caFile)
    {
        _authority = authority;
        _certificate = certificate;
        _directory = directory;
        Server = server;
        Relay = relay;
        CaFile = caFile;
        EndPoint = relay.Listeners.Single().EndPoint;
    }

    public SimulatedSipServer Server { get; }

    public RelayServer Relay { get; }

    /// <summary>Where phones connect.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>What a real phone or openssl has to trust.</summary>
    public string CaFile { get; }

    public static DemoLab Start()
    {
        SocketEngine.Configure();
        var directory = Directory.CreateTempSubdirectory("fastsipalg-demo-").FullName;
        var authority = LabCertificates.Create("FastSipAlg demo CA");
        var certificate = authority.Issue(new LabCertificateRequest
        {
            CommonName = Domain,
            DnsNames = [Domain, "localhost"],
            Addresses = [IPAddress.Loopback],
            Key = LabKey.Rsa2048,
        });
        var caFile = authority.WriteTo(directory, "ca");
        var files = certificate.WriteTo(directory, "server");
        var server = SimulatedSipServer.Start(
            new SslServerAuthenticationOptions
            {
                ServerCertificateContext = SslStreamCertificateContext.Create(certificate.Certificate, [.. certificate.Intermediates], offline: true),
            },
            new SimulatedSipServerOptions { Domain = Domain, KeepsMessages = false });
        var loaded = LoadedRelay.Load(ConfigurationLoader.LoadText(Configuration(caFile, files, server.EndPoint.Port, ListenerPort()), directory));
        if (loaded.HasErrors)
        {
            throw new InvalidOperationException(string.Join('\n', loaded.Problems));
        }

        var relay = new RelayServer(loaded.Configuration.Options, loaded.Certificates, NullLoggerFactory.Instance, TimeProvider.System);
        relay.Start();
        return new DemoLab(authority, certificate, server, relay, directory, caFile);
    }

    public SslClientAuthenticationOptions PhoneTls() => new()
    {
        TargetHost = Domain,
        CertificateChainPolicy = new()
        {
            TrustMode = System.Security.Cryptography.X509Certificates.X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { _authority.AuthorityCertificate },
            RevocationMode = System.Security.Cryptography.X509Certificates.X509RevocationMode.NoCheck,
        },
    };

    public async ValueTask DisposeAsync()
    {
        await Relay.DisposeAsync();
        await Server.DisposeAsync();
        _certificate.Dispose();
        _authority.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private static string Configuration(string caFile, LabCertificateFiles files, int serverPort, int listenerPort) => $"""
        config vpn certificate ca
            edit "Demo_CA"
                set ca "{caFile}"
            next
        end
        config vpn certificate local
            edit "Server_cert"
                set certificate "{files.CertificatePath}"
                set private-key "{files.KeyPath}"
            next
        end
        config user peer
            edit "check-server"
                set ca "Demo_CA"
            next
        end
        config voip profile
            edit "default"
                config sip
                    set ssl-mode full
                    set ssl-server-certificate "Server_cert"
                    set ssl-auth-server "check-server"
                end
            next
        end
        config sip server
            edit "demo-server"
                set address "127.0.0.1"
                set port {serverPort}
                set server-name "{Domain}"
            next
        end
        config sip listener
            edit "phones"
                set address 127.0.0.1
                set port {listenerPort}
                set server "demo-server"
            next
        end
        """;

    // 5061 where it is free, so that a phone's default finds us; else whatever is.
    private static int ListenerPort()
    {
        try
        {
            return FreePort(5061);
        }
        catch (SocketException)
        {
            return FreePort(0);
        }
    }

    private static int FreePort(int wanted)
    {
        using var probe = new TcpListener(IPAddress.Loopback, wanted);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
