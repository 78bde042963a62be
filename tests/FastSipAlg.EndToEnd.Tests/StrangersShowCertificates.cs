// SPDX-License-Identifier: MIT

using System.Diagnostics;
using System.Globalization;
using FastSipAlg.Relay.Diagnostics;
using FastSipAlg.Simulation.Certificates;
using FastSipAlg.TestKit;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>openssl, GnuTLS and NSS with certificates of every kind, as phones and as the SIP server; what becomes of them stands in the log.</summary>
public sealed class StrangersShowCertificates
{
    public static TheoryData<string, string?> Certificates => new()
    {
        { "good", null },
        { "long chain", null },
        { "expired", "expired on" },
        { "not yet valid", "is not valid before" },
        { "self-signed", "does not lead to CA Lab_CA" },
        { "wrong issuer", "does not lead to CA Lab_CA" },
        { "chain cut off", "does not lead to CA Lab_CA" },
        { "weak key", "is RSA with 1024 bits, fewer than 2048" },
    };

    [RequiresToolTheory("openssl")]
    [MemberData(nameof(Certificates))]
    [InlineData("for servers only", "is not made for SIP or TLS clients")]
    public async Task SClient_AsPhone_IsLetInOrRefusedWithTheReason(string kind, string? refusal)
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { ProfileOptions = "set ssl-auth-client check-server" });
        var files = Issue(lab.Files, kind);

        var output = await TlsClient.OpensslAsync(lab.EndPoint, $"-tls1_3 -cipher ALL:@SECLEVEL=0 {files}", asks: true);

        Assert.True(output.Contains("Acceptable client certificate CA names\nCN = FastSipAlg Lab CA, O = FastSipAlg Lab\n", StringComparison.Ordinal), output);
        Assert.Equal(refusal is null, output.Contains("SIP/2.0 200", StringComparison.Ordinal));
        await AssertEndAsync(lab, refusal, FlowEndReason.PhoneRefused);
    }

    [RequiresTool("openssl")]
    public async Task SClient_WithoutACertificate_IsRefused()
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { ProfileOptions = "set ssl-auth-client check-server" });

        await TlsClient.OpensslAsync(lab.EndPoint, "-tls1_2", asks: true);

        await AssertEndAsync(lab, "the peer showed no certificate", FlowEndReason.PhoneRefused);
    }

    [RequiresToolTheory("gnutls-cli")]
    [InlineData("good", null)]
    [InlineData("wrong issuer", "does not lead to CA Lab_CA")]
    public async Task Gnutls_AsPhone_IsLetInOrRefusedWithTheReason(string kind, string? refusal)
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { ProfileOptions = "set ssl-auth-client check-server" });
        var files = Issue(lab.Files, kind);

        await TlsClient.GnutlsAsync(lab.EndPoint, $"--x509certfile {files.CertificatePath} --x509keyfile {files.KeyPath}");

        await AssertEndAsync(lab, refusal, FlowEndReason.PhoneRefused);
    }

    [RequiresToolTheory("openssl")]
    [MemberData(nameof(Certificates))]
    [InlineData("wrong name", "the certificate is not for " + RelayLab.Domain)]
    [InlineData("for clients only", "is not made for SIP or TLS servers")]
    public async Task SServer_AsSipServer_IsTrustedOrRefusedWithTheReason(string kind, string? refusal)
    {
        var port = FreePort.Next();
        await using var lab = RelayLab.Start(new RelayLabOptions { ServerPort = port });
        var files = Issue(lab.Files, kind);
        using var server = Process.Start(new ProcessStartInfo(
            ExternalTool.Find("openssl")!,
            string.Create(CultureInfo.InvariantCulture, $"s_server -accept 127.0.0.1:{port} -cipher ALL:@SECLEVEL=0 {files}"))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            await WaitAsync(server, "ACCEPT");
            await using var phone = await lab.ConnectAsync("alice");
            var registering = phone.RegisterAsync();
            if (refusal is null)
            {
                await WaitAsync(server, "REGISTER");
                server.Kill();
                await lab.NextEndAsync();
            }
            else
            {
                Assert.Equal(503, (await registering).StatusCode);
                await AssertEndAsync(lab, refusal, FlowEndReason.ServerRefused);
            }
        }
        finally
        {
            server.Kill();
        }
    }

    private static async Task WaitAsync(Process process, string words)
    {
        while (await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)) is { } line && !line.Contains(words, StringComparison.Ordinal))
        {
        }
    }

    private static async Task AssertEndAsync(RelayLab lab, string? refusal, FlowEndReason refused)
    {
        var end = await lab.NextEndAsync();
        Assert.Equal(refusal is not null, end.Reason == refused);
        if (refusal is not null)
        {
            Assert.Contains(refusal, end.Line, StringComparison.Ordinal);
        }
    }

    private static StrangerFiles Issue(RelayLabFiles files, string kind)
    {
        var now = TimeProvider.System.GetUtcNow();
        var usual = new LabCertificateRequest { CommonName = "stranger", DnsNames = [RelayLab.Domain] };
        switch (kind)
        {
            case "long chain" or "chain cut off":
                return IssueBelow(files, usual, kind == "long chain");
            case "self-signed":
                using (var self = LabCertificates.CreateSelfSigned(usual))
                {
                    return Write(files, self);
                }

            case "wrong issuer":
                return Write(files, files.Strangers, usual);
            default:
                return Write(files, files.Authority, kind switch
                {
                    "expired" => usual with { NotBefore = now.AddDays(-9), NotAfter = now.AddDays(-2) },
                    "not yet valid" => usual with { NotBefore = now.AddDays(2), NotAfter = now.AddDays(9) },
                    "weak key" => usual with { Key = LabKey.Rsa1024 },
                    "wrong name" => usual with { DnsNames = ["other.example.com"] },
                    "for servers only" => usual with { Usage = LabUsage.ServerAuth },
                    "for clients only" => usual with { Usage = LabUsage.ClientAuth },
                    _ => usual,
                });
        }
    }

    private static StrangerFiles IssueBelow(RelayLabFiles files, LabCertificateRequest request, bool isWhole)
    {
        var authorities = new Stack<LabCertificates>([files.Authority]);
        for (var depth = 0; depth < 5; depth++)
        {
            authorities.Push(authorities.Peek().CreateIntermediate($"Intermediate {depth}"));
        }

        using var certificate = authorities.Peek().Issue(request);
        var written = Write(files, certificate);
        if (!isWhole)
        {
            File.WriteAllText(written.CertificatePath, certificate.Certificate.ExportCertificatePem());
        }

        while (authorities.Count > 1)
        {
            authorities.Pop().Dispose();
        }

        return written;
    }

    private static StrangerFiles Write(RelayLabFiles files, LabCertificates authority, LabCertificateRequest request)
    {
        using var certificate = authority.Issue(request);
        return Write(files, certificate);
    }

    private static StrangerFiles Write(RelayLabFiles files, LabCertificate certificate)
    {
        var written = certificate.WriteTo(files.Directory, "stranger");
        return new StrangerFiles(written.CertificatePath, written.KeyPath);
    }

    private sealed record StrangerFiles(string CertificatePath, string KeyPath)
    {
        /// <summary>As options of openssl.</summary>
        public override string ToString() => $"-cert {CertificatePath} -cert_chain {CertificatePath} -key {KeyPath}";
    }
}
