// SPDX-License-Identifier: MIT

using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using FastSipAlg.Configuration;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Relay;
using FastSipAlg.Relay.Diagnostics;
using FastSipAlg.Simulation.Certificates;
using FastSipAlg.Simulation.Phones;
using FastSipAlg.Simulation.Servers;
using FastSipAlg.Transport.Certificates;
using Microsoft.Extensions.Logging;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>All three parties of a test on loopback: phones that connect to a relay that is configured by text, and a SIP server behind it.</summary>
internal sealed class RelayLab : IAsyncDisposable
{
    public const string Domain = "sip.example.com";

    private readonly FlowEndLog _ends = new();
    private readonly string _directory = Directory.CreateTempSubdirectory("fastsipalg-test-").FullName;
    private readonly LabCertificates _authority = LabCertificates.Create();
    private readonly LabCertificates _strangers = LabCertificates.Create("Strangers CA");
    private readonly LabCertificate _ownCertificate;
    private readonly LabCertificate _serverCertificate;
    private readonly bool _isPlain;

    private RelayLab(RelayLabOptions options)
    {
        _isPlain = options.IsPlain;
        _ownCertificate = _authority.IssueServer(Domain);
        _serverCertificate = (options.ServerIsUntrusted ? _strangers : _authority).IssueServer(options.ServerCertificateName);
        OwnFiles = _ownCertificate.WriteTo(_directory, "own");
        ServerFiles = _serverCertificate.WriteTo(_directory, "server");
        CaFile = _authority.WriteTo(_directory, "ca");
        options.Prepare(new RelayLabFiles(_directory, _authority, _strangers));
        Server = SimulatedSipServer.Start(options.IsPlain ? null : ServerTls(), new SimulatedSipServerOptions { Role = options.Role });
        ConfigurationText = Text(options.ServerPort ?? Server.EndPoint.Port, options);
        var (loaded, certificates) = Load(null);
        Relay = new RelayServer(loaded, certificates, LoggerFactory.Create(logging => logging.AddProvider(_ends)), TimeProvider.System);
        Relay.Start();
    }

    /// <summary>Of this test, gone with it.</summary>
    public RelayLabFiles Files => new(_directory, _authority, _strangers);

    public SimulatedSipServer Server { get; }

    public RelayServer Relay { get; }

    public IPEndPoint EndPoint => Relay.Listeners.Single().EndPoint;

    public string CaFile { get; }

    public LabCertificateFiles OwnFiles { get; }

    public LabCertificateFiles ServerFiles { get; }

    public string ConfigurationText { get; }

    public static RelayLab Start(RelayLabOptions? options = null) => new(options ?? new RelayLabOptions());

    public Task<SimulatedPhone> ConnectAsync(string user, Func<SimulatedPhoneOptions, SimulatedPhoneOptions>? change = null)
    {
        var options = new SimulatedPhoneOptions { User = user };
        return SimulatedPhone.ConnectAsync(EndPoint, _isPlain ? null : PhoneTls(), change is null ? options : change(options));
    }

