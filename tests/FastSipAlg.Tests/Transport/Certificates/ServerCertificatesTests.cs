// SPDX-License-Identifier: MIT

using System.Net.Security;
using System.Security.Authentication;
using FastSipAlg.Simulation.Certificates;
using FastSipAlg.Transport.Certificates;
using FastSipAlg.Transport.ClientHello;

namespace FastSipAlg.Tests.Transport.Certificates;

public sealed class ServerCertificatesTests : IDisposable
{
    private const SslProtocols Both = SslProtocols.Tls12 | SslProtocols.Tls13;

    private readonly LabCertificates _authority = LabCertificates.Create();
    private readonly List<LabCertificate> _issued = [];
    private readonly Dictionary<SslStreamCertificateContext, string> _names = [];

    public void Dispose()
    {
        _issued.ForEach(certificate => certificate.Dispose());
        _authority.Dispose();
    }

    [Theory]
    [InlineData("a.example.com", "exact")]
    [InlineData("A.EXAMPLE.com.", "exact")]
    [InlineData("b.example.com", "wild")]
    [InlineData("b.a.example.com", "default")]
    [InlineData("example.com", "default")]
    [InlineData("", "default")]
    [InlineData("*.example.com", "wild")]
    [InlineData(".example.com", "default")]
    [InlineData("192.0.2.1", "default")]
    [InlineData("uri.example.com", "uri")]
    [InlineData("common.example.com", "common")]
    [InlineData("a\0.example.com", "wild")]
    public void Name_IsLookedUpExactlyThenByWildcardThenTheDefault(string name, string expected)
    {
        var certificates = Of(
            ("default", Names("sip.example.net")),
            ("wild", Names("*.example.com")),
            ("exact", Names("a.example.com")),
            ("uri", new LabCertificateRequest { CommonName = "x", Uris = ["sip:uri.example.com"] }),
            ("common", new LabCertificateRequest { CommonName = "common.example.com" }));

        Assert.Equal(expected, Choose(certificates, name.Length == 0 ? Hello.Without : Hello.For(name)));
    }

    [Theory]
    [InlineData("a.example.com", true)]
    [InlineData("b.example.com", false)]
    public void UnknownName_IsNobodys_WhereItIsRefused(string name, bool isShown)
    {
        var certificates = Of(("default", Names("a.example.com")));

        Assert.Equal(isShown, certificates.Choose(Hello.For(name), Both, refusesUnknownNames: true) is not null);
        Assert.NotNull(certificates.Choose(Hello.Without, Both, refusesUnknownNames: true));
    }

    [Fact]
    public void TwoKinds_ForOneName_AreChosenByWhatThePhoneCanDo()
    {
        var certificates = Of(
            ("rsa", Names("a.example.com") with { Key = LabKey.Rsa2048 }),
            ("ecdsa", Names("a.example.com")));

        Assert.Equal("ecdsa", Choose(certificates, Hello.For("a.example.com")));
        Assert.Equal("ecdsa", Choose(certificates, Hello.Without));
        Assert.Equal("ecdsa", Choose(certificates, Hello.Tls12("a.example.com", hasEcdsaSuite: true, Hello.EcdsaP256)));
        Assert.Equal("rsa", Choose(certificates, Hello.Tls12("a.example.com", hasEcdsaSuite: false, Hello.EcdsaP256)));
        Assert.Equal("rsa", Choose(certificates, Hello.Tls12("a.example.com", hasEcdsaSuite: true, Hello.RsaPss)));
        Assert.Equal("rsa", Choose(certificates, Hello.Tls12("a.example.com", hasEcdsaSuite: true)));
        Assert.Equal("rsa", Choose(certificates, Hello.Tls13("a.example.com", Hello.RsaPss)));
        Assert.Equal("rsa", Choose(certificates, Hello.Tls13("a.example.com", Hello.EcdsaP384)));

        // The phone could by TLS 1.3, but the profile ends at 1.2, for which it has no suite.
        Assert.Equal("rsa", Choose(certificates, Hello.Tls13("a.example.com", Hello.EcdsaP256), SslProtocols.Tls12));
    }

    [Fact]
    public void Curve_DecidesWhichSignatureThePhoneMustKnow()
    {
        var certificates = Of(("rsa", Names("a") with { Key = LabKey.Rsa2048 }), ("p384", Names("a") with { Key = LabKey.P384 }));

        Assert.Equal("rsa", Choose(certificates, Hello.Tls13("a", Hello.EcdsaP256)));
        Assert.Equal("p384", Choose(certificates, Hello.Tls13("a", Hello.EcdsaP384)));
    }

    [Fact]
    public void ExactCertificate_ThatThePhoneCannotUse_GivesWayToAWildcard()
    {
        var certificates = Of(("exact", Names("a.example.com")), ("wild", Names("*.example.com") with { Key = LabKey.Rsa2048 }));

        Assert.Equal("exact", Choose(certificates, Hello.For("a.example.com")));
        Assert.Equal("wild", Choose(certificates, Hello.Tls13("a.example.com", Hello.RsaPss)));
    }

    [Fact]
    public void OnlyCertificate_IsShownToWhoeverComes() =>
        Assert.Equal("ecdsa", Choose(Of(("ecdsa", Names("a"))), Hello.Tls13("a", Hello.RsaPss)));

    [Fact]
    public void FirstOfAKind_Wins() =>
        Assert.Equal("one", Choose(Of(("default", Names("d")), ("one", Names("a")), ("two", Names("a"))), Hello.For("a")));

    private static LabCertificateRequest Names(string name) => new() { CommonName = "x", DnsNames = [name] };

    private ServerCertificates Of(params (string Label, LabCertificateRequest Request)[] requests)
    {
        var certificates = requests.Select(each =>
        {
            var certificate = _authority.Issue(each.Request);
            _issued.Add(certificate);
            var context = SslStreamCertificateContext.Create(certificate.Certificate, null, offline: true);
            _names[context] = each.Label;
            return (certificate.Certificate, context);
        });
        return new ServerCertificates([.. certificates]);
    }

    private string Choose(ServerCertificates certificates, ClientHelloInfo hello, SslProtocols versions = Both) =>
        _names[certificates.Choose(hello, versions, refusesUnknownNames: false)!];
}
