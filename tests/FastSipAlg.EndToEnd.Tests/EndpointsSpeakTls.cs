// SPDX-License-Identifier: MIT

using FastSipAlg.Simulation.Certificates;
using FastSipAlg.TestKit;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>The management endpoint over HTTPS, asked by curl, openssl and the commands.</summary>
public sealed class EndpointsSpeakTls
{
    [RequiresTool("curl", "openssl")]
    public async Task Callers_OfAnEndpointWithAClientCa_NeedACertificateExceptForHealth()
    {
        await using var lab = RelayLab.Start();
        using var program = await ManagedProgram.StartAsync(lab, "set certificate \"Server_cert\"\nset client-ca \"Lab_CA\"\nset drain-delay 0");
        var ours = Issue(lab, lab.Files.Authority, "operator");
        var theirs = Issue(lab, lab.Files.Strangers, "stranger");

        Assert.Equal("200", await CurlAsync(lab, program, "/readyz"));
        Assert.Equal("403", await CurlAsync(lab, program, "/api/v1/status"));
        Assert.Equal("200", await CurlAsync(lab, program, "/api/v1/status", "--cert", ours.CertificatePath, "--key", ours.KeyPath));
        Assert.Equal("403", await CurlAsync(lab, program, "/api/v1/status", "--cert", ours.CertificatePath, "--key", ours.KeyPath, "--header", "Origin: https://evil.example"));
        Assert.Equal("000", await CurlAsync(lab, program, "/readyz", "--cert", theirs.CertificatePath, "--key", theirs.KeyPath));
        using var old = StrangerProcess.Start("openssl", $"s_client -connect 127.0.0.1:{program.Url.Port} -tls1_1 -cipher DEFAULT:@SECLEVEL=0");
        Assert.Contains("Cipher is (NONE)", await old.EndAsync(), StringComparison.Ordinal);

        string[] shown = ["--client-certificate", ours.CertificatePath, "--client-key", ours.KeyPath];
        Assert.Contains("ready, 0 flows", (await ProgramProcess.RunAsync(0, ["status", "--config", program.Config, .. shown])).Output, StringComparison.Ordinal);
        Assert.Contains("client-ca", (await ProgramProcess.RunAsync(2, "status", "--config", program.Config)).Errors, StringComparison.Ordinal);
    }

    [RequiresTool("curl", "openssl")]
    public async Task Caller_WhoseCertificateWasRevoked_IsAnsweredNothing()
    {
        await using var lab = RelayLab.Start();
        using var responder = new OcspResponder(Path.Combine(lab.Files.Directory, "ocsp"));
        using var good = Issue(lab, responder, "operator");
        using var revoked = Issue(lab, responder, "former");
        responder.Knows(good, isRevoked: false);
        responder.Knows(revoked, isRevoked: true);
        using var signer = lab.Files.Authority.Issue(new LabCertificateRequest { CommonName = "responder", Usage = LabUsage.OcspSigning });
        await responder.StartAsync(lab.Files.Authority, signer);
        using var program = await ManagedProgram.StartAsync(
            lab,
            $"set certificate \"Server_cert\"\nset client-ca \"Callers\"\nset drain-delay 0\nend\nconfig vpn certificate ca\nedit \"Callers\"\nset ca \"{lab.CaFile}\"\nset ocsp enable\nnext");

        foreach (var (certificate, expected) in new[] { (good, "200"), (revoked, "000") })
        {
            var files = certificate.WriteTo(lab.Files.Directory, "caller");
            Assert.Equal(expected, await CurlAsync(lab, program, "/api/v1/status", "--cert", files.CertificatePath, "--key", files.KeyPath));
        }
    }

    [RequiresTool("curl")]
    public async Task Certificate_ThatIsReloaded_IsShownFromThenOn_AndNoOtherIsTakenByTheCommands()
    {
        await using var lab = RelayLab.Start();
        using var program = await ManagedProgram.StartAsync(lab, "set certificate \"Server_cert\"\nset drain-delay 0");
        var before = await CurlAsync(lab, program, "/readyz", "--verbose");
        Assert.Contains("ready, 0 flows", (await ProgramProcess.RunAsync(0, "status", "--config", program.Config)).Output, StringComparison.Ordinal);

        using var next = lab.Files.Authority.Issue(new LabCertificateRequest { CommonName = "next", DnsNames = [RelayLab.Domain] });
        await File.WriteAllTextAsync(lab.OwnFiles.KeyPath, next.KeyPem);
        await File.WriteAllTextAsync(lab.OwnFiles.CertificatePath, next.ChainPem);
        Assert.Contains("it shows another certificate", (await ProgramProcess.RunAsync(2, "status", "--config", program.Config)).Errors, StringComparison.Ordinal);
        program.Process.HangUp();
        await program.Process.ReadErrorAsync("certificates reloaded");

        Assert.DoesNotContain("CN=next", before, StringComparison.Ordinal);
        Assert.Contains("CN=next", await CurlAsync(lab, program, "/readyz", "--verbose"), StringComparison.Ordinal);
        Assert.Contains("ready, 0 flows", (await ProgramProcess.RunAsync(0, "status", "--config", program.Config)).Output, StringComparison.Ordinal);
    }

    private static LabCertificate Issue(RelayLab lab, OcspResponder responder, string name) =>
        lab.Files.Authority.Issue(new LabCertificateRequest { CommonName = name, Usage = LabUsage.ClientAuth, ResponderUrl = responder.Url });

    private static LabCertificateFiles Issue(RelayLab lab, LabCertificates authority, string name)
    {
        using var certificate = authority.IssueClient(name);
        return certificate.WriteTo(lab.Files.Directory, name);
    }

    // The status code, 000 without an answer; and what else it is asked to say.
    private static async Task<string> CurlAsync(RelayLab lab, ManagedProgram program, string path, params string[] more)
    {
        var port = program.Url.Port;
        string[] arguments =
        [
            "--silent", "--output", "/dev/null", "--write-out", "%{http_code}", "--cacert", lab.CaFile, "--resolve", $"{RelayLab.Domain}:{port}:127.0.0.1", .. more,
            $"https://{RelayLab.Domain}:{port}{path}",
        ];
        using var curl = StrangerProcess.Start("curl", lab.Files.Directory, arguments);
        return await curl.EndAsync();
    }
}
