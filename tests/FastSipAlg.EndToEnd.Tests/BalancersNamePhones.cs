// SPDX-License-Identifier: MIT

using System.Globalization;
using System.Net.Sockets;
using System.Text;
using FastSipAlg.Relay.Diagnostics;
using FastSipAlg.Simulation.Phones;
using FastSipAlg.TestKit;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>PROXY protocol from balancers: phones' own addresses are what the log has, and health checks are no news.</summary>
public sealed class BalancersNamePhones
{
    private const string Require = "set proxy-protocol require\nset proxy-protocol-from 127.0.0.1/32";
    private const string Accept = "set proxy-protocol accept\nset proxy-protocol-from 127.0.0.1/32";
    private const string FromElsewhere = "\nset proxy-protocol-from 192.0.2.0/24";
    private const string Line = "PROXY TCP4 192.0.2.21 198.51.100.5 40312 5061\r\n";

    [RequiresToolTheory("haproxy")]
    [InlineData("send-proxy", "")]
    [InlineData("send-proxy-v2", "")]
    [InlineData("send-proxy-v2 proxy-v2-options crc32c,unique-id", " unique-id=\"")]
    public async Task Haproxy_NamesEachPhone(string option, string expected)
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { ListenerOptions = Require });
        var port = FreePort.Next();
        using var balancer = await HaproxyProcess.ServeAsync(lab.Files.Directory, port, string.Create(CultureInfo.InvariantCulture, $"""
            frontend phones
                unique-id-format %ci:%cp_%fi:%fp
                bind 127.0.0.1:{port}
                default_backend relay
            backend relay
                server relay {lab.EndPoint} {option}
            """));
        var phones = new List<SimulatedPhone>();
        for (var n = 0; n < 3; n++)
        {
            phones.Add(await SimulatedPhone.ConnectAsync(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, port), lab.PhoneTls(), new SimulatedPhoneOptions { User = "phone" + n }));
            Assert.Equal(200, (await phones[n].RegisterAsync()).StatusCode);
        }

        foreach (var phone in phones)
        {
            var address = phone.Connection.LocalEndPoint;
            await phone.DisposeAsync();
            var end = await lab.NextEndAsync();

            Assert.Equal(FlowEndReason.PhoneClosed, end.Reason);
            Assert.Contains($"phone={address} balancer=127.0.0.1:", end.Line, StringComparison.Ordinal);
            Assert.Contains(expected.Length == 0 ? expected : $"{expected}{address}_", end.Line, StringComparison.Ordinal);
            Assert.Contains("messages=1/1", end.Line, StringComparison.Ordinal);
        }
    }

    [RequiresTool("haproxy")]
    public async Task Haproxy_ThatEndsTls_SaysWhatItNegotiated()
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { IsPlain = true, ListenerOptions = Require });
        var port = FreePort.Next();
        var certificate = Path.Combine(lab.Files.Directory, "haproxy.pem");
        await File.WriteAllTextAsync(certificate, await File.ReadAllTextAsync(lab.OwnFiles.CertificatePath) + await File.ReadAllTextAsync(lab.OwnFiles.KeyPath));
        using var balancer = await HaproxyProcess.ServeAsync(lab.Files.Directory, port, string.Create(CultureInfo.InvariantCulture, $"""
            listen phones
                bind 127.0.0.1:{port} ssl crt {certificate}
                server relay {lab.EndPoint} send-proxy-v2 proxy-v2-options ssl,ssl-cipher,authority
            """));
        await using (var phone = await SimulatedPhone.ConnectAsync(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, port), lab.PhoneTls(), new SimulatedPhoneOptions { User = "alice" }))
        {
            Assert.Equal(200, (await phone.RegisterAsync()).StatusCode);
        }

        var end = await lab.NextEndAsync();
        Assert.Contains($" authority=\"{RelayLab.Domain}\" balancer-tls=\"TLSv1.3/TLS_AES_256_GCM_SHA384\" listener=", end.Line, StringComparison.Ordinal);
    }

    [RequiresToolTheory("haproxy")]
    [InlineData("send-proxy check")]
    [InlineData("send-proxy-v2 check")]
    [InlineData("send-proxy check check-send-proxy")]
    public async Task HealthChecks_AreCountedAndLeaveNoLine(string option)
    {
        using var ends = new MetricCounts("fastsipalg.flows.ended");
        await using var lab = RelayLab.Start(new RelayLabOptions { ListenerOptions = Require });
        var before = lab.LogLines.Count;
        var port = FreePort.Next();
        using (await HaproxyProcess.ServeAsync(lab.Files.Directory, port, string.Create(CultureInfo.InvariantCulture, $"""
            listen phones
                bind 127.0.0.1:{port}
                server relay {lab.EndPoint} {option} inter 20ms
            """)))
        {
            await ends.WaitForAsync(nameof(FlowEndReason.BalancerProbe), 5);
        }

        Assert.Equal(before, lab.LogLines.Count);
    }

    [Fact]
    public async Task Balancer_ThatConnectsAndCloses_LeavesNoLine()
    {
        using var ends = new MetricCounts("fastsipalg.flows.ended");
        await using var lab = RelayLab.Start(new RelayLabOptions { ListenerOptions = Require });
        var before = lab.LogLines.Count;

        foreach (var resets in new[] { false, true })
        {
            using var probe = new TcpClient();
            await probe.ConnectAsync(lab.EndPoint);
            probe.LingerState = new LingerOption(resets, 0);
        }

        await ends.WaitForAsync(nameof(FlowEndReason.BalancerProbe), 1);
        Assert.Equal(before, lab.LogLines.Count);
    }

    [Theory]
    [InlineData(Line)]
    [InlineData("v2-tlvs")]
    public async Task Header_InPieces_IsReadAndViolationsNameThePhone(string header)
    {
        await using var lab = RelayLab.Start(new RelayLabOptions
        {
            IsPlain = true,
            ListenerOptions = Require,
            ProfileOptions = "set malformed-header-via respond",
        });
        byte[] sent =
        [
            .. header.StartsWith("v2", StringComparison.Ordinal) ? HeaderIn(header) : Encoding.ASCII.GetBytes(header),
            .. Encoding.ASCII.GetBytes(StrangerProcess.Options.Replace("Via: SIP/2.0/TLS 192.0.2.1", "Via: SIP/2.0/TLS :1", StringComparison.Ordinal)),
        ];
        using (var phone = new TcpClient { NoDelay = true })
        {
            await phone.ConnectAsync(lab.EndPoint);
            foreach (var octet in sent)
            {
                phone.GetStream().WriteByte(octet);
            }

            var violation = await lab.NextViolationAsync();
            Assert.Contains("192.0.2.21", violation, StringComparison.Ordinal);
            Assert.Contains("40312", violation, StringComparison.Ordinal);
        }

        Assert.Contains("phone=192.0.2.21:40312 balancer=127.0.0.1:", (await lab.NextEndAsync()).Line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Accept_OfABalancerThatSaysNothing_GoesOnWithItsAddress(bool isPlain)
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { IsPlain = isPlain, ListenerOptions = Accept });
        await using (var phone = await lab.ConnectAsync("alice"))
        {
            Assert.Equal(200, (await phone.RegisterAsync()).StatusCode);
        }

        Assert.Contains("phone=127.0.0.1:", (await lab.NextEndAsync()).Line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Accept_OfSomebodyWhoIsNoBalancer_TakesNoHeaderFromThem(bool isPlain)
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { IsPlain = isPlain, ListenerOptions = "set proxy-protocol accept" + FromElsewhere });
        await using (var phone = await lab.ConnectAsync("alice"))
        {
            Assert.Equal(200, (await phone.RegisterAsync()).StatusCode);
        }

        Assert.Equal(FlowEndReason.PhoneClosed, (await lab.NextEndAsync()).Reason);
        using var liar = new TcpClient();
        await liar.ConnectAsync(lab.EndPoint);
        await liar.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Line));

        var end = await lab.NextEndAsync();
        Assert.Equal(FlowEndReason.ProxyHeaderNotTrusted, end.Reason);
        Assert.Contains("phone=127.0.0.1:", end.Line, StringComparison.Ordinal);
        Assert.Contains("none of proxy-protocol-from", end.Line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("set proxy-protocol require" + FromElsewhere, Line, FlowEndReason.NotThroughBalancer)]
    [InlineData(Require, "\u0016\u0003\u0001", FlowEndReason.ProxyHeaderMissing)]
    [InlineData(Require, "PROXY TCP4 1.2.3.4 5.6.7.8 1\r\n", FlowEndReason.ProxyHeaderInvalid)]
    [InlineData(Accept, "PROXY TCP4 1.2.3.4 5.6.7.8 1\r\n", FlowEndReason.ProxyHeaderInvalid)]
    [InlineData(Require + "\nset proxy-protocol-timeout 1", "PROXY ", FlowEndReason.ProxyHeaderTimedOut)]
    [InlineData(Require + "\nset proxy-protocol-timeout 1", "", FlowEndReason.ProxyHeaderTimedOut)]
    [InlineData(Require + "\nset handshake-timeout 1", Line, FlowEndReason.PhoneHandshakeTimedOut)]
    public async Task Connection_ThatIsNotAsAgreed_EndsWithItsReason(string options, string octets, FlowEndReason expected)
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { ListenerOptions = options });
        using var connection = new TcpClient();
        await connection.ConnectAsync(lab.EndPoint);

        await connection.GetStream().WriteAsync(Encoding.Latin1.GetBytes(octets));

        Assert.Equal(expected, (await lab.NextEndAsync()).Reason);
        Assert.Equal(0, lab.Server.Counts.Connections);
    }

    // Without what stands behind it in the file.
    private static byte[] HeaderIn(string name)
    {
        var octets = Corpus.Read($"proxyprotocol/{name}.bin");
        return octets[..(16 + (octets[14] << 8) + octets[15])];
    }
}
