// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration.Options;
using FastSipAlg.Configuration.Problems;
using FastSipAlg.Simulation.Certificates;
using FastSipAlg.TestKit;
using FastSipAlg.Transport.Certificates;

namespace FastSipAlg.Tests.Transport.Certificates;

public sealed class CertificateStoreTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("fastsipalg-certificates-").FullName;
    private readonly LabCertificates _authority = LabCertificates.Create();

    public void Dispose()
    {
        _authority.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [RequiresToolTheory("openssl")]
    [InlineData("PKCS#8", "pkcs8 -topk8 -nocrypt -in KEY -out OUT", false)]
    [InlineData("encrypted PKCS#8", "pkcs8 -topk8 -v2 aes-256-cbc -passout pass:secret -in KEY -out OUT", true)]
    [InlineData("PKCS#1", "rsa -traditional -in KEY -out OUT", false)]
    [InlineData("Proc-Type 4,ENCRYPTED, AES", "rsa -traditional -aes256 -passout pass:secret -in KEY -out OUT", true)]
    [InlineData("Proc-Type 4,ENCRYPTED, 3DES", "rsa -traditional -des3 -passout pass:secret -in KEY -out OUT", true)]
    [InlineData("DER", "rsa -outform DER -in KEY -out OUT", false)]
    public void RsaKey_InEachForm_IsLoaded(string form, string command, bool isEncrypted)
    {
        var files = WriteServer(LabKey.Rsa2048);
        var key = Path.Combine(_directory, "other.key");
        VerifierLab.Openssl(command.Replace("KEY", files.KeyPath, StringComparison.Ordinal).Replace("OUT", key, StringComparison.Ordinal));

        var problems = Load(files.CertificatePath, key, isEncrypted ? "secret" : null, out var store);

        Assert.True(problems.All(problem => !problem.IsError), $"{form}: {string.Join('\n', problems)}");
        Assert.True(store.Local("Server_cert").Leaf.HasPrivateKey);
        if (isEncrypted)
        {
            Assert.Contains("password", Assert.Single(Load(files.CertificatePath, key, "wrong", out _), problem => problem.IsError).Sentence, StringComparison.Ordinal);
            Assert.Contains("password", Assert.Single(Load(files.CertificatePath, key, null, out _), problem => problem.IsError).Sentence, StringComparison.Ordinal);
        }
    }

    [RequiresToolTheory("openssl")]
    [InlineData("ec -in KEY -out OUT", null)]
    [InlineData("ec -aes128 -passout pass:secret -in KEY -out OUT", "secret")]
    public void EcKey_AsSec1_IsLoaded(string command, string? password)
    {
        var files = WriteServer(LabKey.P256);
        var key = Path.Combine(_directory, "sec1.key");
        VerifierLab.Openssl(command.Replace("KEY", files.KeyPath, StringComparison.Ordinal).Replace("OUT", key, StringComparison.Ordinal));

        Assert.DoesNotContain(Load(files.CertificatePath, key, password, out _), problem => problem.IsError);
    }

    [RequiresToolTheory("openssl")]
    [InlineData("")]
    [InlineData("-legacy")]
    public void Pkcs12_IsLoaded(string options)
    {
        var files = WriteServer(LabKey.Rsa2048);
        var p12 = Path.Combine(_directory, "server.p12");
        VerifierLab.Openssl($"pkcs12 -export {options} -passout pass:secret -in {files.CertificatePath} -inkey {files.KeyPath} -out {p12}");

        Assert.DoesNotContain(Load(p12, null, "secret", out _), problem => problem.IsError);
        Assert.Contains("the password does not open", Assert.Single(Load(p12, null, "other", out _)).Sentence, StringComparison.Ordinal);
    }

    [RequiresTool("openssl")]
    public void Pkcs12_WithItsKeyGivenAgain_IsLoaded()
    {
        var files = WriteServer(LabKey.P256);
        var other = _authority.IssueServer("other.example.com").WriteTo(_directory, "other");
        var p12 = Path.Combine(_directory, "server.p12");
        VerifierLab.Openssl($"pkcs12 -export -passout pass:secret -in {files.CertificatePath} -inkey {files.KeyPath} -out {p12}");

        Assert.Empty(Load(p12, files.KeyPath, "secret", out var store));
        Assert.True(store.Local("Server_cert").Leaf.HasPrivateKey);
        Assert.Contains("belongs to another certificate", Assert.Single(Load(p12, other.KeyPath, "secret", out _)).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void PemText_InPlaceOfPaths_IsLoaded()
    {
        using var server = _authority.IssueServer("sip.example.com");

        Assert.DoesNotContain(Load(server.ChainPem, server.KeyPem, null, out _), problem => problem.IsError);
    }

    [Fact]
    public void KeyOfAnotherCertificate_IsAnError()
    {
        var one = WriteServer(LabKey.P256);
        var other = _authority.IssueServer("other.example.com").WriteTo(_directory, "other");

        var problem = Assert.Single(Load(one.CertificatePath, other.KeyPath, null, out _));

        Assert.Contains("belongs to another certificate", problem.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void ExpiredCertificate_IsAnErrorThatNamesTheDate()
    {
        var now = TimeProvider.System.GetUtcNow();
        var files = _authority.Issue(new LabCertificateRequest { CommonName = "old", NotBefore = now.AddDays(-20), NotAfter = now.AddDays(-10) }).WriteTo(_directory, "old");

        var problem = Assert.Single(Load(files.CertificatePath, files.KeyPath, null, out _));

        Assert.Contains("expired on " + now.AddDays(-10).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), problem.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("garbage, no certificate", "there is no certificate in")]
    [InlineData("", "is empty")]
    public void AuthorityFile_ThatHoldsNone_IsAnError(string content, string expected)
    {
        var file = Path.Combine(_directory, "ca.pem");
        File.WriteAllText(file, content);
        var options = new FastSipAlgOptions();
        options.CaCertificates["Lab_CA"] = new CaCertificateOptions { Name = "Lab_CA", Ca = file };

        CertificateStore.Load(options, TimeProvider.System, out var problems);

        Assert.Contains(expected, Assert.Single(problems).Sentence, StringComparison.Ordinal);
    }

    private static IReadOnlyList<OptionProblem> Load(string certificate, string? key, string? password, out CertificateStore store)
    {
        var options = new FastSipAlgOptions();
        options.LocalCertificates["Server_cert"] = new LocalCertificateOptions
        {
            Name = "Server_cert",
            Certificate = certificate,
            PrivateKey = key,
            Password = password,
        };
        store = CertificateStore.Load(options, TimeProvider.System, out var problems);
        return [.. problems.Where(problem => problem.IsError)];
    }

    private LabCertificateFiles WriteServer(LabKey key) =>
        _authority.Issue(new LabCertificateRequest { CommonName = "sip.example.com", DnsNames = ["sip.example.com"], Key = key }).WriteTo(_directory, "server");
}
