// SPDX-License-Identifier: MIT

using System.Diagnostics.Metrics;
using System.Globalization;
using FastSipAlg.Relay.Diagnostics;
using FastSipAlg.TestKit;
using FastSipAlg.Transport.Legs;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>A handshake that fails leaves one line that says why in words, with what both sides could have spoken; and all are counted.</summary>
public sealed class HandshakesAreExplained
{
    [RequiresToolTheory("openssl")]
    [InlineData(
        "-tls1_1 -cipher ALL:@SECLEVEL=0",
        "",
        "detail=\"no TLS version is common to both (unsupported protocol); it offers versions=up to TLS1.1 suites=",
        " sni=sip.example.com; allowed versions=TLS1.2,TLS1.3 suites=those of the TLS library\"",
        "negotiation/NoCommonVersion")]
    [InlineData(
        "-tls1_2 -cipher AES128-SHA -alpn sip/2",
        "",
        "no cipher suite is common to both (no shared cipher); it offers versions=up to TLS1.2 suites=TLS_RSA_WITH_AES_128_CBC_SHA,TLS_EMPTY_RENEGOTIATION_INFO_SCSV",
        "alpn=sip/2",
        "negotiation/NoCommonSuite")]
    [InlineData(
        "-tls1_3",
        "set ssl-max-version tls-1.2",
        "no TLS version is common to both",
        "it offers versions=TLS1.3 suites=TLS_AES_256_GCM_SHA384",
        "negotiation/NoCommonVersion")]
    [InlineData(
        "-tls1_3 -sigalgs ed25519",
        "",
        "no group or signature scheme is common to both",
        "allowed versions=TLS1.2,TLS1.3",
        "negotiation/NoCommonParameters")]
    [InlineData(
        "-tls1_2 -verify 5 -verify_return_error -no-CAfile -no-CApath -no-CAstore",
        "",
        "it sent the alert unknown_ca (48): it does not trust the issuer of our certificate",
        "it offers versions=up to TLS1.2",
        "certificates/OwnCertificateRefused")]
    [InlineData(
        "-tls1_3 -verify 5 -verify_return_error -no-CAfile -no-CApath -no-CAstore",
        "",
        "it sent the alert unknown_ca (48): it does not trust the issuer of our certificate",
        "it offers versions=TLS1.3",
        "certificates/OwnCertificateRefused")]
    public async Task Openssl_ThatFails_IsExplained(string arguments, string option, string first, string second, string counted)
    {
        using var handshakes = new HandshakeCounts();
        await using var lab = RelayLab.Start(new RelayLabOptions { ProfileOptions = option });
        using var phone = StrangerProcess.Start("openssl", $"s_client -connect {lab.EndPoint} -servername {RelayLab.Domain} {arguments}");

        var end = await lab.NextEndAsync();
        Assert.Equal(FlowEndReason.PhoneHandshakeFailed, end.Reason);
        Assert.Contains(first, end.Line, StringComparison.Ordinal);
        Assert.Contains(second, end.Line, StringComparison.Ordinal);
        Assert.Contains($"leg=phone outcome=HandshakeFailed stage/reason={counted}", handshakes.All);
    }

    [RequiresTool("gnutls-cli")]
    public async Task GnuTls_ThatDoesNotTrustUs_IsExplained()
    {
        await using var lab = RelayLab.Start();
        using var phone = StrangerProcess.Start("gnutls-cli", $"--sni-hostname {RelayLab.Domain} -p {lab.EndPoint.Port} {lab.EndPoint.Address}");

        var end = await lab.NextEndAsync();
        Assert.Equal(FlowEndReason.PhoneHandshakeFailed, end.Reason);
        Assert.Matches(@"it sent the alert [a-z_]+ \(4\d\): ", end.Line);
    }

    [RequiresTool("openssl")]
    public async Task Phone_WithoutACertificate_IsExplainedWithWhatItOffers()
    {
        using var handshakes = new HandshakeCounts();
        await using var lab = RelayLab.Start(new RelayLabOptions { ProfileOptions = "set ssl-auth-client check-server" });
        using var phone = StrangerProcess.Start("openssl", $"s_client -connect {lab.EndPoint} -servername {RelayLab.Domain} -tls1_2");

        var end = await lab.NextEndAsync();
        Assert.Equal(FlowEndReason.PhoneRefused, end.Reason);
        Assert.Contains("no certificate", end.Line, StringComparison.Ordinal);
        Assert.Contains("; it offers versions=up to TLS1.2", end.Line, StringComparison.Ordinal);
        Assert.Contains("leg=phone outcome=PeerRefused stage/reason=certificates/PeerCertificateRefused", handshakes.All);
    }

