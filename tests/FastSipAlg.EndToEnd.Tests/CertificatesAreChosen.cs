// SPDX-License-Identifier: MIT

using FastSipAlg.Relay.Diagnostics;
using FastSipAlg.Simulation.Certificates;
using FastSipAlg.TestKit;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>Several certificates behind one listener, and strangers that ask for names.</summary>
public sealed class CertificatesAreChosen
{
    private static RelayLabOptions Options(string unknown = "default") => new()
    {
        ProfileOptions = "set ssl-server-certificate Server_cert Exact Wild Rsa",
        ListenerOptions = $"set unknown-sni {unknown}",
        Prepare = files =>
        {
            Import(files, "Exact", LabKey.P256, "exact", "a.example.net");
            Import(files, "Wild", LabKey.P256, "wild", "*.example.net");
            Import(files, "Rsa", LabKey.Rsa2048, "rsa", "a.example.net");
        },
    };

    [RequiresToolTheory("openssl")]
    [InlineData("-servername a.example.net", "exact")]
    [InlineData("-servername A.Example.NET", "exact")]
    [InlineData("-servername b.example.net", "wild")]
    [InlineData("-servername b.c.example.net", RelayLab.Domain)]
    [InlineData("-servername example.net", RelayLab.Domain)]
    [InlineData("-servername other.example.org", RelayLab.Domain)]
    [InlineData("-noservername", RelayLab.Domain)]
    [InlineData("-servername a.example.net -tls1_2", "exact")]
    [InlineData("-servername a.example.net -sigalgs RSA-PSS+SHA256", "rsa")]
    [InlineData("-servername a.example.net -tls1_2 -sigalgs RSA+SHA256", "rsa")]
    [InlineData("-servername a.example.net -tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256", "rsa")]
    public async Task SClient_IsShownTheCertificateOfItsName(string arguments, string commonName)
    {
        await using var lab = RelayLab.Start(Options());

        Assert.Contains($"subject=CN = {commonName}\n", await TlsClient.OpensslAsync(lab.EndPoint, arguments), StringComparison.Ordinal);
    }

    [RequiresToolTheory("gnutls-cli")]
    [InlineData("--sni-hostname a.example.net", "exact")]
    [InlineData("--sni-hostname b.example.net", "wild")]
    [InlineData("--sni-hostname a.example.net --priority NORMAL:-VERS-ALL:+VERS-TLS1.2:-ECDHE-ECDSA", "rsa")]
    [InlineData("--disable-sni", RelayLab.Domain)]
    public async Task Gnutls_IsShownTheCertificateOfItsName(string arguments, string commonName)
    {
        await using var lab = RelayLab.Start(Options());

        Assert.Contains($"subject `CN={commonName}'", await TlsClient.GnutlsAsync(lab.EndPoint, arguments), StringComparison.Ordinal);
    }

    [RequiresToolTheory("tstclnt")]
    [InlineData("a.example.net", "exact")]
    [InlineData("b.example.net", "wild")]
    [InlineData("other.example.org", RelayLab.Domain)]
    public async Task Nss_IsShownTheCertificateOfItsName(string name, string commonName)
    {
        await using var lab = RelayLab.Start(Options());

        Assert.Contains($"subject DN: CN={commonName}\n", await TlsClient.NssAsync(lab.EndPoint, "-a " + name), StringComparison.Ordinal);
    }

    [RequiresTool("openssl")]
    public async Task UnknownName_WhereItIsRefused_GetsUnrecognizedName()
    {
        await using var lab = RelayLab.Start(Options("refuse"));

        Assert.Contains("tlsv1 unrecognized name", await TlsClient.OpensslAsync(lab.EndPoint, "-servername other.example.org"), StringComparison.Ordinal);

        var end = await lab.NextEndAsync();
        Assert.Equal(FlowEndReason.PhoneHandshakeFailed, end.Reason);
        Assert.Contains("it asked for other.example.org, which no certificate is for", end.Line, StringComparison.Ordinal);
        Assert.Contains("subject=CN = exact", await TlsClient.OpensslAsync(lab.EndPoint, "-servername a.example.net"), StringComparison.Ordinal);
        Assert.Contains($"subject=CN = {RelayLab.Domain}", await TlsClient.OpensslAsync(lab.EndPoint, "-noservername"), StringComparison.Ordinal);
    }

    private static void Import(RelayLabFiles files, string name, LabKey key, string commonName, string dnsName)
    {
        using var certificate = files.Authority.Issue(new LabCertificateRequest { CommonName = commonName, DnsNames = [dnsName], Key = key });
        files.Import(name, certificate);
    }
}
