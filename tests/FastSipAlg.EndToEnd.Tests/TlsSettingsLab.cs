// SPDX-License-Identifier: MIT

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using FastSipAlg.Configuration;
using FastSipAlg.Relay;
using FastSipAlg.Simulation.Certificates;
using FastSipAlg.Simulation.Servers;
using FastSipAlg.TestKit;
using FastSipAlg.Transport.Certificates;
using Microsoft.Extensions.Logging;

// What old peers speak, these must.
#pragma warning disable SYSLIB0039, SYSLIB0040, CA5397, CA5398, CA1416

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>
/// One relay for every <see cref="TlsCase"/>: a VoIP profile for each setting and value, with a listener before a SIP server that speaks everything, and another before a port where a
/// stranger may listen.
/// </summary>
public sealed class TlsSettingsLab : IAsyncDisposable
{
    private readonly FlowEndLog _ends = new();
    private readonly string _directory = Directory.CreateTempSubdirectory("fastsipalg-tls-").FullName;
    private readonly LabCertificates _authority = LabCertificates.Create();
    private readonly LabCertificate _certificate;
    private readonly SimulatedSipServer _server;
    private readonly RelayServer _relay;
    private readonly Dictionary<string, IPEndPoint> _listeners;
    private readonly int _strangerPort = FreePort.Next();
    private readonly Lazy<string> _nssDatabase;

    public TlsSettingsLab()
    {
        _certificate = _authority.Issue(new LabCertificateRequest { CommonName = RelayLab.Domain, DnsNames = [RelayLab.Domain], Key = LabKey.Rsa2048 });
        Files = _certificate.WriteTo(_directory, "own");
        _server = SimulatedSipServer.Start(ServerOptions(), new SimulatedSipServerOptions { Role = ServerRole.Echo });
        var loaded = ConfigurationLoader.LoadText(Text(), _directory);
        Assert.False(loaded.HasErrors, string.Join('\n', loaded.Problems));
        var certificates = CertificateStore.Load(loaded.Options, TimeProvider.System, out var problems);
        Assert.DoesNotContain(problems, problem => problem.IsError);
        _relay = new RelayServer(loaded.Options, certificates, LoggerFactory.Create(logging => logging.AddProvider(_ends)), TimeProvider.System);
        _relay.Start();
        _listeners = _relay.Listeners.ToDictionary(listener => listener.Name, listener => listener.EndPoint);
        _nssDatabase = new Lazy<string>(CreateNssDatabase);
    }

    internal LabCertificateFiles Files { get; }

    /// <summary>Where NSS finds the same certificate.</summary>
    internal string NssDatabase => _nssDatabase.Value;

    /// <summary>Where a stranger connects as phone.</summary>
    internal IPEndPoint PhonesOf(TlsCase one) => _listeners[$"phones {one.Setting} {one.Value}"];

    /// <summary>Where a phone connects whose SIP server is a stranger, and where that listens.</summary>
    internal (IPEndPoint Listener, int StrangerPort) ServerOf(TlsCase one) => (_listeners[$"server {one.Setting} {one.Value}"], _strangerPort);

    /// <summary>The end of the next flow at that address.</summary>
    internal async Task<FlowEnd> NextEndAsync(IPEndPoint listener)
    {
        var name = _listeners.Single(known => known.Value.Equals(listener)).Key;
        while (true)
        {
            var end = await _ends.NextAsync();
            if (end.Line.Contains($"listener={name} ", StringComparison.Ordinal))
            {
                return end;
            }
        }
    }

    /// <summary>A phone that speaks all that any profile does.</summary>
    internal SslClientAuthenticationOptions PhoneOptions() => new()
    {
        TargetHost = RelayLab.Domain,
        EnabledSslProtocols = Everything.Versions,
        EncryptionPolicy = Everything.Encryption,
        CipherSuitesPolicy = Everything.Suites,
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { _authority.AuthorityCertificate },
            RevocationMode = X509RevocationMode.NoCheck,
        },
    };

    public async ValueTask DisposeAsync()
    {
        await _relay.DisposeAsync();
        await _server.DisposeAsync();
        _certificate.Dispose();
        _authority.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private SslServerAuthenticationOptions ServerOptions() => new()
    {
        ServerCertificate = _certificate.Certificate,
        EnabledSslProtocols = Everything.Versions,
        EncryptionPolicy = Everything.Encryption,
        CipherSuitesPolicy = Everything.Suites,
    };

    private string CreateNssDatabase()
    {
        var database = Path.Combine(_directory, "nss");
        var bundle = Path.Combine(_directory, "own.p12");
        Directory.CreateDirectory(database);
        Run("openssl", $"pkcs12 -export -in {Files.CertificatePath} -inkey {Files.KeyPath} -name {StrangerArguments.NssName} -passout pass:lab -out {bundle}");
        Run("certutil", $"-N -d sql:{database} --empty-password");
        Run("pk12util", $"-i {bundle} -d sql:{database} -W lab");
        return $"sql:{database}";
    }

    private static void Run(string tool, string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(ExternalTool.Find(tool)!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{tool} {arguments}: {output}");
    }

    private string Text()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            config vpn certificate ca
                edit "Lab_CA"
                    set ca "{_authority.WriteTo(_directory, "ca")}"
                next
            end
            config vpn certificate local
                edit "Server_cert"
                    set certificate "{Files.CertificatePath}"
                    set private-key "{Files.KeyPath}"
                next
            end
            config user peer
                edit "check-server"
                    set ca "Lab_CA"
                next
            end

            """);
        Server(text, "everything", _server.EndPoint.Port);
        Server(text, "stranger", _strangerPort);
        foreach (var profile in TlsCase.All.DistinctBy(one => (one.Setting, one.Value)))
        {
            text.Append(CultureInfo.InvariantCulture, $"""
                config voip profile
                    edit "{profile.Setting} {profile.Value}"
                        config sip
                            set ssl-server-certificate "Server_cert"
                            set ssl-auth-server "check-server"
                            {profile.Settings}
                        end
                    next
                end

                """);
            Listener(text, $"phones {profile.Setting} {profile.Value}", profile, "everything");
            Listener(text, $"server {profile.Setting} {profile.Value}", profile, "stranger");
        }

        return text.ToString();
    }

    private static void Server(StringBuilder text, string name, int port) => text.Append(CultureInfo.InvariantCulture, $"""
        config sip server
            edit "{name}"
                set address 127.0.0.1
                set port {port}
                set server-name "{RelayLab.Domain}"
            next
        end

        """);

    private static void Listener(StringBuilder text, string name, TlsCase profile, string server) => text.Append(CultureInfo.InvariantCulture, $"""
        config sip listener
            edit "{name}"
                set address 127.0.0.1
                set port 0
                set server "{server}"
                set voip-profile "{profile.Setting} {profile.Value}"
            next
        end

        """);

    private static class Everything
    {
        public const SslProtocols Versions = SslProtocols.Tls | SslProtocols.Tls11 | SslProtocols.Tls12 | SslProtocols.Tls13;
        public const EncryptionPolicy Encryption = EncryptionPolicy.AllowNoEncryption;

        public static readonly CipherSuitesPolicy Suites = new(
        [
            TlsCipherSuite.TLS_AES_128_GCM_SHA256, TlsCipherSuite.TLS_AES_256_GCM_SHA384,
            TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
            TlsCipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256, TlsCipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA,
        ]);
    }
}
