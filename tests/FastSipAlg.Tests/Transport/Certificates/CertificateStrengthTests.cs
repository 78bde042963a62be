// SPDX-License-Identifier: MIT

using System.Security.Cryptography.X509Certificates;
using FastSipAlg.Simulation.Certificates;
using FastSipAlg.TestKit;
using FastSipAlg.Transport.Certificates;

namespace FastSipAlg.Tests.Transport.Certificates;

/// <summary>The platform's chains accept weak keys and signatures; ours must not, wherever in the chain they are.</summary>
public sealed class CertificateStrengthTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("fastsipalg-strength-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Peer_WithAShortKey_IsRefused()
    {
        using var root = LabCertificates.Create();
        using var phone = root.Issue(new LabCertificateRequest { CommonName = "phone", Key = LabKey.Rsa1024 });

        Assert.Equal(PeerVerdict.WeakKey, VerifierLab.ForPhones(root.AuthorityPem).Judge(phone.Certificate));
    }

    [Fact]
    public void Peer_OfAnAuthorityWithAShortKey_IsRefused()
    {
        using var root = LabCertificates.Create();
        using var intermediate = root.CreateIntermediate(key: LabKey.Rsa1024);
        using var phone = intermediate.IssueClient("phone");

        Assert.Equal(PeerVerdict.WeakKey, VerifierLab.ForPhones(root.AuthorityPem).Judge(phone.Certificate, phone.Intermediates));
    }

    [RequiresToolTheory("openssl")]
    [InlineData("ec -pkeyopt ec_paramgen_curve:secp224r1", "sha256", PeerVerdict.WeakKey)]
    [InlineData("ec -pkeyopt ec_paramgen_curve:P-256", "sha1", PeerVerdict.WeakSignature)]
    [InlineData("ec -pkeyopt ec_paramgen_curve:P-256", "md5", PeerVerdict.WeakSignature)]
    [InlineData("ec -pkeyopt ec_paramgen_curve:P-256", "sha256", PeerVerdict.Trusted)]
    [InlineData("ed25519", "sha256", PeerVerdict.Trusted)]
    [InlineData("rsa:2048", "sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32", PeerVerdict.Trusted)]
    [InlineData("rsa:2048", "sha1 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:20", PeerVerdict.WeakSignature)]
    public void Peer_IsJudgedByKeyAndSignature(string key, string signature, PeerVerdict expected)
    {
        string PathOf(string name) => Path.Combine(_directory, name);
        VerifierLab.Openssl($"req -x509 -newkey rsa:2048 -nodes -subj /CN=Root -days 60 -keyout {PathOf("root.key")} -out {PathOf("root.pem")}");
        VerifierLab.Openssl($"req -new -newkey {key} -nodes -subj /CN=phone -keyout {PathOf("phone.key")} -out {PathOf("phone.csr")}");
        VerifierLab.Openssl($"x509 -req -in {PathOf("phone.csr")} -CA {PathOf("root.pem")} -CAkey {PathOf("root.key")} -set_serial 7 -days 30 -{signature} -out {PathOf("phone.pem")}");
        using var phone = X509CertificateLoader.LoadCertificateFromFile(PathOf("phone.pem"));

        Assert.Equal(expected, VerifierLab.ForPhones(File.ReadAllText(PathOf("root.pem"))).Judge(phone));
    }
}
