// SPDX-License-Identifier: MIT

using System.Globalization;
using FastSipAlg.Relay.Diagnostics;
using FastSipAlg.Simulation.Certificates;
using FastSipAlg.TestKit;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>Old versions of TLS take OpenSSL's security level away, which would let weak keys in: ours stays.</summary>
public sealed class WeakPeersAreRefused
{
    private const string Old = "set ssl-min-version tls-1.0\nset ssl-max-version tls-1.0\nset ssl-auth-client \"check-server\"";

    [RequiresTool("openssl")]
    public async Task Phone_WithAnRsaKeyOf1024Bits_IsRefusedOnTls10()
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { ProfileOptions = Old });
        var files = lab.Issue("weak", With(LabKey.Rsa1024));
        using var phone = StrangerProcess.Start("openssl", $"s_client -connect {lab.EndPoint} -tls1 -cipher ALL:@SECLEVEL=0 -cert {files.CertificatePath} -key {files.KeyPath} -quiet");

        var end = await lab.NextEndAsync();

        Assert.Equal(FlowEndReason.PhoneRefused, end.Reason);
        Assert.Contains("RSA with 1024 bits", end.Line, StringComparison.Ordinal);
    }

    [RequiresTool("openssl")]
    public async Task Server_WithAnRsaKeyOf1024Bits_IsRefusedOnTls10()
    {
        var port = FreePort.Next();
        await using var lab = RelayLab.Start(new RelayLabOptions { ProfileOptions = Old, ServerPort = port });
        var weak = lab.Issue("weak", With(LabKey.Rsa1024));
        var strong = lab.Issue("strong", With(LabKey.P256));
        using var server = await StrangerProcess.ServeAsync(
            "openssl",
            string.Create(CultureInfo.InvariantCulture, $"s_server -accept 127.0.0.1:{port} -tls1 -cipher ALL:@SECLEVEL=0 -cert {weak.CertificatePath} -key {weak.KeyPath} -quiet"),
            port);
        using var phone = StrangerProcess.Start("openssl", $"s_client -connect {lab.EndPoint} -tls1 -cipher ALL:@SECLEVEL=0 -cert {strong.CertificatePath} -key {strong.KeyPath} -quiet");
        await phone.SendAsync(TlsCaseData.Request);

        Assert.True(await phone.HasPrintedAsync("503 Service Unavailable, SIP server certificate not trusted"));
        var end = await lab.NextEndAsync();
        Assert.Equal(FlowEndReason.ServerRefused, end.Reason);
        Assert.Contains("RSA with 1024 bits", end.Line, StringComparison.Ordinal);
    }

    private static LabCertificateRequest With(LabKey key) => new() { CommonName = RelayLab.Domain, DnsNames = [RelayLab.Domain], Key = key };
}
