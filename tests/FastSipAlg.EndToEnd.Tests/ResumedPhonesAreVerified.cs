// SPDX-License-Identifier: MIT

using System.Diagnostics;
using System.Net;
using FastSipAlg.TestKit;
using FastSipAlg.Transport.Legs;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>A session ticket holds the phone's certificate without the intermediates that came with it; the phone must be let in all the same.</summary>
public sealed class ResumedPhonesAreVerified
{
    [RequiresToolTheory("openssl")]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public async Task Phone_OfAnIntermediate_ResumesAfterTheVerdictWasForgotten(string version)
    {
        using var lab = new LegLab();
        using var intermediate = lab.Authority.CreateIntermediate();
        using var certificate = intermediate.IssueClient("phone-1");
        var files = certificate.WriteTo(lab.PathOf("phone"), "phone");
        var session = lab.PathOf("session.pem");
        var arguments = $"{version} -servername {LegLab.Domain} -cert {files.CertificatePath} -cert_chain {files.CertificatePath} -key {files.KeyPath}";
        var output = "";

        var first = await lab.OpenPhoneLegAsync(async endPoint => output = await ConnectAsync(endPoint, $"{arguments} -sess_out {session}"));
        Assert.True(first.Failure == LegEndReason.None, first.Detail);
        Assert.Contains("New, TLS", output, StringComparison.Ordinal);

        lab.Time.Advance(TimeSpan.FromHours(1));
        var second = await lab.OpenPhoneLegAsync(async endPoint => output = await ConnectAsync(endPoint, $"{arguments} -sess_in {session}"));

        Assert.True(second.Failure == LegEndReason.None, second.Detail);
        Assert.Contains("Reused, TLS", output, StringComparison.Ordinal);
    }

    // The leg is closed when the handshake is done, which ends openssl; its input stays open until then.
    private static async Task<string> ConnectAsync(IPEndPoint endPoint, string arguments)
    {
        using var client = Process.Start(new ProcessStartInfo(ExternalTool.Find("openssl")!, $"s_client -connect {endPoint} {arguments}")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = client.StandardError.ReadToEndAsync();
        var output = await client.StandardOutput.ReadToEndAsync();
        await client.WaitForExitAsync();
        return output + await errors;
    }
}
