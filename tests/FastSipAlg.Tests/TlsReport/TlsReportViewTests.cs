// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration;
using FastSipAlg.Simulation.Certificates;
using FastSipAlg.TlsReport;
using FastSipAlg.Transport.Certificates;
using Spectre.Console;

namespace FastSipAlg.Tests.TlsReport;

public sealed class TlsReportViewTests : IDisposable
{
    private readonly LabCertificates _authority = LabCertificates.Create();

    public void Dispose() => _authority.Dispose();

    [Fact]
    public void Report_OfADefaultProfile_TellsWhatOneAsks()
    {
        var output = Report("", LabKey.P256);

        Assert.Contains("listener phones: 0.0.0.0 port 5061, VoIP profile default, SIP server pbx (192.0.2.1)", output, StringComparison.Ordinal);
        Assert.Matches(@"│ versions +│ TLS1\.3, TLS1\.2 +│ TLS1\.3, TLS1\.2 +│", output);
        Assert.Matches("│ session resumption +│ yes +│ yes +│", output);
        Assert.Matches(@"│ Server_cert +│ any server name, and none +│ CN=sip\.example\.com +│ DNS:sip\.example\.com +│ ECDSA P-256 +│ \d{4}-\d\d-\d\d ", output);
        Assert.Matches(@"│ the peer's certificate +│ not asked for +│ must be for pbx\.example\.com, and lead to the system's trust store +│", output);
        Assert.Matches(@"│ \d+ +│ TLS_AES_256_GCM_SHA384 +│ TLS1\.3 +│ yes +│ yes +│", output);
        Assert.Matches(@"│ \d+ +│ TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 +│ TLS1\.2 +│ no: no certificate with an RSA key +│ if its certificate has an RSA key +│", output);
        Assert.Matches(@"│ SSL 3\.0 +│ OpenSSL is built without it", output);
    }

    [Theory]
    [InlineData("set ssl-min-version tls-1.0", "session resumption +│ no: ssl-min-version needs cipher suites of ours")]
    [InlineData("set ssl-min-version tls-1.0", "empty fragments +│ sent")]
    [InlineData("set ssl-min-version tls-1.0\nset ssl-send-empty-frags disable", "empty fragments +│ not sent")]
    [InlineData("set ssl-pfs allow", "session resumption +│ no: ssl-pfs needs cipher suites of ours")]
    [InlineData("set ssl-max-version tls-1.2\nset ssl-pfs deny", @"1 +│ TLS_RSA_WITH_AES_256_GCM_SHA384 +│ TLS1\.2 +│ yes")]
    [InlineData("set ssl-client-renegotiation allow", "renegotiation by the phone +│ allowed")]
    [InlineData("set ssl-client-renegotiation secure", "renegotiation by the phone +│ allowed")]
    [InlineData("set ssl-client-renegotiation deny", "renegotiation by the phone +│ denied")]
    [InlineData("set ssl-auth-client \"phones\"", @"the peer's certificate +│ asked for: match phones, CA Lab_CA, name \*\.example\.com")]
    [InlineData("set ssl-client-certificate \"Server_cert\"", "our certificate +│ Server_cert +│ Server_cert, when asked for one")]
    [InlineData("set ssl-mode off", "transport +│ plain TCP +│ plain TCP")]
    [InlineData("set ssl-mode off", "a TLS connection +│ is refused")]
    [InlineData("set ssl-mode off\nset tls-on-plain relay", "a TLS connection +│ passes unread")]
    public void Report_OfAnotherProfile_TellsTheDifference(string settings, string line)
    {
        Assert.Matches("│ " + line, Report(settings, LabKey.Rsa2048));
    }

    private string Report(string settings, LabKey key)
    {
        using var certificate = _authority.Issue(new LabCertificateRequest { CommonName = "sip.example.com", DnsNames = ["sip.example.com"], Key = key });
        var loaded = ConfigurationLoader.LoadText(
            $"""
            config vpn certificate ca
                edit "Lab_CA"
                    set ca "{_authority.AuthorityPem}"
                next
            end
            config vpn certificate local
                edit "Server_cert"
                    set certificate "{certificate.ChainPem}"
                    set private-key "{certificate.KeyPem}"
                next
            end
            config user peer
                edit "phones"
                    set ca "Lab_CA"
                    set cn "*.example.com"
                next
            end
            config voip profile
                edit "default"
                    config sip
                        set ssl-server-certificate "Server_cert"
                        {settings}
                    end
                next
            end
            config sip server
                edit "pbx"
                    set address 192.0.2.1
                    set server-name "pbx.example.com"
                next
            end
            config sip listener
                edit "phones"
                    set server "pbx"
                next
            end
            """,
            "/");
        Assert.False(loaded.HasErrors, string.Join('\n', loaded.Problems));
        using var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(output) });
        var certificates = CertificateFacts.Read(loaded.Options, TimeProvider.System, out _);
        TlsReportView.Write(console, loaded.Options.Listeners.Values.Select(listener => ListenerTls.Of(loaded.Options, listener, certificates)));
        return output.ToString();
    }
}
