// SPDX-License-Identifier: MIT

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FastSipAlg.Simulation.Certificates;
using FastSipAlg.Transport.Certificates;
using Microsoft.Extensions.Time.Testing;

namespace FastSipAlg.Tests.Transport.Certificates;

/// <summary>CA entries that are no self-signed root: an intermediate, or one peer's certificate itself.</summary>
public sealed class PeerAnchorTests : IDisposable
{
    private readonly LabCertificates _root = LabCertificates.Create();
    private readonly LabCertificates _intermediate;

    public PeerAnchorTests() => _intermediate = _root.CreateIntermediate();

    public void Dispose()
    {
        _intermediate.Dispose();
        _root.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Intermediate_AsAnchor_IsTrustedWhateverIsSentAboveIt(int sent)
    {
        using var phone = _intermediate.IssueClient("phone");
        X509Certificate2[] above = [_intermediate.AuthorityCertificate, _root.AuthorityCertificate];

        Assert.Equal(PeerVerdict.Trusted, VerifierLab.ForPhones(_intermediate.AuthorityPem).Judge(phone.Certificate, above[..sent]));
    }

    [Fact]
    public void Intermediate_AsAnchor_TrustsTheChainBelowIt()
    {
        using var lower = _intermediate.CreateIntermediate("Lower");
        using var phone = lower.IssueClient("phone");

        Assert.Equal(PeerVerdict.Trusted, VerifierLab.ForPhones(_intermediate.AuthorityPem).Judge(phone.Certificate, lower.AuthorityCertificate));
    }

    [Fact]
    public void Intermediate_AsAnchor_DoesNotTrustItsSiblings()
    {
        using var sibling = _root.CreateIntermediate("Sibling");
        using var phone = sibling.IssueClient("phone");

        var verdict = VerifierLab.ForPhones(_intermediate.AuthorityPem).Judge(phone.Certificate, sibling.AuthorityCertificate, _root.AuthorityCertificate);

        Assert.Equal(PeerVerdict.UntrustedIssuer, verdict);
    }

    [Fact]
    public void Intermediate_AsAnchor_DoesNotTrustWhatOnlyBearsItsName()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var forged = new CertificateRequest("CN=phone", key, HashAlgorithmName.SHA256).Create(
            _intermediate.AuthorityCertificate.SubjectName, X509SignatureGenerator.CreateForECDsa(key), now.AddHours(-1), now.AddDays(1), [1, 2, 3]);

        var verdict = VerifierLab.ForPhones(_intermediate.AuthorityPem).Judge(forged, _intermediate.AuthorityCertificate, _root.AuthorityCertificate);

        Assert.Equal(PeerVerdict.UntrustedIssuer, verdict);
    }

    [Fact]
    public void Leaf_AsAnchor_IsTrustedAlone()
    {
        using var phone = _intermediate.IssueClient("phone");
        using var other = _intermediate.IssueClient("other");
        var verifier = VerifierLab.ForPhones(phone.Certificate.ExportCertificatePem());

        Assert.Equal(PeerVerdict.Trusted, verifier.Judge(phone.Certificate));
        Assert.Equal(PeerVerdict.Trusted, VerifierLab.ForPhones(phone.Certificate.ExportCertificatePem()).Judge(phone.Certificate, phone.Intermediates));
        Assert.Equal(PeerVerdict.UntrustedIssuer, verifier.Judge(other.Certificate, other.Intermediates));
    }

    [Fact]
    public void Leaf_AsAnchor_MayNotIssue()
    {
        using var phone = _root.IssueClient("phone");
        var now = TimeProvider.System.GetUtcNow();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issued = new CertificateRequest("CN=child", key, HashAlgorithmName.SHA256).Create(
            phone.Certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(phone.Certificate.GetECDsaPrivateKey()!), now.AddHours(-1), now.AddDays(1), [1, 2, 3]);

        Assert.Equal(PeerVerdict.UntrustedIssuer, VerifierLab.ForPhones(phone.Certificate.ExportCertificatePem()).Judge(issued));
    }

    [Fact]
    public void Leaf_AsAnchor_IsStillRefusedByUsage()
    {
        using var server = _root.IssueServer("phone");

        Assert.Equal(PeerVerdict.WrongUsage, VerifierLab.ForPhones(server.Certificate.ExportCertificatePem()).Judge(server.Certificate));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ExpiredAnchor_IsRefused(bool isRoot)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var root = LabCertificates.Create(time: new FakeTimeProvider(now.AddYears(-11)));
        using var intermediate = root.CreateIntermediate();
        var anchor = isRoot ? root : intermediate;
        using var phone = anchor.Issue(new LabCertificateRequest { CommonName = "phone", NotBefore = now.AddDays(-1), NotAfter = now.AddDays(1) });

        Assert.Equal(PeerVerdict.Expired, VerifierLab.ForPhones(anchor.AuthorityPem).Judge(phone.Certificate));
    }

    [Theory]
    [InlineData(-2, -1, PeerVerdict.Expired)]
    [InlineData(1, 2, PeerVerdict.NotYetValid)]
    public void OutdatedLeaf_AsAnchor_IsRefused(int fromDay, int toDay, PeerVerdict expected)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var phone = _root.Issue(new LabCertificateRequest { CommonName = "phone", NotBefore = now.AddDays(fromDay), NotAfter = now.AddDays(toDay) });

        Assert.Equal(expected, VerifierLab.ForPhones(phone.Certificate.ExportCertificatePem()).Judge(phone.Certificate));
    }
}
