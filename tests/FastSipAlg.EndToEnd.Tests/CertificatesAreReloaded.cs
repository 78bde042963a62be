// SPDX-License-Identifier: MIT

using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using FastSipAlg.Simulation.Certificates;
using FastSipAlg.Simulation.Phones;
using FastSipAlg.TestKit;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>Certificates change under a running relay.</summary>
public sealed class CertificatesAreReloaded
{
    private const string Stored = "set ssl-server-certificate Phones";

    [RequiresToolTheory("openssl")]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public async Task Sessions_OutliveAReload_ThatLeavesTheirCertificate(string version)
    {
        await using var lab = RelayLab.Start();
        var session = Path.Combine(lab.Files.Directory, "session");
        var arguments = $"-servername {RelayLab.Domain} {version}";

        await TlsClient.OpensslAsync(lab.EndPoint, $"{arguments} -sess_out {session}", asks: true);
        lab.ReloadCertificates();

        Assert.Contains("Reused, TLS", await TlsClient.OpensslAsync(lab.EndPoint, $"{arguments} -sess_in {session}", asks: true), StringComparison.Ordinal);
    }

    [RequiresToolTheory("openssl")]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public async Task Sessions_OfAFormerCertificate_BecomeFullHandshakesWithTheNew(string version)
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { ProfileOptions = Stored, Prepare = files => Import(files, "first") });
        var session = Path.Combine(lab.Files.Directory, "session");
        var arguments = $"-servername {RelayLab.Domain} {version}";

        await TlsClient.OpensslAsync(lab.EndPoint, $"{arguments} -sess_out {session}", asks: true);
        Import(lab.Files, "second");
        lab.ReloadCertificates();

        var output = await TlsClient.OpensslAsync(lab.EndPoint, $"{arguments} -sess_in {session}", asks: true);
        Assert.Contains("New, TLS", output, StringComparison.Ordinal);
        Assert.Contains("subject=CN = second", output, StringComparison.Ordinal);
        Assert.Contains("SIP/2.0 200", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Flow_ThatIsOpen_GoesOnAcrossAReload()
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { ProfileOptions = Stored, Prepare = files => Import(files, "first") });
        await using var phone = await lab.ConnectAsync("alice");
        Assert.Equal(200, (await phone.RegisterAsync()).StatusCode);

        Import(lab.Files, "second");
        lab.ReloadCertificates();

        Assert.Equal(200, (await phone.RegisterAsync()).StatusCode);
        Assert.Equal("CN=second", await SubjectAsync(lab, lab.EndPoint));
    }

    /// <summary>The short form of tools/swap.sh, which also looks at memory.</summary>
    [Fact]
    public async Task Swaps_UnderTraffic_LoseNoFlowAndNoHandshake()
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { ProfileOptions = Stored, Prepare = files => Import(files, "first") });
        var phones = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => lab.ConnectAsync($"phone{number}")));
        using var stop = new CancellationTokenSource();
        var talking = phones.Select(phone => TalkAsync(phone, stop.Token)).ToArray();
        var coming = Enumerable.Range(0, 4).Select(_ => ComeAndGoAsync(lab, stop.Token)).ToArray();

        for (var swap = 1; swap <= 20; swap++)
        {
            Import(lab.Files, $"number {swap}");
            lab.ReloadCertificates();
            Assert.Equal($"CN=number {swap}", await SubjectAsync(lab, lab.EndPoint));
        }

        await stop.CancelAsync();
        Assert.All(await Task.WhenAll([.. talking, .. coming]), count => Assert.True(count > 0));
        foreach (var phone in phones)
        {
            await phone.DisposeAsync();
        }
    }

    [Fact]
    public async Task ServerLeg_OpenedAfterAReload_GoesByTheNewAuthorities()
    {
        await using var lab = RelayLab.Start();
        await using var phone = await lab.ConnectAsync("alice");

        // The phone has shaken hands, the SIP server has not: it is a stranger now.
        await File.WriteAllTextAsync(lab.CaFile, lab.Files.Strangers.AuthorityPem);
        lab.ReloadCertificates();

        Assert.Equal(503, (await phone.RegisterAsync()).StatusCode);
    }

    [Fact]
    public async Task Program_AtSighup_UsesTheNewFilesAndTheNewConfiguration()
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { ProfileOptions = Stored, Prepare = files => Import(files, "first") });
        var config = WriteConfig(lab, "set certificate-check-interval 0");
        using var program = ProgramProcess.Start("run", "--config", config);
        var endPoint = IPEndPoint.Parse((await program.ReadLineAsync())!.Split('=')[1]);
        await using var phone = await SimulatedPhone.ConnectAsync(endPoint, lab.PhoneTls(), new SimulatedPhoneOptions { User = "alice" });
        Assert.Equal(200, (await phone.RegisterAsync()).StatusCode);
        Assert.Equal("CN=first", await SubjectAsync(lab, endPoint));

        Import(lab.Files, "second");
        await File.WriteAllTextAsync(config, (await File.ReadAllTextAsync(config)).Replace("set connect-timeout 5", "set connect-timeout 6", StringComparison.Ordinal));
        program.HangUp();

        Assert.Contains("new: Phones", await program.ReadErrorAsync("certificates reloaded"), StringComparison.Ordinal);
        Assert.Contains("changed: sip server pbx connect-timeout;", await program.ReadErrorAsync("configuration reloaded"), StringComparison.Ordinal);
        Assert.Equal("CN=second", await SubjectAsync(lab, endPoint));
        Assert.Equal(200, (await phone.RegisterAsync()).StatusCode);
    }

    [Fact]
    public async Task Program_WithABadSet_KeepsTheOldAndSaysWhy()
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { ProfileOptions = Stored, Prepare = files => Import(files, "first") });
        var config = WriteConfig(lab, "set certificate-check-interval 0");
        using var program = ProgramProcess.Start("run", "--config", config);
        var endPoint = IPEndPoint.Parse((await program.ReadLineAsync())!.Split('=')[1]);

        // Expired, of other names, of no names at all, and at last a configuration that is none.
        var now = TimeProvider.System.GetUtcNow();
        ImportAs(lab.Files, new LabCertificateRequest { CommonName = "old", DnsNames = [RelayLab.Domain], NotBefore = now.AddDays(-9), NotAfter = now.AddDays(-2) });
        program.HangUp();
        Assert.Contains("CN=old", await program.ReadErrorAsync("expired on"), StringComparison.Ordinal);
        await program.ReadErrorAsync("those in use stay");

        ImportAs(lab.Files, new LabCertificateRequest { CommonName = "other", DnsNames = ["other.example.com"] });
        program.HangUp();
        await program.ReadErrorAsync($"no certificate is for {RelayLab.Domain} any more");
        await program.ReadErrorAsync("those in use stay");

        await File.WriteAllTextAsync(Path.Combine(lab.Files.Directory, "certificates", "Phones.pem"), "garbage");
        program.HangUp();
        await program.ReadErrorAsync("there is no certificate in");
        await program.ReadErrorAsync("those in use stay");

        await File.WriteAllTextAsync(config, "config voip profil\n");
        program.HangUp();
        await program.ReadErrorAsync("unknown block");
        await program.ReadErrorAsync("those in use stay");
        Assert.Equal("CN=first", await SubjectAsync(lab, endPoint));
    }

    [Fact]
    public async Task Program_SeesAChangedFileByItself()
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { ProfileOptions = Stored, Prepare = files => Import(files, "first") });
        using var program = ProgramProcess.Start("run", "--config", WriteConfig(lab, "set certificate-check-interval 1"));
        var endPoint = IPEndPoint.Parse((await program.ReadLineAsync())!.Split('=')[1]);
        Assert.Equal("CN=first", await SubjectAsync(lab, endPoint));

        Import(lab.Files, "second");

        await program.ReadErrorAsync("certificates reloaded");
        Assert.Equal("CN=second", await SubjectAsync(lab, endPoint));
    }

    private static async Task<int> TalkAsync(SimulatedPhone phone, CancellationToken stop)
    {
        var count = 0;
        for (; !stop.IsCancellationRequested; count++)
        {
            Assert.Equal(200, (await phone.RegisterAsync()).StatusCode);
        }

        return count;
    }

    private static async Task<int> ComeAndGoAsync(RelayLab lab, CancellationToken stop)
    {
        var count = 0;
        for (; !stop.IsCancellationRequested; count++)
        {
            await using var phone = await lab.ConnectAsync("guest");
            Assert.Equal(200, (await phone.RegisterAsync()).StatusCode);
        }

        return count;
    }

    private static string WriteConfig(RelayLab lab, string settings)
    {
        var file = Path.Combine(lab.Files.Directory, "program.conf");
        var text = lab.ConfigurationText.Replace($"port {lab.EndPoint.Port}", $"port {FreePort.Next()}", StringComparison.Ordinal);
        File.WriteAllText(file, $"config system settings\n{settings}\nend\n{text}");
        return file;
    }

    private static void Import(RelayLabFiles files, string commonName) => ImportAs(files, new LabCertificateRequest { CommonName = commonName, DnsNames = [RelayLab.Domain] });

    private static void ImportAs(RelayLabFiles files, LabCertificateRequest request)
    {
        using var certificate = files.Authority.Issue(request);
        files.Import("Phones", certificate);
    }

    // Of a certificate that our phones trust, or this fails.
    private static async Task<string> SubjectAsync(RelayLab lab, IPEndPoint endPoint)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(endPoint);
        await using var stream = new SslStream(client.GetStream());
        var tls = lab.PhoneTls();
        tls.AllowTlsResume = false;
        await stream.AuthenticateAsClientAsync(tls);
        return stream.RemoteCertificate!.Subject;
    }
}
