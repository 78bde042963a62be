// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Configuration.Problems;
using FastSipAlg.Simulation.Certificates;
using FastSipAlg.Transport.Certificates;
using FastSipAlg.Transport.Legs;

namespace FastSipAlg.Tests.Transport.Legs;

public sealed class TlsCheckTests : IDisposable
{
    private readonly LabCertificates _authority = LabCertificates.Create();

    public void Dispose() => _authority.Dispose();

    [Fact]
    public void DefaultProfile_HasNone()
    {
        Assert.Empty(Find("", LabKey.P256));
    }

    [Fact]
    public void PfsDenied_WithAnEcdsaCertificate_IsAnErrorAtItsPlace()
    {
        var problem = Assert.Single(Find("set ssl-max-version tls-1.2\nset ssl-pfs deny", LabKey.P256), problem => problem.IsError);

        Assert.Equal(("voip profile one sip ssl-pfs", 6), (problem.Path, problem.Line));
        Assert.Contains("Server_cert", problem.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void PfsDenied_WithAnRsaCertificate_CostsResumption()
    {
        var problem = Assert.Single(Find("set ssl-max-version tls-1.2\nset ssl-pfs deny", LabKey.Rsa2048));

        Assert.Equal(ProblemSeverity.Warning, problem.Severity);
        Assert.Contains("not resumed", problem.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void OldVersions_HaveTheirOwnWarningAndNoOther()
    {
        Assert.Empty(Find("set ssl-min-version tls-1.0\nset ssl-pfs allow", LabKey.Rsa2048));
    }

    [Fact]
    public void AlgorithmLow_OnAPlatformWithoutWeakCiphers_NamesThemOnce()
    {
        var lacking = CipherSuites.Lacking(SslAlgorithm.Low, CipherSuites.IsHere);

        var problems = Find("set ssl-algorithm low", LabKey.P256);

        // On a platform that has them all there is nothing to say.
        Assert.Equal(lacking.Count > 0, problems.Any(problem => problem.Path == "voip profile one sip ssl-algorithm" && problem.Sentence.Contains(string.Join(", ", lacking), StringComparison.Ordinal)));
        Assert.True(problems.Count <= 1);
    }

    [Fact]
    public void EmptyFragmentsDisabled_WithoutTls10_HaveNoEffect()
    {
        Assert.Contains("no effect", Assert.Single(Find("set ssl-send-empty-frags disable", LabKey.P256)).Sentence, StringComparison.Ordinal);
        Assert.Empty(Find("set ssl-min-version tls-1.0\nset ssl-send-empty-frags disable", LabKey.P256));
    }

    [Theory]
    [InlineData("tls-1.0", "disable", 1)]
    [InlineData("tls-1.0", "enable", 0)]
    [InlineData("tls-1.2", "enable", 0)]
    public void EmptyFragments_OfTwoProfilesInUse_MustAgreeWhereBothSpeakTls10(string lowest, string other, int errors)
    {
        var options = new FastSipAlgOptions();
        foreach (var (name, minimum, sends) in new[] { ("one", "tls-1.0", true), ("other", lowest, other == "enable"), ("unused", "tls-1.0", false) })
        {
            options.VoipProfiles[name] = new VoipProfileOptions
            {
                Name = name,
                SslMinVersion = minimum == "tls-1.0" ? SslVersion.Tls10 : SslVersion.Tls12,
                SslSendEmptyFrags = sends,
            };
        }

        options.Listeners["a"] = new ListenerOptions { Name = "a", VoipProfile = "one" };
        options.Listeners["b"] = new ListenerOptions { Name = "b", VoipProfile = "other" };

        var problems = TlsCheck.Find(options, CertificateStore.Load(options, TimeProvider.System, out _));

        Assert.Equal(errors, problems.Count(problem => problem is { IsError: true, Path: "voip profile other", Option: "ssl-send-empty-frags" }));
    }

    private List<Problem> Find(string settings, LabKey key)
    {
        using var certificate = _authority.Issue(new LabCertificateRequest { CommonName = "sip.example.com", DnsNames = ["sip.example.com"], Key = key });
        var loaded = ConfigurationLoader.LoadText(
            $"config voip profile\nedit \"one\"\nconfig sip\nset ssl-server-certificate \"Server_cert\"\n{settings}\nend\nnext\nend\n"
            + $"config vpn certificate local\nedit \"Server_cert\"\nset certificate \"{certificate.ChainPem}\"\nset private-key \"{certificate.KeyPem}\"\nnext\nend\n",
            "/");
        Assert.False(loaded.HasErrors, string.Join('\n', loaded.Problems));
        var store = CertificateStore.Load(loaded.Options, TimeProvider.System, out _);
        return [.. TlsCheck.Find(loaded.Options, store).Select(loaded.ProblemAt)];
    }
}
