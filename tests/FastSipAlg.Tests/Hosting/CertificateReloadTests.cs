// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Hosting;
using FastSipAlg.Simulation.Certificates;
using FastSipAlg.Transport.Certificates;

namespace FastSipAlg.Tests.Hosting;

public sealed class CertificateReloadTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("fastsipalg-reload-").FullName;
    private readonly LabCertificates _authority = LabCertificates.Create();

    public void Dispose()
    {
        _authority.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public void File_WithTheSameNamesOrMore_IsTaken()
    {
        Put("one", "a.example.com");
        var (running, used) = Start("one");

        Put("one", "b.example.com", "a.example.com");
        var reload = CertificateReload.Load(running.Options, running, running, used, TimeProvider.System);

        Assert.False(reload.HasErrors, string.Join('\n', reload.Problems));
        Assert.NotSame(used.Local("one").Context, reload.Certificates.Local("one").Context);
        Assert.Same(running.Options, reload.Options);
    }

    [Fact]
    public void File_WithoutANameThatWasThere_IsRefused()
    {
        Put("one", "a.example.com", "b.example.com");
        var (running, used) = Start("one");

        Put("one", "a.example.com");
        var reload = CertificateReload.Load(running.Options, running, running, used, TimeProvider.System);

        Assert.Contains("no certificate is for b.example.com any more", Assert.Single(reload.Problems, problem => problem.IsError).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void File_WhoseWildcardCoversTheNames_IsTaken()
    {
        Put("one", "a.example.com", "b.example.com");
        var (running, used) = Start("one");

        Put("one", "*.example.com");

        Assert.False(CertificateReload.Load(running.Options, running, running, used, TimeProvider.System).HasErrors);
    }

    [Fact]
    public void List_ThatNamesOthers_MayLoseANameWithAWarning()
    {
        Put("one", "a.example.com");
        Put("two", "b.example.com");
        var (running, used) = Start("one");

        var now = Configure("two");
        var reload = CertificateReload.Load(running.Options, running, now, used, TimeProvider.System);

        Assert.False(reload.HasErrors, string.Join('\n', reload.Problems));
        Assert.Contains(reload.Problems, problem => problem.Sentence == "no certificate is for a.example.com any more");
        Assert.Equal(["two"], reload.Options.VoipProfiles["default"].SslServerCertificates);
        Assert.Empty(reload.Others);
    }

    [Fact]
    public void Settings_ThatHaveNothingToDoWithCertificates_StayAndAreNamed()
    {
        Put("one", "a.example.com");
        var (running, used) = Start("one");

        var now = Configure("one", "set max-line-length 100", "set idle-timeout 9");
        var reload = CertificateReload.Load(running.Options, running, now, used, TimeProvider.System);

        Assert.False(reload.HasErrors);
        Assert.Equal(["sip listener phones idle-timeout", "voip profile default sip max-line-length"], reload.Others);
        Assert.Equal(998, reload.Options.VoipProfiles["default"].Inspection.MaxLineLength);
        Assert.Equal(3900, reload.Options.Listeners["phones"].IdleTimeout);
    }

    [Fact]
    public void Profile_ThatIsGone_KeepsWhatItNames()
    {
        Put("one", "a.example.com");
        var (running, used) = Start("one");

        var now = ConfigurationLoader.LoadText("", _directory);
        running.Options.VoipProfiles["gone"] = running.Options.VoipProfiles["default"];
        running.Options.Listeners["phones"].VoipProfile = "gone";
        var reload = CertificateReload.Load(running.Options, running, now, used, TimeProvider.System);

        Assert.False(reload.HasErrors, string.Join('\n', reload.Problems));
        Assert.Same(used.Local("one").Context, reload.Certificates.Local("one").Context);
    }

    [Fact]
    public void Configuration_WithErrors_IsRefusedWithThem()
    {
        Put("one", "a.example.com");
        var (running, used) = Start("one");

        var reload = CertificateReload.Load(running.Options, running, ConfigurationLoader.LoadText("config voip profil\nend\n", _directory), used, TimeProvider.System);

        Assert.True(reload.HasErrors);
        Assert.Same(used, reload.Certificates);
    }

    private (LoadedConfiguration Configuration, CertificateStore Certificates) Start(string certificate)
    {
        var running = Configure(certificate);
        var used = CertificateStore.Load(running.Options, TimeProvider.System, out var problems);
        Assert.DoesNotContain(problems, problem => problem.IsError);
        return (running, used);
    }

    private LoadedConfiguration Configure(string certificate, string profile = "", string listener = "")
    {
        var loaded = ConfigurationLoader.LoadText(
            $"""
            config voip profile
            edit default
            config sip
            set ssl-server-certificate {certificate}
            {profile}
            end
            next
            end
            config sip server
            edit pbx
            set address pbx.example.com
            next
            end
            config sip listener
            edit phones
            set server pbx
            {listener}
            next
            end
            """,
            _directory);
        Assert.False(loaded.HasErrors, string.Join('\n', loaded.Problems));
        return loaded;
    }

    private void Put(string name, params string[] dnsNames)
    {
        using var certificate = _authority.Issue(new LabCertificateRequest { CommonName = "x", DnsNames = dnsNames });
        var store = Directory.CreateDirectory(Path.Combine(_directory, CertificateDirectory.DefaultName)).FullName;
        File.WriteAllText(CertificateDirectory.PathOf(store, name), certificate.ChainPem + certificate.KeyPem);
    }
}
