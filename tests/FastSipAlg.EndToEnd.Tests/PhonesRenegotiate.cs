// SPDX-License-Identifier: MIT

using System.Net;
using FastSipAlg.Relay.Diagnostics;
using FastSipAlg.TestKit;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary><c>ssl-client-renegotiation</c>, each value with strangers that renegotiate, and with some that could only do so insecurely.</summary>
public sealed class PhonesRenegotiate
{
    private const string WithoutRfc5746 = ":%DISABLE_SAFE_RENEGOTIATION";

    [RequiresTool("openssl")]
    public async Task Deny_Openssl_IsClosed()
    {
        await using var lab = Lab("deny");
        using var phone = Openssl(lab.EndPoint);
        await phone.ConverseAsync();

        await phone.SendAsync("R\n");

        Assert.Equal(FlowEndReason.PhoneRenegotiationDenied, (await lab.NextEndAsync()).Reason);
        await phone.EndAsync();
    }

    [RequiresTool("gnutls-cli")]
    public async Task Deny_GnuTls_IsClosed()
    {
        await using var lab = Lab("deny");
        using var phone = GnuTls(lab.EndPoint, "NORMAL:-VERS-ALL:+VERS-TLS1.2", "--rehandshake");

        Assert.Equal(FlowEndReason.PhoneRenegotiationDenied, (await lab.NextEndAsync()).Reason);
        Assert.DoesNotContain("ReHandshake was completed", await phone.EndAsync(), StringComparison.Ordinal);
    }

    [RequiresTool("tstclnt", "certutil")]
    public async Task Deny_Nss_IsClosed()
    {
        await using var lab = Lab("deny");
        using var phone = await NssAsync(lab, "tls1.2:tls1.2", "-r 1");

        Assert.Equal(FlowEndReason.PhoneRenegotiationDenied, (await lab.NextEndAsync()).Reason);
    }

    [RequiresToolTheory("openssl")]
    [InlineData("allow")]
    [InlineData("secure")]
    public async Task AllowAndSecure_Openssl_RenegotiatesAndGoesOn(string value)
    {
        await using var lab = Lab(value);
        using var phone = Openssl(lab.EndPoint);
        await phone.ConverseAsync();

        for (var n = 1; n <= 3; n++)
        {
            await phone.SendAsync("R\n");
            await phone.WaitForAsync("RENEGOTIATING", n);

            // What openssl is given before its renegotiation was answered it would send, and the leg would end: see the README.
            await phone.WaitForAsync("verify return:1", n + 1);
            await phone.ConverseAsync(n + 1);
        }

        Assert.Equal(FlowEndReason.None, Assert.Single(lab.Relay.Flows.Flows).EndReason);
    }

    [RequiresToolTheory("openssl")]
    [InlineData("allow")]
    [InlineData("secure")]
    public async Task AllowAndSecure_Openssl_TooOften_IsClosed(string value)
    {
        await using var lab = Lab(value);
        using var phone = Openssl(lab.EndPoint);
        await phone.ConverseAsync();

        for (var n = 1; n <= 4; n++)
        {
            await phone.SendAsync("R\n");
            await phone.WaitForAsync("RENEGOTIATING", n);
            await phone.WaitForAsync("verify return:1", Math.Min(n, 3) + 1);
        }

        var end = await lab.NextEndAsync();
        Assert.Equal(FlowEndReason.PhoneRenegotiatedTooOften, end.Reason);
        Assert.Contains("more than 3 times within 10 minutes", end.Line, StringComparison.Ordinal);
    }

    [RequiresToolTheory("gnutls-cli")]
    [InlineData("allow")]
    [InlineData("secure")]
    public async Task AllowAndSecure_GnuTls_RenegotiatesAndGoesOn(string value)
    {
        await using var lab = Lab(value);
        using var phone = GnuTls(lab.EndPoint, "NORMAL:-VERS-ALL:+VERS-TLS1.2", "--rehandshake");
        await phone.WaitForAsync("ReHandshake was completed");

        await phone.ConverseAsync();
    }

    [RequiresToolTheory("tstclnt", "certutil")]
    [InlineData("allow")]
    [InlineData("secure")]
    public async Task AllowAndSecure_Nss_RenegotiatesAndGoesOn(string value)
    {
        await using var lab = Lab(value);
        using var phone = await NssAsync(lab, "tls1.2:tls1.2", "-r 1");

        // It says this of each handshake that was completed, and mixes its input into one that is not.
        await phone.WaitForAsync("stateless resumes", 2);
        await phone.ConverseAsync();
    }

    // OpenSSL then has no close_notify for us, and the flow must end all the same.
    [RequiresTool("tstclnt", "certutil", "sh")]
    public async Task Allow_NssThatSendsWhileItRenegotiates_IsEnded()
    {
        await using var lab = Lab("allow");
        var input = lab.OwnFiles.CertificatePath + ".input";
        await File.WriteAllTextAsync(input, StrangerProcess.Options);
        using var phone = await NssAsync(lab, "tls1.2:tls1.2", "-r 1", input);

        // Whether the one falls into the other is up to the two programs: mostly it does, and where it does not, the phone is answered.
        if (!await phone.HasPrintedAsync(StrangerProcess.Answer))
        {
            Assert.Equal(FlowEndReason.PhoneTlsError, (await lab.NextEndAsync()).Reason);
            Assert.Equal(0, lab.Relay.Flows.Count);
        }
    }

