// SPDX-License-Identifier: MIT

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FastSipAlg.Simulation.Certificates;
using FastSipAlg.Transport.Certificates;

namespace FastSipAlg.Tests.Transport.Certificates;

/// <summary>Extended key usage: RFC 5280 §4.2.1.12, and RFC 5924 §5 for id-kp-sipDomain.</summary>
public sealed class PeerUsageTests : IDisposable
{
    private const string SipDomain = "1.3.6.1.5.5.7.3.20";
    private const string ServerAuth = "1.3.6.1.5.5.7.3.1";
    private const string Any = "2.5.29.37.0";
    private const string CodeSigning = "1.3.6.1.5.5.7.3.3";

    private readonly LabCertificates _authority = LabCertificates.Create();

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData(LabUsage.Unrestricted, true, true)]
    [InlineData(LabUsage.SipDomain, true, true)]
    [InlineData(LabUsage.ServerAuth, false, true)]
    [InlineData(LabUsage.ClientAuth, true, false)]
    [InlineData(LabUsage.ServerAuth | LabUsage.ClientAuth, true, true)]
    [InlineData(LabUsage.ClientAuth | LabUsage.SipDomain, true, true)]
    public void Usage_DecidesWhoseCertificateItCanBe(LabUsage usage, bool ofAPhone, bool ofTheServer)
    {
        using var certificate = _authority.Issue(new LabCertificateRequest { CommonName = "x", DnsNames = ["sip.example.com"], Usage = usage });

        var asPhone = VerifierLab.ForPhones(_authority.AuthorityPem).Judge(certificate.Certificate);
        var asServer = VerifierLab.ForServer(_authority.AuthorityPem, "sip.example.com").Judge(certificate.Certificate);

        Assert.Equal(ofAPhone ? PeerVerdict.Trusted : PeerVerdict.WrongUsage, asPhone);
        Assert.Equal(ofTheServer ? PeerVerdict.Trusted : PeerVerdict.WrongUsage, asServer);
    }

    /// <summary>An authority that is limited to a usage cannot issue for another.</summary>
    [Theory]
    [InlineData(null, null, PeerVerdict.Trusted)]
    [InlineData(null, Any, PeerVerdict.Trusted)]
    [InlineData(null, CodeSigning, PeerVerdict.WrongUsage)]
    [InlineData(ServerAuth, null, PeerVerdict.Trusted)]
    [InlineData(ServerAuth, SipDomain, PeerVerdict.WrongUsage)]
    [InlineData(SipDomain, SipDomain, PeerVerdict.Trusted)]
    [InlineData(Any, SipDomain, PeerVerdict.Trusted)]
    [InlineData(CodeSigning, ServerAuth, PeerVerdict.WrongUsage)]
    public void Usage_HoldsForTheWholeChain(string? ofAuthority, string? ofServer, PeerVerdict expected)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var authority = WithUsage("CN=Limited CA", authorityKey, ofAuthority, isAuthority: true).CreateSelfSigned(now.AddDays(-1), now.AddDays(9));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var server = WithUsage("CN=sip.example.com", key, ofServer, isAuthority: false).Create(authority, now.AddHours(-1), now.AddDays(1), [7]);

        Assert.Equal(expected, VerifierLab.ForServer(authority.ExportCertificatePem(), "sip.example.com").Judge(server));
    }

    private static CertificateRequest WithUsage(string subject, ECDsa key, string? usage, bool isAuthority)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        if (usage is not null)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        }

        return request;
    }
}
