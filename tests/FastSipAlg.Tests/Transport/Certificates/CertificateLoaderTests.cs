// SPDX-License-Identifier: MIT

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Configuration.Problems;
using FastSipAlg.Simulation.Certificates;
using FastSipAlg.TestKit;
using FastSipAlg.Transport.Certificates;

namespace FastSipAlg.Tests.Transport.Certificates;

public sealed class CertificateLoaderTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("fastsipalg-loader-").FullName;
    private readonly LabCertificates _root = LabCertificates.Create();

    public void Dispose()
    {
        _root.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Theory]
    [InlineData(LabKey.P256)]
    [InlineData(LabKey.Rsa2048)]
    public void Der_CertificateAndKey_AreLoaded(LabKey kind)
    {
        using var server = _root.Issue(new LabCertificateRequest { CommonName = "sip.example.com", Key = kind });
        using AsymmetricAlgorithm key = kind == LabKey.P256 ? server.Certificate.GetECDsaPrivateKey()! : server.Certificate.GetRSAPrivateKey()!;
        var options = new LocalCertificateOptions
        {
            Name = "own",
            Certificate = Write("server.der", server.Certificate.RawData),
            PrivateKey = Write("server.key.der", key.ExportPkcs8PrivateKey()),
        };

        Assert.DoesNotContain(Load(options, out var loaded), problem => problem.IsError);
        Assert.True(loaded!.Leaf.HasPrivateKey);
    }

    [Fact]
    public void Chain_InAnyOrder_HasTheKeysOwnerAsItsLeaf()
    {
        using var upper = _root.CreateIntermediate("Upper");
        using var lower = upper.CreateIntermediate("Lower");
        using var server = lower.IssueServer("sip.example.com");
        var options = new LocalCertificateOptions
        {
            Name = "own",
            Certificate = string.Concat(upper.AuthorityPem, server.Certificate.ExportCertificatePem(), "\n", _root.AuthorityPem, lower.AuthorityPem),
            PrivateKey = server.KeyPem,
        };

        Assert.Empty(Load(options, out var loaded));
        Assert.Equal(server.Certificate.Thumbprint, loaded!.Leaf.Thumbprint);
        Assert.Equal([lower.AuthorityCertificate.Thumbprint, upper.AuthorityCertificate.Thumbprint], loaded.Context.IntermediateCertificates.Select(c => c.Thumbprint).Take(2));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void Chain_WithoutAnIntermediate_IsWarnedOf(int intermediates, bool isWarned)
    {
        using var upper = _root.CreateIntermediate("Upper");
        using var lower = upper.CreateIntermediate("Lower");
        using var server = lower.IssueServer("sip.example.com");
        var options = new LocalCertificateOptions
        {
            Name = "own",
            Certificate = string.Join('\n', [server.Certificate.ExportCertificatePem(), .. server.Intermediates.Take(intermediates).Select(c => c.ExportCertificatePem())]),
            PrivateKey = server.KeyPem,
        };

        var problems = Load(options, out var loaded);

        Assert.NotNull(loaded);
        Assert.All(problems, problem => Assert.False(problem.IsError));
        Assert.Equal(isWarned, problems.Any(problem => problem.Sentence.Contains("append its certificate", StringComparison.Ordinal)));
    }

    [RequiresTool("openssl")]
    public void Password_OfAFileOrTheEnvironment_OpensTheKey()
    {
        const string Variable = "FASTSIPALG_LOADER_TESTS_PASSWORD";
        Environment.SetEnvironmentVariable(Variable, "secret");
        var file = Write("password", "\uFEFFsecret\r\nanother line"u8);

        Assert.Empty(ErrorsOf(options => options.PasswordFile = file));
        Assert.Empty(ErrorsOf(options => options.PasswordEnv = Variable));
    }

    [RequiresTool("openssl")]
    public void Password_ThatCannotBeHad_IsAnErrorOfItsOption()
    {
        var wrong = Write("wrong", "wrong\n"u8);
        var empty = Write("empty", "\nsecret"u8);
        var missing = Path.Combine(_directory, "none");

        Assert.StartsWith("private-key: the password does not open ", Assert.Single(ErrorsOf(options => options.PasswordFile = wrong)), StringComparison.Ordinal);
        Assert.Equal([$"password-file: the first line of {empty} is empty"], ErrorsOf(options => options.PasswordFile = empty));
        Assert.Equal([$"password-file: there is no file {missing}"], ErrorsOf(options => options.PasswordFile = missing));
        Assert.Equal(["password-env: the environment variable FASTSIPALG_NOT_THERE is not set"], ErrorsOf(options => options.PasswordEnv = "FASTSIPALG_NOT_THERE"));
    }

    [RequiresTool("openssl")]
    public void Key_InACipherNotOfferedHere_IsAnErrorThatNamesThoseThatAre()
    {
        var sentence = Assert.Single(ErrorsOf(options =>
        {
            options.PrivateKey = File.ReadAllText(options.PrivateKey!).Replace("AES-256-CBC", "CAMELLIA-256-CBC", StringComparison.Ordinal);
            options.Password = "secret";
        }));

        Assert.Contains("DEK-Info: CAMELLIA-256-CBC", sentence, StringComparison.Ordinal);
        Assert.Contains("use AES-128-CBC", sentence, StringComparison.Ordinal);
    }

    [RequiresTool("openssl")]
    public void Ed25519_IsAnErrorThatSaysWhatToUse()
    {
        var certificate = Path.Combine(_directory, "ed.pem");
        var key = Path.Combine(_directory, "ed.key");
        VerifierLab.Openssl($"req -x509 -newkey ed25519 -nodes -subj /CN=sip.example.com -days 60 -keyout {key} -out {certificate}");

        var problem = Assert.Single(Load(new LocalCertificateOptions { Name = "own", Certificate = certificate, PrivateKey = key }, out var loaded));

        Assert.Null(loaded);
        Assert.Contains("Ed25519", problem.Sentence, StringComparison.Ordinal);
        Assert.Contains("use RSA or ECDSA", problem.Sentence, StringComparison.Ordinal);
    }

    // An RSA key as Proc-Type: 4,ENCRYPTED under "secret"; each error as OPTION: SENTENCE.
    private List<string> ErrorsOf(Action<LocalCertificateOptions> change)
    {
        using var server = _root.Issue(new LabCertificateRequest { CommonName = "sip.example.com", Key = LabKey.Rsa2048 });
        var files = server.WriteTo(_directory, "server");
        var key = Path.Combine(_directory, "encrypted.key");
        VerifierLab.Openssl($"rsa -traditional -aes256 -passout pass:secret -in {files.KeyPath} -out {key}");
        var options = new LocalCertificateOptions { Name = "own", Certificate = files.CertificatePath, PrivateKey = key };
        change(options);
        return [.. Load(options, out _).Where(problem => problem.IsError).Select(problem => $"{problem.Option}: {problem.Sentence}")];
    }

    private List<OptionProblem> Load(LocalCertificateOptions options, out LocalCertificate? loaded)
    {
        var problems = new List<OptionProblem>();
        loaded = new CertificateLoader(TimeProvider.System, new KnownIssuers([_root.AuthorityCertificate]), problems).Load(options);
        return problems;
    }

    private string Write(string name, ReadOnlySpan<byte> content)
    {
        var path = Path.Combine(_directory, name);
        File.WriteAllBytes(path, content);
        return path;
    }
}
