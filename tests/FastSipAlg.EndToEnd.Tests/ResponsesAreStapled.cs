// SPDX-License-Identifier: MIT

using FastSipAlg.Simulation.Certificates;
using FastSipAlg.TestKit;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary><c>ocsp-stapling</c>: openssl answers for the authority, and openssl is the phone that asks.</summary>
public sealed class ResponsesAreStapled
{
    private const string Own = "Stapled";

    [RequiresToolTheory("openssl")]
    [InlineData("enable", true)]
    [InlineData("disable", false)]
    public async Task SClient_ThatAsksForTheStatus_GetsItWhereItIsSwitchedOn(string setting, bool isStapled)
    {
        var directory = Directory.CreateTempSubdirectory("fastsipalg-staple-");
        using var responder = new OcspResponder(directory.FullName);
        LabCertificate? signer = null;
        LabCertificate? own = null;
        await using var lab = RelayLab.Start(new RelayLabOptions
        {
            ProfileOptions = "set ssl-server-certificate " + Own,
            MoreBlocks = $"config vpn certificate local\nedit {Own}\nset ocsp-stapling {setting}\nnext\nend\n",
            Prepare = files =>
            {
                own = files.Authority.Issue(new LabCertificateRequest { CommonName = RelayLab.Domain, DnsNames = [RelayLab.Domain], ResponderUrl = responder.Url });
                signer = files.Authority.Issue(new LabCertificateRequest { CommonName = "responder", Usage = LabUsage.OcspSigning });
                files.Import(Own, own);
            },
        });
        responder.Knows(own!, isRevoked: false);
        await responder.StartAsync(lab.Files.Authority, signer!);

        // The platform fetches it in the background, when the first phone asks.
        var output = "";
        for (var attempt = 0; attempt < 50 && !output.Contains("OCSP Response Status: successful", StringComparison.Ordinal); attempt++)
        {
            output = await TlsClient.OpensslAsync(lab.EndPoint, $"-servername {RelayLab.Domain} -status");
            if (!isStapled && attempt > 4)
            {
                break;
            }

            await Task.Delay(100);
        }

        Assert.Equal(isStapled, output.Contains("Cert Status: good", StringComparison.Ordinal));
        Assert.Equal(!isStapled, output.Contains("OCSP response: no response sent", StringComparison.Ordinal));
        own!.Dispose();
        signer!.Dispose();
        directory.Delete(recursive: true);
    }
}
