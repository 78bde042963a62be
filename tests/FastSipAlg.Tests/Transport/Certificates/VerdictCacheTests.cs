// SPDX-License-Identifier: MIT

using FastSipAlg.Simulation.Certificates;
using FastSipAlg.Transport.Certificates;
using Microsoft.Extensions.Time.Testing;

namespace FastSipAlg.Tests.Transport.Certificates;

/// <summary>
/// How long a verdict stands. A chain that comes without its intermediate shows whether it was looked at again: it is trusted only from the cache,
/// once the intermediates that were remembered are others.
/// </summary>
public sealed class VerdictCacheTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly LabCertificates _root = LabCertificates.Create();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Trust_WithinAMinute_StandsWithoutAChain()
    {
        using var intermediate = _root.CreateIntermediate();
        using var phone = intermediate.IssueClient("phone");
        var verifier = VerifierLab.ForPhones(_root.AuthorityPem, time: _time);
        Assert.Equal(PeerVerdict.Trusted, verifier.Judge(phone.Certificate, phone.Intermediates));
        ForgetIntermediates(verifier);

        _time.Advance(TimeSpan.FromSeconds(59));

        Assert.Equal(PeerVerdict.Trusted, verifier.Judge(phone.Certificate));
    }

    [Fact]
    public void Trust_AfterAMinute_IsDecidedAnew()
    {
        using var intermediate = _root.CreateIntermediate();
        using var phone = intermediate.IssueClient("phone");
        var verifier = VerifierLab.ForPhones(_root.AuthorityPem, time: _time);
        Assert.Equal(PeerVerdict.Trusted, verifier.Judge(phone.Certificate, phone.Intermediates));
        ForgetIntermediates(verifier);

        _time.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal(PeerVerdict.UntrustedIssuer, verifier.Judge(phone.Certificate));
    }

    [Fact]
    public void Trust_OfAnIntermediate_OutlivesTheVerdict()
    {
        using var intermediate = _root.CreateIntermediate();
        using var phone = intermediate.IssueClient("phone");
        var verifier = VerifierLab.ForPhones(_root.AuthorityPem, time: _time);
        Assert.Equal(PeerVerdict.Trusted, verifier.Judge(phone.Certificate, phone.Intermediates));

        _time.Advance(TimeSpan.FromDays(1));

        Assert.Equal(PeerVerdict.Trusted, verifier.Judge(phone.Certificate));
    }

    [Fact]
    public void Refusal_IsNotRemembered()
    {
        using var intermediate = _root.CreateIntermediate();
        using var phone = intermediate.IssueClient("phone");
        var verifier = VerifierLab.ForPhones(_root.AuthorityPem, time: _time);

        Assert.Equal(PeerVerdict.UntrustedIssuer, verifier.Judge(phone.Certificate));
        Assert.Equal(PeerVerdict.Trusted, verifier.Judge(phone.Certificate, phone.Intermediates));
    }

    [Fact]
    public void Trust_EndsWithTheCertificate()
    {
        using var phone = _root.Issue(new LabCertificateRequest { CommonName = "phone", NotAfter = _time.GetUtcNow().AddSeconds(20) });
        var verifier = VerifierLab.ForPhones(_root.AuthorityPem, time: _time);
        Assert.Equal(PeerVerdict.Trusted, verifier.Judge(phone.Certificate));

        _time.Advance(TimeSpan.FromSeconds(25));

        Assert.Equal(PeerVerdict.Expired, verifier.Judge(phone.Certificate));
    }

    [Fact]
    public void Trust_EndsWithTheAnchor()
    {
        var now = _time.GetUtcNow();
        using var root = LabCertificates.Create(time: new FakeTimeProvider(now.AddYears(-10).AddSeconds(20)));
        using var phone = root.Issue(new LabCertificateRequest { CommonName = "phone", NotBefore = now.AddDays(-1), NotAfter = now.AddDays(1) });
        var verifier = VerifierLab.ForPhones(root.AuthorityPem, time: _time);
        Assert.Equal(PeerVerdict.Trusted, verifier.Judge(phone.Certificate));

        _time.Advance(TimeSpan.FromSeconds(25));

        Assert.Equal(PeerVerdict.Expired, verifier.Judge(phone.Certificate));
    }

    [Fact]
    public void Certificate_OfTomorrow_IsNotYetValid()
    {
        var tomorrow = _time.GetUtcNow().AddDays(1);
        using var phone = _root.Issue(new LabCertificateRequest { CommonName = "phone", NotBefore = tomorrow, NotAfter = tomorrow.AddDays(1) });
        var verifier = VerifierLab.ForPhones(_root.AuthorityPem, time: _time);

        Assert.Equal(PeerVerdict.NotYetValid, verifier.Judge(phone.Certificate));
        _time.Advance(TimeSpan.FromDays(1.5));
        Assert.Equal(PeerVerdict.Trusted, verifier.Judge(phone.Certificate));
    }

    // Enough other intermediates push the first one out.
    private void ForgetIntermediates(PeerVerifier verifier)
    {
        for (var i = 0; i < KnownIntermediates.Capacity; i++)
        {
            using var other = _root.CreateIntermediate($"Other {i}");
            using var phone = other.IssueClient("other");
            Assert.Equal(PeerVerdict.Trusted, verifier.Judge(phone.Certificate, phone.Intermediates));
        }
    }
}
