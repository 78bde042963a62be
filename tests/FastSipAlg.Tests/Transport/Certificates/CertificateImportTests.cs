// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration.Options;
using FastSipAlg.Configuration.Problems;
using FastSipAlg.Simulation.Certificates;
using FastSipAlg.TestKit;
using FastSipAlg.Transport.Certificates;

namespace FastSipAlg.Tests.Transport.Certificates;

public sealed class CertificateImportTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("fastsipalg-import-").FullName;
    private readonly LabCertificates _authority = LabCertificates.Create();
    private readonly LabCertificates _intermediate;

    public CertificateImportTests() => _intermediate = _authority.CreateIntermediate();

    private string Store => Path.Combine(_directory, "store");

    public void Dispose()
    {
        _intermediate.Dispose();
        _authority.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Theory]
    [InlineData(LabKey.P256, "ECDSA P-256")]
    [InlineData(LabKey.Rsa2048, "RSA 2048")]
    public void Pair_IsStoredForItsOwnerAloneAndCanBeUsed(LabKey key, string keyText)
    {
        var files = Write("a", key);

        var facts = Import(new("Phones", files.CertificatePath, files.KeyPath, null, "shown to phones", false), out var problems);

        Assert.Empty(problems);
        Assert.Equal(("Phones", "CN=a", keyText, "shown to phones"), (facts!.Name, facts.Subject, facts.Key, facts.Comment));
        Assert.Equal(["DNS:a"], facts.AlternativeNames);
        Assert.Equal(["O=FastSipAlg Lab, CN=FastSipAlg Lab Intermediate"], facts.Chain);
        var stored = Assert.Single(Directory.GetFiles(Store));
        Assert.Equal(Path.Combine(Store, "Phones.pem"), stored);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(stored));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Store));
        var read = Assert.Single(Read(out problems));
        Assert.Empty(problems);
        Assert.Equal((facts.Fingerprint, facts.Comment), (read.Fingerprint, read.Comment));
    }

    [RequiresToolTheory("openssl")]
    [InlineData("pkcs12 -export -passout pass:secret -in CERT -inkey KEY -out OUT")]
    [InlineData("pkcs12 -export -legacy -passout pass:secret -in CERT -inkey KEY -out OUT")]
    public void Pkcs12_IsStoredByItselfWithItsPassword(string command)
    {
        var files = Write("a", LabKey.Rsa2048);
        var container = Path.Combine(_directory, "a.p12");
        VerifierLab.Openssl(command.Replace("CERT", files.CertificatePath, StringComparison.Ordinal).Replace("KEY", files.KeyPath, StringComparison.Ordinal).Replace("OUT", container, StringComparison.Ordinal));

        Import(new("a", container, null, Password("secret"), null, false), out var problems);

        Assert.Empty(problems);
        Assert.Single(Read(out problems));
        Assert.Empty(problems);
    }

    [RequiresTool("openssl")]
    public void Password_WrongOrMissing_IsSaid()
    {
        var files = Write("a", LabKey.Rsa2048);
        var key = Path.Combine(_directory, "encrypted.key");
        VerifierLab.Openssl($"pkcs8 -topk8 -v2 aes-256-cbc -passout pass:secret -in {files.KeyPath} -out {key}");

        Assert.Equal("the password does not open " + key, Refused(new("a", files.CertificatePath, key, Password("other"), null, false), "--key"));
        Assert.StartsWith($"{key} is encrypted and no password is given", Refused(new("a", files.CertificatePath, key, null, null, false), "--key"), StringComparison.Ordinal);
        Assert.EndsWith("no-such-file", Refused(new("a", files.CertificatePath, key, "no-such-file", null, false), "--password-file"), StringComparison.Ordinal);
        Assert.NotNull(Import(new("a", files.CertificatePath, key, Password("secret"), null, false), out _));
    }

    [Fact]
    public void KeyOfAnotherCertificate_NoKey_NoCertificate_Garbage_AreSaid()
    {
        var one = Write("one", LabKey.P256);
        var other = Write("other", LabKey.P256);
        var garbage = Path.Combine(_directory, "garbage");
        File.WriteAllBytes(garbage, [1, 2, 3]);

        Assert.Contains("belongs to another certificate than CN=one", Refused(new("a", one.CertificatePath, other.KeyPath, null, null, false), "--key"), StringComparison.Ordinal);
        Assert.StartsWith("no private key", Refused(new("a", one.CertificatePath, null, null, null, false), "--key"), StringComparison.Ordinal);
        Assert.StartsWith("there is no certificate in", Refused(new("a", one.KeyPath, null, null, null, false), "--cert"), StringComparison.Ordinal);
        Assert.StartsWith("there is no certificate in", Refused(new("a", garbage, null, null, null, false), "--cert"), StringComparison.Ordinal);
        Assert.StartsWith("there is no private key in", Refused(new("a", one.CertificatePath, garbage, null, null, false), "--key"), StringComparison.Ordinal);
        Assert.StartsWith("there is no file", Refused(new("a", Path.Combine(_directory, "absent"), null, null, null, false), "--cert"), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Store));
    }

    [Theory]
    [InlineData("../a")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("-a")]
    [InlineData("a b")]
    [InlineData("a\0b")]
    [InlineData("ü")]
    [InlineData("")]
    [InlineData("a-name-of-more-than-thirty-five-letters")]
    public void Name_ThatCouldBeAPath_IsRefused(string name)
    {
        var files = Write("a", LabKey.P256);

        Refused(new(name, files.CertificatePath, files.KeyPath, null, null, false), "--name");

        Assert.False(Directory.Exists(Store));
        Assert.False(CertificateImport.TryDelete(Store, name, out _));
    }

    [Fact]
    public void Name_InUse_NeedsReplace()
    {
        var one = Write("one", LabKey.P256);
        var two = Write("two", LabKey.P256);
        Import(new("a", one.CertificatePath, one.KeyPath, null, null, false), out _);

        Assert.Contains("--replace", Refused(new("a", two.CertificatePath, two.KeyPath, null, null, false), "--name"), StringComparison.Ordinal);
        Assert.Contains("only in case", Refused(new("A", two.CertificatePath, two.KeyPath, null, null, true), "--name"), StringComparison.Ordinal);
        Assert.Equal("CN=one", Assert.Single(Read(out _)).Subject);

        Import(new("a", two.CertificatePath, two.KeyPath, null, null, true), out _);
        Assert.Equal("CN=two", Assert.Single(Read(out _)).Subject);
    }

    [Theory]
    [InlineData("two\nlines")]
    [InlineData("a\rb")]
    public void Comment_OfSeveralLines_IsRefused(string comment)
    {
        var files = Write("a", LabKey.P256);

        Refused(new("a", files.CertificatePath, files.KeyPath, null, comment, false), "--comment");
    }

    [Fact]
    public void Comment_ThatLooksLikePem_DoesNoHarm()
    {
        var files = Write("a", LabKey.P256);

        Import(new("a", files.CertificatePath, files.KeyPath, null, "-----BEGIN CERTIFICATE-----", false), out _);

        Assert.Equal("-----BEGIN CERTIFICATE-----", Assert.Single(Read(out var problems)).Comment);
        Assert.Empty(problems);
    }

    [Fact]
    public void Expired_IsStoredWithAWarning()
    {
        var now = TimeProvider.System.GetUtcNow();
        var files = _intermediate.Issue(new LabCertificateRequest { CommonName = "old", NotBefore = now.AddDays(-9), NotAfter = now.AddDays(-2) }).WriteTo(_directory, "old");

        Assert.NotNull(Import(new("old", files.CertificatePath, files.KeyPath, null, null, false), out var problems));

        var problem = Assert.Single(problems);
        Assert.False(problem.IsError);
        Assert.Contains("expired on", problem.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Directory_OpenToOthers_IsRefused()
    {
        var files = Write("a", LabKey.P256);
        Directory.CreateDirectory(Store, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead);

        Assert.EndsWith("(mode 0740): chmod 700 " + Store, Refused(new("a", files.CertificatePath, files.KeyPath, null, null, false), "--name"), StringComparison.Ordinal);
    }

    [Fact]
    public void File_OpenToOthers_IsWarnedOf()
    {
        var files = Write("a", LabKey.P256);
        Import(new("a", files.CertificatePath, files.KeyPath, null, null, false), out _);
        File.SetUnixFileMode(Path.Combine(Store, "a.pem"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        Read(out var problems);

        Assert.Contains("mode 0604", Assert.Single(problems).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Delete_TakesItOut()
    {
        var files = Write("a", LabKey.P256);
        Import(new("a", files.CertificatePath, files.KeyPath, null, null, false), out _);

        Assert.True(CertificateImport.TryDelete(Store, "a", out _));

        Assert.Empty(Directory.GetFiles(Store));
        Assert.False(CertificateImport.TryDelete(Store, "a", out var sentence));
        Assert.EndsWith("holds no certificate `a`", sentence, StringComparison.Ordinal);
    }

    private CertificateFacts? Import(CertificateImport import, out IReadOnlyList<OptionProblem> problems) =>
        import.Store(Store, [new CaCertificateOptions { Name = "Lab_CA", Ca = _authority.AuthorityPem }], TimeProvider.System, out problems);

    private string Refused(CertificateImport import, string option)
    {
        Assert.Null(Import(import, out var problems));
        var problem = Assert.Single(problems);
        Assert.True(problem.IsError);
        Assert.Equal(option, problem.Option);
        return problem.Sentence;
    }

    private IReadOnlyList<CertificateFacts> Read(out IReadOnlyList<OptionProblem> problems)
    {
        var options = new FastSipAlgOptions();
        options.CaCertificates["Lab_CA"] = new CaCertificateOptions { Name = "Lab_CA", Ca = _authority.AuthorityPem };
        Assert.True(CertificateDirectory.TryList(Store, out var names, out _));
        foreach (var name in names)
        {
            options.LocalCertificates[name] = new LocalCertificateOptions { Name = name, Certificate = CertificateDirectory.PathOf(Store, name), IsStored = true };
        }

        return CertificateFacts.Read(options, TimeProvider.System, out problems);
    }

    private string Password(string password)
    {
        var file = Path.Combine(_directory, "password-" + password);
        File.WriteAllText(file, password + "\n");
        return file;
    }

    private LabCertificateFiles Write(string name, LabKey key) =>
        _intermediate.Issue(new LabCertificateRequest { CommonName = name, DnsNames = [name], Key = key }).WriteTo(_directory, name);
}
