// SPDX-License-Identifier: MIT

using System.Globalization;
using System.Net.Sockets;
using System.Text;
using FastSipAlg.Relay.Diagnostics;
using FastSipAlg.Simulation.Connections;
using FastSipAlg.Simulation.Servers;
using FastSipAlg.TestKit;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary><c>ssl-mode off</c>: the same relay without TLS on either leg, and what becomes of TLS there.</summary>
public sealed class PlainTcpPasses
{
    private static readonly RelayLabOptions Plain = new() { IsPlain = true };

    [Fact]
    public async Task Call_OverPlainTcp_PassesAndTheLogSaysPlain()
    {
        await using var lab = RelayLab.Start(Plain);
        await using (var alice = await lab.ConnectAsync("alice"))
        await using (var bob = await lab.ConnectAsync("bob"))
        {
            Assert.Equal(200, (await alice.RegisterAsync()).StatusCode);
            Assert.Equal(200, (await bob.RegisterAsync()).StatusCode);
            var call = await alice.CallAsync("bob");

            Assert.True(call.IsAnswered);
            Assert.Equal(200, (await call.HangUpAsync()).StatusCode);
        }

        var end = await lab.NextEndAsync();
        Assert.Equal(FlowEndReason.PhoneClosed, end.Reason);
        Assert.Contains("phone-tls=plain server-tls=plain", end.Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MalformedMessage_OverPlainTcp_IsInspectedAsOverTls()
    {
        await using var lab = RelayLab.Start(Plain with { ProfileOptions = "set malformed-header-via respond" });
        await using var phone = await lab.ConnectAsync("alice");

        await phone.SendRawAsync(Encoding.ASCII.GetBytes(Request("VIA-IS-NOT-WELL-FORMED")));

        Assert.Contains("malformed-header-via", await lab.NextViolationAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ServerClosed_OverPlainTcp_ClosesThePhone()
    {
        await using var lab = RelayLab.Start(Plain);
        await using var phone = await lab.ConnectAsync("alice");
        await phone.RegisterAsync();

        lab.Server.Kill();

        Assert.Equal(ConnectionEnd.EndOfStream, await phone.Ended);
        Assert.Equal(FlowEndReason.ServerReset, (await lab.NextEndAsync()).Reason);
    }

    [Fact]
    public async Task PhoneResets_OverPlainTcp_FlowEnds()
    {
        await using var lab = RelayLab.Start(Plain);
        await using var phone = await lab.ConnectAsync("alice");
        await phone.RegisterAsync();

        phone.Connection.Abort();

        Assert.Equal(FlowEndReason.PhoneReset, (await lab.NextEndAsync()).Reason);
    }

    [Fact]
    public async Task ServerNotReachable_OverPlainTcp_IsAnswered503()
    {
        await using var lab = RelayLab.Start(Plain with { ServerPort = FreePort.Next() });
        await using var phone = await lab.ConnectAsync("alice");

        Assert.Equal(503, (await phone.RegisterAsync()).StatusCode);
        Assert.Equal(FlowEndReason.ServerConnectRefused, (await lab.NextEndAsync()).Reason);
    }

    [Fact]
    public async Task LargeMessages_BothWaysOverPlainTcp_ArriveWhole()
    {
        await using var lab = RelayLab.Start(Plain with { Role = ServerRole.Mirror });
        using var phone = new TcpClient();
        await phone.ConnectAsync(lab.EndPoint);
        var request = Encoding.ASCII.GetBytes(Request("SIP/2.0/TCP 192.0.2.1;branch=z9hG4bK1", new string('x', 300_000)));

        var sending = phone.GetStream().WriteAsync(request);
        var received = await ReadUntilAsync(phone, request.Length);
        await sending;

        Assert.StartsWith("SIP/2.0 200", Encoding.ASCII.GetString(received, 0, 11), StringComparison.Ordinal);
        Assert.True(received.AsSpan(0, received.Length).IndexOf(request) > 0);
    }

    [RequiresTool("openssl")]
    public async Task TlsPhone_WherePlainIsSpoken_IsRefusedWithAnAlert()
    {
        await using var lab = RelayLab.Start(Plain);
        using var phone = StrangerProcess.Start("openssl", $"s_client -connect {lab.EndPoint}");

        Assert.True(await phone.HasPrintedAsync("alert handshake failure"));
        Assert.Equal(FlowEndReason.PhoneSpokeTls, (await lab.NextEndAsync()).Reason);
        Assert.Empty(lab.Server.Flows);
    }

    [RequiresToolTheory("openssl")]
    [InlineData("on-first-message")]
    [InlineData("eager")]
    public async Task TlsPhone_WhereTlsIsRelayed_SpeaksWithTheServerUnread(string opening)
    {
        var port = FreePort.Next();
        await using var lab = RelayLab.Start(Plain with { ServerPort = port, ProfileOptions = "set tls-on-plain relay", ListenerOptions = $"set server-leg {opening}" });
        using var server = await StrangerProcess.ServeAsync(
            "openssl",
            string.Create(CultureInfo.InvariantCulture, $"s_server -accept 127.0.0.1:{port} -cert {lab.ServerFiles.CertificatePath} -key {lab.ServerFiles.KeyPath} -quiet"),
            port);
        using (var phone = StrangerProcess.Start("openssl", $"s_client -connect {lab.EndPoint} -CAfile {lab.CaFile} -verify_hostname {RelayLab.Domain} -verify_return_error -quiet"))
        {
            await phone.SendAsync("no SIP, and nobody minds\n");
            Assert.True(await server.HasPrintedAsync("no SIP, and nobody minds"));
            await server.SendAsync("nor here\n");
            Assert.True(await phone.HasPrintedAsync("nor here"));
        }

        var end = await lab.NextEndAsync();
        Assert.Contains("TLS passed unread", end.Line, StringComparison.Ordinal);
        Assert.Contains("messages=0/0", end.Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PlainPhone_WhereTlsIsRelayed_IsInspectedAllTheSame()
    {
        await using var lab = RelayLab.Start(Plain with { ProfileOptions = "set tls-on-plain relay" });
        await using var phone = await lab.ConnectAsync("alice");

        await phone.SendRawAsync("HTTP/1.1 is no SIP\r\n\r\n"u8.ToArray());

        Assert.Equal(FlowEndReason.PhoneFramingBroken, (await lab.NextEndAsync()).Reason);
    }

    [RequiresToolTheory("sipp")]
    [InlineData("register")]
    [InlineData("call")]
    public async Task Sipp_OverPlainTcp_HasNoFailedCall(string scenario)
    {
        const string Common = "-nostdin -m 10 -r 10 -key domain sip.example.com -timeout 60 -timeout_error -default_behaviors all,-bye -i 127.0.0.1 -t t1";
        var port = FreePort.Next();
        await using var lab = RelayLab.Start(Plain with { ServerPort = port });
        var scenarios = SourceTree.PathOf("tools", "sipp", scenario);
        using var server = await StrangerProcess.ServeAsync("sipp", string.Create(CultureInfo.InvariantCulture, $"-sf {scenarios}-uas.xml -p {port} {Common}"), port);
        using var phones = StrangerProcess.Start("sipp", $"{lab.EndPoint} -sf {scenarios}-uac.xml {Common}");

        await phones.AssertEndsWellAsync();
    }

    private static string Request(string via, string body = "") => string.Create(
        CultureInfo.InvariantCulture,
        $"OPTIONS sip:sip.example.com SIP/2.0\r\nVia: {via}\r\nFrom: <sip:a@example.com>;tag=1\r\nTo: <sip:sip.example.com>\r\nCall-ID: plain\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: {body.Length}\r\n\r\n{body}");

    private static async Task<byte[]> ReadUntilAsync(TcpClient phone, int atLeast)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var received = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (received.Length < atLeast || !received.GetBuffer().AsSpan(0, (int)received.Length).EndsWith("xxx"u8))
        {
            var count = await phone.GetStream().ReadAsync(buffer, patience.Token);
            Assert.NotEqual(0, count);
            received.Write(buffer, 0, count);
        }

        return received.ToArray();
    }
}
