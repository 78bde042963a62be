// SPDX-License-Identifier: MIT

using System.Net;
using FastSipAlg.Configuration;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Simulation.Certificates;
using FastSipAlg.Transport.Certificates;

namespace FastSipAlg.Tests.Transport.Certificates;

public sealed class PeerRuleTests : IDisposable
{
    private readonly LabCertificates _authority = LabCertificates.Create();

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData("O=Lab", "O=Lab", "x", true)]
    [InlineData("O=lab", "O=Lab", "x", true)]
    [InlineData("O=Lab", "O=Laboratory", "x", false)]
    [InlineData("O=Laboratory", "O=Lab", "x", false)]
    [InlineData("OU=Phones", "O=Lab", "a OU=Phones", false)]
    [InlineData("OU=Phones", "O=Lab, OU=Phones", "x", true)]
    [InlineData("CN=x, O=Lab", "O=Lab, OU=Phones", "x", true)]
    [InlineData("2.5.4.10=Lab", "O=Lab", "x", true)]
    [InlineData("O=Lab, OU=Phones", "O=Lab", "x", false)]
    [InlineData("O=\"Lab, Phones\"", "O=\"Lab, Phones\"", "x", true)]
    [InlineData("phones", "O=Lab, OU=Phones of the lab", "x", true)]
    [InlineData("fax", "O=Lab, OU=Phones of the lab", "x", false)]
    public void Subject_IsComparedByWholeAttributes(string wanted, string prefix, string commonName, bool isTrusted)
    {
        using var certificate = Issue(commonName, prefix);
        var verifier = VerifierLab.ForPhones(_authority.AuthorityPem, new PeerOptions { Name = "check", Subject = wanted });

        Assert.Equal(isTrusted ? PeerVerdict.Trusted : PeerVerdict.WrongPeer, verifier.Judge(certificate.Certificate));
    }

    [Theory]
    [InlineData("/O=Lab/CN=x")]
    [InlineData("O=")]
    [InlineData("=Lab")]
    [InlineData("O=Lab, Phones")]
    [InlineData("Nonsense=Lab")]
    public void Subject_ThatCannotBeRead_IsAProblem(string wanted)
    {
        var peer = new PeerOptions { Name = "check", Subject = wanted };

        VerifierLab.Load(_authority.AuthorityPem, peer, TimeProvider.System, out var problems);

        var problem = Assert.Single(problems);
        Assert.Equal(("user peer check", "subject", true), (problem.Path, problem.Option, problem.IsError));
    }

    [Fact]
    public void Subject_ThatCannotBeRead_IsReportedAtItsPlace()
    {
        var loaded = ConfigurationLoader.LoadText("config user peer\n    edit \"check\"\n        set subject \"O=\"\n    next\nend\n", "/");
        CertificateStore.Load(loaded.Options, TimeProvider.System, out var problems);

        var problem = problems.Select(loaded.ProblemAt).Single();

        Assert.Equal(3, problem.Line);
    }

    [Theory]
    [InlineData(PeerNameType.String, "phone-1", true)]
    [InlineData(PeerNameType.String, "PHONE-1", true)]
    [InlineData(PeerNameType.String, "phone", false)]
    [InlineData(PeerNameType.String, "dns.example.com", true)]
    [InlineData(PeerNameType.String, "sip.example.com", true)]
    [InlineData(PeerNameType.String, "192.0.2.1", true)]
    [InlineData(PeerNameType.String, "2001:DB8:0::1", true)]
    [InlineData(PeerNameType.String, "192.0.2.2", false)]
    [InlineData(PeerNameType.Email, "Alice@example.com", true)]
    [InlineData(PeerNameType.Email, "bob@example.com", false)]
    [InlineData(PeerNameType.Fqdn, "dns.example.com.", true)]
    [InlineData(PeerNameType.Fqdn, "sip.example.com", true)]
    [InlineData(PeerNameType.Fqdn, "example.com", false)]
    [InlineData(PeerNameType.Ipv4, "192.0.2.1", true)]
    [InlineData(PeerNameType.Ipv4, "192.0.2.2", false)]
    [InlineData(PeerNameType.Ipv6, "2001:db8::1", true)]
    [InlineData(PeerNameType.Ipv6, "2001:db8::2", false)]
    public void Cn_IsReadByItsType(PeerNameType type, string wanted, bool isTrusted)
    {
        using var certificate = _authority.Issue(new LabCertificateRequest
        {
            CommonName = "phone-1",
            DnsNames = ["dns.example.com"],
            Uris = ["sip:sip.example.com"],
            Emails = ["alice@example.com"],
            Addresses = [IPAddress.Parse("192.0.2.1"), IPAddress.Parse("2001:db8::1")],
        });
        var verifier = VerifierLab.ForPhones(_authority.AuthorityPem, new PeerOptions { Name = "check", Cn = wanted, CnType = type });

        Assert.Equal(isTrusted ? PeerVerdict.Trusted : PeerVerdict.WrongPeer, verifier.Judge(certificate.Certificate));
    }

    private LabCertificate Issue(string commonName, string prefix) =>
        _authority.Issue(new LabCertificateRequest { CommonName = commonName, SubjectPrefix = prefix });
}