    public SslClientAuthenticationOptions PhoneTls() => new()
    {
        TargetHost = Domain,
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { _authority.AuthorityCertificate },
            RevocationMode = X509RevocationMode.NoCheck,
        },
    };

    /// <summary>As the SIP server behind the relay, or as whoever stands there for it.</summary>
    public SslServerAuthenticationOptions ServerTls() => new()
    {
        ServerCertificateContext = SslStreamCertificateContext.Create(_serverCertificate.Certificate, [.. _serverCertificate.Intermediates], offline: true),
    };

    /// <summary>What a change of certificates' files brings: they are loaded anew and taken into use.</summary>
    public void ReloadCertificates()
    {
        var (options, certificates) = Load(Relay.Certificates);
        Assert.True(Relay.Apply(options, certificates));
    }

    /// <summary>A certificate of the authority that the relay trusts.</summary>
    public LabCertificateFiles Issue(string name, LabCertificateRequest request)
    {
        using var certificate = _authority.Issue(request);
        return certificate.WriteTo(_directory, name);
    }

    /// <summary>The next flow that ended, or connection that was refused, with its reason and its whole log line.</summary>
    public Task<FlowEnd> NextEndAsync() => _ends.NextAsync();

    /// <summary>All that the log has so far, from information upwards.</summary>
    public IReadOnlyCollection<string> LogLines => _ends.Lines;

    /// <summary>Returns when a line of the log has <paramref name="text"/>.</summary>
    public Task LogLineAsync(string text) => _ends.LineAsync(text);

    /// <summary>The next line that the log has about a violation.</summary>
    public Task<string> NextViolationAsync() => _ends.NextViolationAsync();

    public async ValueTask DisposeAsync()
    {
        await Relay.DisposeAsync();
        await Server.DisposeAsync();
        _ownCertificate.Dispose();
        _serverCertificate.Dispose();
        _authority.Dispose();
        _strangers.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private (FastSipAlgOptions Options, CertificateStore Certificates) Load(CertificateStore? previous)
    {
        var loaded = ConfigurationLoader.LoadText(ConfigurationText, _directory);
        Assert.False(loaded.HasErrors, string.Join('\n', loaded.Problems));
        var certificates = CertificateStore.Load(loaded.Options, TimeProvider.System, previous, out var problems);
        Assert.DoesNotContain(problems, problem => problem.IsError);
        return (loaded.Options, certificates);
    }

    private string Text(int serverPort, RelayLabOptions options) => string.Create(CultureInfo.InvariantCulture, $"""
        config vpn certificate ca
            edit "Lab_CA"
                set ca "{CaFile}"
            next
        end
        config vpn certificate local
            edit "Server_cert"
                set certificate "{OwnFiles.CertificatePath}"
                set private-key "{OwnFiles.KeyPath}"
            next
        end
        {options.MoreBlocks}
        config user peer
            edit "check-server"
                set ca "Lab_CA"
            next
        end
        config voip profile
            edit "{options.Profile}"
                config sip
                    set ssl-mode {(options.IsPlain ? "off" : "full")}
                    set ssl-server-certificate "Server_cert"
                    set ssl-auth-server "check-server"
                    {options.ProfileOptions}
                end
            next
        end
        config sip server
            edit "pbx"
                {(options.Addresses is { } addresses ? $"set address {addresses(serverPort)}" : $"set address 127.0.0.1\nset port {serverPort}")}
                {(options.HasServerName ? $"set server-name {Domain}" : "")}
                {(options.ServerOptions.Contains("connect-timeout", StringComparison.Ordinal) ? "" : "set connect-timeout 5")}
                {options.ServerOptions}
            next
        end
        config sip listener
            edit "phones"
                set address 127.0.0.1
                set port {FreePort.Next()}
                set server "pbx"
                set voip-profile "{options.Profile}"
                {options.ListenerOptions}
            next
        end
        """);
}

/// <summary>What differs from one test to the next.</summary>
internal sealed record RelayLabOptions
{
    public ServerRole Role { get; init; }

    public string ServerCertificateName { get; init; } = RelayLab.Domain;

    public bool ServerIsUntrusted { get; init; }

    /// <summary><c>ssl-mode off</c>: no TLS with anybody.</summary>
    public bool IsPlain { get; init; }

    /// <summary>null: the simulated server's.</summary>
    public int? ServerPort { get; init; }

    /// <summary>The SIP server's addresses, by the simulated server's port; null: that one at loopback.</summary>
    public Func<int, string>? Addresses { get; init; }

    /// <summary>The SIP server's certificate must be for <see cref="RelayLab.Domain"/>, whatever its address.</summary>
    public bool HasServerName { get; init; } = true;

    /// <summary>More <c>set</c> lines for the SIP server.</summary>
    public string ServerOptions { get; init; } = "";

    /// <summary>Name of the VoIP profile.</summary>
    public string Profile { get; init; } = "default";

    /// <summary>More blocks.</summary>
    public string MoreBlocks { get; init; } = "";

    /// <summary>Called before the configuration is loaded.</summary>
    public Action<RelayLabFiles> Prepare { get; init; } = _ => { };

    /// <summary>More <c>set</c> lines for the VoIP profile's <c>config sip</c>.</summary>
    public string ProfileOptions { get; init; } = "";

    /// <summary>More <c>set</c> lines for the listener.</summary>
    public string ListenerOptions { get; init; } = "";
}

/// <summary>Where a test's files are, and who signs them.</summary>
internal sealed record RelayLabFiles(string Directory, LabCertificates Authority, LabCertificates Strangers)
{
    /// <summary>Puts a certificate with its key into the certificate store beside the configuration.</summary>
    public void Import(string name, LabCertificate certificate)
    {
        var store = System.IO.Directory.CreateDirectory(Path.Combine(Directory, CertificateDirectory.DefaultName)).FullName;
        var temporary = Path.Combine(store, name + ".new");
        File.WriteAllText(temporary, certificate.ChainPem + certificate.KeyPem);
        File.Move(temporary, CertificateDirectory.PathOf(store, name), overwrite: true);
    }
}

/// <summary>One end line of the log.</summary>
internal sealed record FlowEnd(FlowEndReason Reason, string Line);
