// SPDX-License-Identifier: MIT

using System.Net;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Simulation.Certificates;
using FastSipAlg.Transport.Certificates;

namespace FastSipAlg.Tests.Transport.Certificates;

public sealed class PeerVerifierTests : IDisposable
{
    private readonly LabCertificates _authority = LabCertificates.Create();
    private readonly LabCertificates _strangers = LabCertificates.Create("Strangers CA");

    public void Dispose()
    {
        _authority.Dispose();
        _strangers.Dispose();
    }

    /// <summary>RFC 5922 §7.1 and §7.2: sip: URI first, then DNS, the common name only without either; no wildcards.</summary>
    [Theory]
    [InlineData("sip.example.com", "x", "sip.example.com", "", PeerVerdict.Trusted)]
    [InlineData("SIP.Example.COM", "x", "sip.example.com", "", PeerVerdict.Trusted)]
    [InlineData("sip.example.com.", "x", "sip.example.com", "", PeerVerdict.Trusted)]
    [InlineData("sip.example.com", "x", "sip.example.com.", "", PeerVerdict.Trusted)]
    [InlineData("sip.example.com.", "x", "", "sip:sip.example.com", PeerVerdict.Trusted)]
    [InlineData("sip.example.com.", "sip.example.com", "", "", PeerVerdict.Trusted)]
    [InlineData("sip.example.com.", "x", "sip.example.com.net", "", PeerVerdict.WrongName)]
    [InlineData("sip.example.com", "x", "other.example.com", "", PeerVerdict.WrongName)]
    [InlineData("sip.example.com", "sip.example.com", "other.example.com", "", PeerVerdict.WrongName)]
    [InlineData("sip.example.com", "sip.example.com", "", "", PeerVerdict.Trusted)]
    [InlineData("sip.example.com", "x", "*.example.com", "", PeerVerdict.WrongName)]
    [InlineData("sip.example.com", "x", "other.example.com", "sip:sip.example.com", PeerVerdict.Trusted)]
    [InlineData("sip.example.com", "x", "sip.example.com", "sip:other.example.com", PeerVerdict.WrongName)]
    [InlineData("sip.example.com", "sip.example.com", "", "sip:alice@sip.example.com", PeerVerdict.WrongName)]
    [InlineData("sip.example.com", "sip.example.com", "", "sips:other.example.com", PeerVerdict.WrongName)]
    [InlineData("192.0.2.1", "x", "", "", PeerVerdict.Trusted)]
    [InlineData("192.0.2.9", "192.0.2.9", "", "", PeerVerdict.WrongName)]
    public void ServerName_IsJudgedByRfc5922(string expected, string commonName, string dns, string uri, PeerVerdict verdict)
    {
        using var certificate = _authority.Issue(new LabCertificateRequest
        {
            CommonName = commonName,
            DnsNames = dns.Length == 0 ? [] : [dns],
            Uris = uri.Length == 0 ? [] : [uri],
            Addresses = expected.StartsWith("192.", StringComparison.Ordinal) ? [IPAddress.Parse("192.0.2.1")] : [],
        });

        Assert.Equal(verdict, VerdictOn(certificate, expected));
    }

    [Fact]
    public void StrangersCertificate_IsRefusedByIssuer()
    {
        using var certificate = _strangers.IssueServer("sip.example.com");

        Assert.Equal(PeerVerdict.UntrustedIssuer, VerdictOn(certificate, "sip.example.com"));
    }

    [Fact]
    public void ExpiredCertificate_IsRefusedByDate()
    {
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = _authority.Issue(new LabCertificateRequest
        {
            CommonName = "x",
            DnsNames = ["sip.example.com"],
            NotBefore = now.AddDays(-3),
            NotAfter = now.AddDays(-2),
        });

        Assert.Equal(PeerVerdict.Expired, VerdictOn(certificate, "sip.example.com"));
    }

    [Fact]
    public void PhoneCertificate_OfAServer_IsRefusedByUsage()
    {
        using var certificate = _authority.IssueServer("phone");
        var verifier = PeerVerifier.ForPhones(Store("check", new PeerOptions { Name = "check", Ca = "Lab_CA" }), "check", TimeProvider.System);

        verifier.Verify(certificate.Certificate, null, out var verdict, out _, out _);

        Assert.Equal(PeerVerdict.WrongUsage, verdict);
    }

    [Theory]
    [InlineData("phone-1", PeerVerdict.Trusted)]
    [InlineData("phone-2", PeerVerdict.Trusted)]
    [InlineData("phone-3", PeerVerdict.WrongPeer)]
    public void Group_LetsAnyMemberIn(string name, PeerVerdict expected)
    {
        using var certificate = _authority.IssueClient(name);
        var store = Store(
            "group",
            new PeerOptions { Name = "one", Ca = "Lab_CA", Cn = "phone-1" },
            new PeerOptions { Name = "two", Ca = "Lab_CA", Cn = "phone-2" });

        PeerVerifier.ForPhones(store, "group", TimeProvider.System).Verify(certificate.Certificate, null, out var verdict, out var refusal, out _);

        Assert.Equal(expected, verdict);
        Assert.Equal(expected == PeerVerdict.Trusted, refusal is null);
    }

    [Fact]
    public void NoCertificate_IsRefused()
    {
        var verifier = PeerVerifier.ForPhones(Store("check", new PeerOptions { Name = "check", Ca = "Lab_CA" }), "check", TimeProvider.System);

        Assert.False(verifier.Verify(null, null, out var verdict, out _, out _));
        Assert.Equal(PeerVerdict.NoCertificate, verdict);
    }

    private PeerVerdict VerdictOn(LabCertificate certificate, string expectedName)
    {
        var store = Store("check-server", new PeerOptions { Name = "check-server", Ca = "Lab_CA" });
        var verifier = PeerVerifier.ForServer(store, "check-server", expectedName, TimeProvider.System);
        var isTrusted = verifier.Verify(certificate.Certificate, null, out var verdict, out var refusal, out _);
        Assert.Equal(isTrusted, verdict == PeerVerdict.Trusted);
        Assert.Equal(isTrusted, refusal is null);
        return verdict;
    }

    private CertificateStore Store(string name, params PeerOptions[] peers)
    {
        var options = new FastSipAlgOptions();
        options.CaCertificates["Lab_CA"] = new CaCertificateOptions { Name = "Lab_CA", Ca = _authority.AuthorityPem };
        foreach (var peer in peers)
        {
            options.Peers[peer.Name] = peer;
        }

        if (peers.Length > 1)
        {
            options.PeerGroups[name] = new PeerGroupOptions { Name = name, Members = { peers[0].Name, peers[1].Name } };
        }

        var store = CertificateStore.Load(options, TimeProvider.System, out var problems);
        Assert.Empty(problems);
        return store;
    }
}
