// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration.Options;
using FastSipAlg.Simulation.Certificates;
using FastSipAlg.Transport.Certificates;

namespace FastSipAlg.Tests.Transport.Certificates;

/// <summary>A store that follows another keeps the objects of what has not changed: sessions resume by them, and memory stands still.</summary>
public sealed class CertificateReuseTests : IDisposable
{
    private readonly LabCertificates _authority = LabCertificates.Create();
    private readonly LabCertificates _other = LabCertificates.Create("Other CA");
    private readonly LabCertificates _intermediate;
    private readonly LabCertificate _one;
    private readonly LabCertificate _two;

    public CertificateReuseTests()
    {
        _intermediate = _authority.CreateIntermediate();
        _one = _intermediate.IssueServer("sip.example.com");
        _two = _intermediate.IssueServer("sip.example.com");
    }

    public void Dispose()
    {
        _one.Dispose();
        _two.Dispose();
        _intermediate.Dispose();
        _authority.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void SameCertificate_KeepsItsContext()
    {
        var first = Load(_one, _authority, null);
        var second = Load(_one, _authority, first);

        Assert.Same(first.Local("own").Context, second.Local("own").Context);
        Assert.Same(first.Local("own").Leaf, second.Local("own").Leaf);
        Assert.Same(first.Authority("Lab_CA"), second.Authority("Lab_CA"));
    }

    [Fact]
    public void SameCertificate_UnderAnotherName_KeepsItsContext()
    {
        var first = Load(_one, _authority, null);
        var second = Load(_one, _authority, first, "renamed");

        Assert.Same(first.Local("own").Context, second.Local("renamed").Context);
        Assert.Equal("renamed", second.Local("renamed").Name);
    }

    [Fact]
    public void AnotherCertificate_GetsAContextOfItsOwn()
    {
        var first = Load(_one, _authority, null);
        var second = Load(_two, _authority, first);

        Assert.NotSame(first.Local("own").Context, second.Local("own").Context);
        Assert.Equal(_two.Certificate.SerialNumber, second.Local("own").Leaf.SerialNumber);
    }

    [Fact]
    public void SameLeaf_WithoutItsIntermediate_IsAnotherCertificate()
    {
        var first = Load(_one, _authority, null);
        var options = Options(_authority);
        options.LocalCertificates["own"] = new LocalCertificateOptions { Name = "own", Certificate = _one.Certificate.ExportCertificatePem(), PrivateKey = _one.KeyPem };
        var second = CertificateStore.Load(options, TimeProvider.System, first, out _);

        Assert.NotSame(first.Local("own").Context, second.Local("own").Context);
        Assert.Empty(second.Local("own").Intermediates);
    }

    /// <summary>Where phones are told the CAs, the context holds them: it stays as long as certificate and CAs do.</summary>
    [Theory]
    [InlineData(false, false, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    public void ContextThatNamesAuthorities_IsKeptWhileBothStay(bool otherCertificate, bool otherAuthority, bool isKept)
    {
        var first = Load(_one, _authority, null);
        var before = Shown(first);
        var second = Load(otherCertificate ? _two : _one, otherAuthority ? _other : _authority, first);

        Assert.Equal(isKept, ReferenceEquals(before, Shown(second)));
    }

    [Fact]
    public void Intermediates_OfResumedPhones_AreStillKnown()
    {
        var first = Load(_one, _authority, null);
        using var phone = _intermediate.IssueClient("phone");
        Assert.Equal(PeerVerdict.Trusted, PeerVerifier.ForPhones(first, "check", TimeProvider.System).Judge(phone.Certificate, phone.Intermediates));

        var second = Load(_one, _authority, first);

        Assert.Equal(PeerVerdict.Trusted, PeerVerifier.ForPhones(second, "check", TimeProvider.System).Judge(phone.Certificate));
    }

    [Fact]
    public void VerdictOnAPhone_DoesNotOutliveItsAuthority()
    {
        var first = Load(_one, _authority, null);
        using var phone = _authority.IssueClient("phone");
        Assert.Equal(PeerVerdict.Trusted, PeerVerifier.ForPhones(first, "check", TimeProvider.System).Judge(phone.Certificate));

        var second = Load(_one, _other, first);

        Assert.Equal(PeerVerdict.UntrustedIssuer, PeerVerifier.ForPhones(second, "check", TimeProvider.System).Judge(phone.Certificate));
    }

    private static object Shown(CertificateStore store) =>
        store.ShownToPhones(["own"], "check").Choose(Hello.Without, System.Security.Authentication.SslProtocols.Tls13, false)!;

    private static FastSipAlgOptions Options(LabCertificates authority)
    {
        var options = new FastSipAlgOptions();
        options.CaCertificates["Lab_CA"] = new CaCertificateOptions { Name = "Lab_CA", Ca = authority.AuthorityPem };
        options.Peers["check"] = new PeerOptions { Name = "check", Ca = "Lab_CA" };
        return options;
    }

    private static CertificateStore Load(LabCertificate certificate, LabCertificates authority, CertificateStore? previous, string name = "own")
    {
        var options = Options(authority);
        options.LocalCertificates[name] = new LocalCertificateOptions { Name = name, Certificate = certificate.ChainPem, PrivateKey = certificate.KeyPem };
        var store = CertificateStore.Load(options, TimeProvider.System, previous, out var problems);
        Assert.DoesNotContain(problems, problem => problem.IsError);
        return store;
    }
}