    [RequiresToolTheory("gnutls-cli")]
    [InlineData("allow")]
    [InlineData("deny")]
    public async Task AllowAndDeny_PhoneWithoutRfc5746_IsLetIn(string value)
    {
        await using var lab = Lab(value);
        using var phone = GnuTls(lab.EndPoint, "NORMAL:-VERS-ALL:+VERS-TLS1.2" + WithoutRfc5746);
        await phone.WaitForAsync("Handshake was completed");

        await phone.ConverseAsync();
    }

    // Nobody renegotiates insecurely, whatever is set (CVE-2009-3555).
    [RequiresTool("gnutls-cli")]
    public async Task Allow_PhoneWithoutRfc5746ThatRenegotiates_IsNotRenegotiatedWith()
    {
        await using var lab = Lab("allow");
        using var phone = GnuTls(lab.EndPoint, "NORMAL:-VERS-ALL:+VERS-TLS1.2:%UNSAFE_RENEGOTIATION" + WithoutRfc5746, "--rehandshake");

        Assert.Equal(FlowEndReason.PhoneRenegotiationDenied, (await lab.NextEndAsync()).Reason);
        Assert.DoesNotContain("ReHandshake was completed", await phone.EndAsync(), StringComparison.Ordinal);
    }

    [RequiresTool("gnutls-cli")]
    public async Task Secure_PhoneWithoutRfc5746_IsRefusedWithAnAlert()
    {
        await using var lab = Lab("secure");
        using var phone = GnuTls(lab.EndPoint, "NORMAL:-VERS-ALL:+VERS-TLS1.2" + WithoutRfc5746);

        var end = await lab.NextEndAsync();
        Assert.Equal(FlowEndReason.PhoneRenegotiationNotSecured, end.Reason);
        Assert.Contains("RFC 5746", end.Line, StringComparison.Ordinal);
        Assert.Contains("Received alert [40]: Handshake failed", await phone.EndAsync(), StringComparison.Ordinal);
    }

    [RequiresToolTheory("gnutls-cli")]
    [InlineData("tls-1.3", true)]
    [InlineData("tls-1.2", false)]
    public async Task Secure_PhoneWithoutRfc5746ThatOffersTls13_IsLetInWhereWeSpeakIt(string maximum, bool isLetIn)
    {
        await using var lab = Lab("secure", maximum);
        using var phone = GnuTls(lab.EndPoint, "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2" + WithoutRfc5746);

        if (isLetIn)
        {
            await phone.WaitForAsync("Handshake was completed");
            await phone.ConverseAsync();
        }
        else
        {
            Assert.Equal(FlowEndReason.PhoneRenegotiationNotSecured, (await lab.NextEndAsync()).Reason);
        }
    }

    [RequiresToolTheory("openssl")]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public async Task Secure_Openssl_IsLetIn(string version)
    {
        await using var lab = Lab("secure");
        using var phone = StrangerProcess.Start("openssl", $"s_client -connect {lab.EndPoint} -servername {RelayLab.Domain} {version}");

        await phone.ConverseAsync();
    }

    [RequiresToolTheory("tstclnt", "certutil")]
    [InlineData("tls1.2:tls1.2")]
    [InlineData("tls1.3:tls1.3")]
    public async Task Secure_Nss_IsLetIn(string versions)
    {
        await using var lab = Lab("secure");
        using var phone = await NssAsync(lab, versions);

        await phone.ConverseAsync();
    }

    private static RelayLab Lab(string value, string maximum = "tls-1.3") => RelayLab.Start(new RelayLabOptions
    {
        ProfileOptions = $"set ssl-client-renegotiation {value}\n                    set ssl-max-version {maximum}",
    });

    private static StrangerProcess Openssl(IPEndPoint endPoint) => StrangerProcess.Start("openssl", $"s_client -connect {endPoint} -servername {RelayLab.Domain} -tls1_2");

    private static StrangerProcess GnuTls(IPEndPoint endPoint, string priority, string more = "") =>
        StrangerProcess.Start("gnutls-cli", $"--insecure --sni-hostname {RelayLab.Domain} --priority {priority} {more} -p {endPoint.Port} {endPoint.Address}");

    private static async Task<StrangerProcess> NssAsync(RelayLab lab, string versions, string more = "", string? input = null)
    {
        var database = lab.OwnFiles.CertificatePath + ".nss";
        Directory.CreateDirectory(database);
        using (var certutil = StrangerProcess.Start("certutil", $"-N -d sql:{database} --empty-password"))
        {
            await certutil.EndAsync();
        }

        var arguments = $"-d sql:{database} -h {lab.EndPoint.Address} -p {lab.EndPoint.Port} -a {RelayLab.Domain} -V {versions} -o {more}";
        return input is null ? StrangerProcess.Start("tstclnt", arguments) : StrangerProcess.Start("sh", $"-c \"exec tstclnt {arguments} < {input}\"");
    }
}
