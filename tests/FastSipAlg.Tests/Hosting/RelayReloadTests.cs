// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Hosting;
using FastSipAlg.Simulation.Certificates;
using FastSipAlg.Transport.Certificates;

namespace FastSipAlg.Tests.Hosting;

public sealed class RelayReloadTests : IDisposable
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
        var reload = RelayReload.Load(running, running, used, TimeProvider.System);

        Assert.False(reload.HasErrors, string.Join('\n', reload.Problems));
        Assert.NotSame(used.Local("one").Context, reload.Certificates.Local("one").Context);
        Assert.Same(running, reload.Configuration);
    }

    [Fact]
    public void File_WithoutANameThatWasThere_IsRefused()
    {
        Put("one", "a.example.com", "b.example.com");
        var (running, used) = Start("one");

        Put("one", "a.example.com");
        var reload = RelayReload.Load(running, running, used, TimeProvider.System);

        Assert.Contains("no certificate is for b.example.com any more", Assert.Single(reload.Problems, problem => problem.IsError).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void File_WhoseWildcardCoversTheNames_IsTaken()
    {
        Put("one", "a.example.com", "b.example.com");
        var (running, used) = Start("one");

        Put("one", "*.example.com");

        Assert.False(RelayReload.Load(running, running, used, TimeProvider.System).HasErrors);
    }

    [Fact]
    public void List_ThatNamesOthers_MayLoseANameWithAWarning()
    {
        Put("one", "a.example.com");
        Put("two", "b.example.com");
        var (running, used) = Start("one");

        var now = Configure("two");
        var reload = RelayReload.Load(running, now, used, TimeProvider.System);

        Assert.False(reload.HasErrors, string.Join('\n', reload.Problems));
        Assert.Contains(reload.Problems, problem => problem.Sentence == "no certificate is for a.example.com any more");
        Assert.Equal(["two"], reload.Configuration.Options.VoipProfiles["default"].SslServerCertificates);
    }

    [Fact]
    public void Settings_OfAnyKind_AreTakenAndNamed()
    {
        Put("one", "a.example.com");
        var (running, used) = Start("one");

        var now = Configure("one", "set max-line-length 100", "set idle-timeout 9");
        var reload = RelayReload.Load(running, now, used, TimeProvider.System);

        Assert.False(reload.HasErrors);
        Assert.Same(now, reload.Configuration);
        Assert.Equal(["sip listener phones idle-timeout", "voip profile default sip max-line-length"], ConfigComparison.Changes(running, now));
        Assert.Empty(ConfigComparison.NeedingRestart(running, now));
    }

    [Fact]
    public void Settings_ThatAreReadOnce_WaitForARestart()
    {
        Put("one", "a.example.com");
        var (running, _) = Start("one");

        var now = Configure("one", "", "set reuse-port enable");

        Assert.Equal(["sip listener phones reuse-port"], ConfigComparison.NeedingRestart(running, now));
        Assert.Empty(ConfigComparison.NeedingRestart(running, Configure("one", "", "set reuse-port enable\nset port 6061")));
    }

    [Fact]
    public void Configuration_WithErrors_IsRefusedWithThem()
    {
        Put("one", "a.example.com");
        var (running, used) = Start("one");

        var reload = RelayReload.Load(running, ConfigurationLoader.LoadText("config voip profil\nend\n", _directory), used, TimeProvider.System);

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