    [RequiresToolTheory("openssl")]
    [InlineData("-tls1_2 -cipher AES128-SHA", "it sent the alert handshake_failure (40)", "sni=sip.example.com")]
    [InlineData("-tls1_1 -cipher ALL:@SECLEVEL=0", "it sent the alert protocol_version (70): it speaks none of our TLS versions", "allowed versions=TLS1.2,TLS1.3")]
    public async Task SipServer_ThatFails_IsExplained(string arguments, string first, string second)
    {
        var port = FreePort.Next();
        await using var lab = RelayLab.Start(new RelayLabOptions { ServerPort = port });
        using var server = StrangerProcess.Start(
            "openssl",
            string.Create(CultureInfo.InvariantCulture, $"s_server -accept 127.0.0.1:{port} -cert {lab.ServerFiles.CertificatePath} -key {lab.ServerFiles.KeyPath} {arguments}"));
        await server.WaitForAsync("ACCEPT");
        await using var phone = await lab.ConnectAsync("alice");

        Assert.Equal(503, (await phone.RegisterAsync()).StatusCode);

        var end = await lab.NextEndAsync();
        Assert.Equal(FlowEndReason.ServerHandshakeFailed, end.Reason);
        Assert.Contains(first, end.Line, StringComparison.Ordinal);
        Assert.Contains(second, end.Line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "it has sent nothing")]
    [InlineData("160301020001", "its ClientHello had not come")]
    public async Task Phone_ThatIsTooSlow_IsExplained(string hexOctets, string expected)
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { ListenerOptions = "set handshake-timeout 1" });
        using var phone = new System.Net.Sockets.TcpClient();
        await phone.ConnectAsync(lab.EndPoint);

        await phone.GetStream().WriteAsync(Convert.FromHexString(hexOctets));

        var end = await lab.NextEndAsync();
        Assert.Equal(FlowEndReason.PhoneHandshakeTimedOut, end.Reason);
        Assert.Contains(expected, end.Line, StringComparison.Ordinal);
    }

    [RequiresToolTheory("openssl")]
    [InlineData("-tls1_2", "TLS1.2")]
    [InlineData("-tls1_3", "TLS1.3")]
    public async Task Phone_ThatComesBack_IsCountedAsResumed(string arguments, string version)
    {
        using var handshakes = new HandshakeCounts();
        await using var lab = RelayLab.Start();
        var session = lab.OwnFiles.CertificatePath + ".session";
        var connect = $"s_client -connect {lab.EndPoint} -servername {RelayLab.Domain} {arguments}";
        using (var first = StrangerProcess.Start("openssl", $"{connect} -sess_out {session}"))
        {
            await first.ConverseAsync();
            await first.SendAsync("Q\n");
            await first.EndAsync();
        }

        Assert.DoesNotContain("/resumed", PhoneTlsOf(await lab.NextEndAsync()), StringComparison.Ordinal);
        using (var second = StrangerProcess.Start("openssl", $"{connect} -sess_in {session}"))
        {
            await second.ConverseAsync();
            await second.SendAsync("Q\n");
            Assert.Contains("Reused, TLS", await second.EndAsync(), StringComparison.Ordinal);
        }

        Assert.EndsWith("/resumed", PhoneTlsOf(await lab.NextEndAsync()), StringComparison.Ordinal);
        Assert.Contains($"leg=phone outcome=ok {version} resumed=no", handshakes.All);
        Assert.Contains($"leg=phone outcome=ok {version} resumed=yes", handshakes.All);
    }

    [Theory]
    [InlineData("tls-1.2", "TLS1.2")]
    [InlineData("tls-1.3", "TLS1.3")]
    public async Task ServerLeg_OfTheNextFlow_IsCountedAsResumed(string maximum, string version)
    {
        using var handshakes = new HandshakeCounts();
        await using var lab = RelayLab.Start(new RelayLabOptions { ProfileOptions = $"set ssl-max-version {maximum}" });
        for (var n = 0; n < 2; n++)
        {
            await using var phone = await lab.ConnectAsync("alice");
            await phone.RegisterAsync();
        }

        Assert.Contains($"leg=server outcome=ok {version} resumed=yes", handshakes.All);
    }

    private static string PhoneTlsOf(FlowEnd end) => end.Line.Split(' ').Single(word => word.StartsWith("phone-tls=", StringComparison.Ordinal));

    /// <summary>What is counted anywhere in this process meanwhile.</summary>
    private sealed class HandshakeCounts : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly List<string> _all = [];

        public HandshakeCounts()
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == LegMetrics.MeterName && instrument.Name == "fastsipalg.handshakes")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
            {
                var byName = tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value?.ToString());
                lock (_all)
                {
                    _all.Add(byName.TryGetValue("stage", out var stage)
                        ? $"leg={byName["leg"]} outcome={byName["outcome"]} stage/reason={stage}/{byName["reason"]}"
                        : $"leg={byName["leg"]} outcome={byName["outcome"]} {byName["tls.protocol.version"]} resumed={byName["resumed"]}");
                }
            });
            _listener.Start();
        }

        public IReadOnlyList<string> All
        {
            get
            {
                lock (_all)
                {
                    return [.. _all];
                }
            }
        }

        public void Dispose() => _listener.Dispose();
    }
}
