// SPDX-License-Identifier: MIT

using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Simulation.Certificates;
using FastSipAlg.TestKit;
using FastSipAlg.Transport.Certificates;
using FastSipAlg.Transport.Legs;
using FastSipAlg.Transport.Sockets;
using Microsoft.Extensions.Time.Testing;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>One leg at a time, without a relay: our leg factory on one side of a connection, any TLS peer on the other. Its clock stands until a test moves it.</summary>
internal sealed class LegLab : IDisposable
{
    public const string Domain = "sip.example.com";

    private const string PeerName = "check-peer";

    private readonly string _directory = Directory.CreateTempSubdirectory("fastsipalg-leg-").FullName;
    private readonly SocketLoops _loops = new(2);
    private readonly LegMetrics _metrics = new();
    private readonly LabCertificate _own;

    /// <param name="change">What differs in how the CA is looked after, such as its revocation lists.</param>
    public LegLab(Action<CaCertificateOptions>? change = null)
    {
        _own = Authority.IssueServer(Domain);
        Certificates = LoadStore(change ?? (_ => { }));
        PhoneTls = new PhoneTlsPolicy(
            Certificates.ShownToPhones(["own"], PeerName),
            RefusesUnknownNames: false,
            PeerVerifier.ForPhones(Certificates, PeerName, Time),
            TlsParameters.Of(new VoipProfileOptions { Name = "default" }),
            ClientRenegotiation.Deny);
    }

    public FakeTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());

    /// <summary>The root that our side trusts.</summary>
    public LabCertificates Authority { get; } = LabCertificates.Create();

    /// <summary>A root that it does not.</summary>
    public LabCertificates Strangers { get; } = LabCertificates.Create("Strangers CA");

    public CertificateStore Certificates { get; }

    /// <summary>Asks phones for a certificate of <see cref="Authority"/>.</summary>
    public PhoneTlsPolicy PhoneTls { get; }

    /// <summary>Opens a phone leg to whoever <paramref name="phone"/> connects; what became of the phone is not looked at.</summary>
    public async Task<LegOpening> OpenPhoneLegAsync(Func<IPEndPoint, Task> phone)
    {
        using var listener = FlowListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), isShared: false);
        var connecting = phone(listener.EndPoint);
        var connection = Accepted.By(listener);
        var opening = await new PhoneLegFactory(_loops, _metrics, Time).OpenAsync(connection, PhoneTls);
        await EndAsync(opening.Leg);
        await connecting;
        return opening;
    }

    /// <summary>Opens a phone leg to an SslStream that shows <paramref name="certificate"/> (null: none) and its intermediates.</summary>
    public Task<LegOpening> OpenPhoneLegAsync(LabCertificate? certificate) => OpenPhoneLegAsync(async endPoint =>
    {
        using var client = new TcpClient();
        await client.ConnectAsync(endPoint);
        await ShakeHandsAsync(client, stream => stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = Domain,
            ClientCertificateContext = certificate is null ? null : ContextOf(certificate),
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { Authority.AuthorityCertificate },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        }));
    });

    /// <summary>Opens a server leg to an SslStream that shows <paramref name="certificate"/> and its intermediates.</summary>
    public async Task<LegOpening> OpenServerLegAsync(LabCertificate certificate)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var accepting = AcceptAsync(listener, certificate);
        using var servers = new TestServers(Time);
        var policy = new ServerLegPolicy(
            servers.At((IPEndPoint)listener.LocalEndpoint),
            [new ServerIdentity(Domain, PeerVerifier.ForServer(Certificates, PeerName, Domain, Time))],
            null,
            TlsParameters.Of(new VoipProfileOptions { Name = "default" }),
            TimeSpan.FromMinutes(1),
            SendProxyProtocol.Off);
        var opening = await new ServerLegFactory(_loops, _metrics, Time).OpenAsync(policy, key: default, phone: null, CancellationToken.None);
        await EndAsync(opening.Leg);
        await accepting;
        return opening;
    }

    /// <summary>A file of this lab, gone with it.</summary>
    public string PathOf(string name) => Path.Combine(_directory, name);

    public void Dispose()
    {
        _own.Dispose();
        Authority.Dispose();
        Strangers.Dispose();
        _metrics.Dispose();
        _loops.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private static SslStreamCertificateContext ContextOf(LabCertificate certificate) =>
        SslStreamCertificateContext.Create(certificate.Certificate, [.. certificate.Intermediates], offline: true);

    private static async Task EndAsync(Leg? leg)
    {
        if (leg is not null)
        {
            await leg.CloseAsync();
            await leg.ReleaseAsync();
        }
    }

    private static async Task AcceptAsync(TcpListener listener, LabCertificate certificate)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await ShakeHandsAsync(
            client,
            stream => stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = ContextOf(certificate) }));
    }

    // Whoever is refused learns it from a failing handshake or from the end of the stream; either is well.
    private static async Task ShakeHandsAsync(TcpClient client, Func<SslStream, Task> authenticate)
    {
        await using var stream = new SslStream(client.GetStream());
        try
        {
            await authenticate(stream);
            await stream.CopyToAsync(Stream.Null);
        }
        catch (Exception exception) when (exception is IOException or AuthenticationException)
        {
        }
    }

    private CertificateStore LoadStore(Action<CaCertificateOptions> change)
    {
        var options = new FastSipAlgOptions();
        options.CaCertificates["Lab_CA"] = new CaCertificateOptions { Name = "Lab_CA", Ca = Authority.AuthorityPem };
        change(options.CaCertificates["Lab_CA"]);
        options.Peers[PeerName] = new PeerOptions { Name = PeerName, Ca = "Lab_CA" };
        options.LocalCertificates["own"] = new LocalCertificateOptions { Name = "own", Certificate = _own.ChainPem, PrivateKey = _own.KeyPem };
        var store = CertificateStore.Load(options, Time, out var problems);
        Assert.Empty(problems);
        return store;
    }
}
