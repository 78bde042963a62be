// SPDX-License-Identifier: MIT

using System.Net.Sockets;
using System.Text;
using FastSipAlg.Relay.Diagnostics;
using FastSipAlg.Simulation.Connections;
using FastSipAlg.Simulation.Servers;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>However a flow ends, both legs end, and the log says why.</summary>
public sealed class FlowsEnd
{
    [Fact]
    public async Task PhoneCloses_ServerLegClosesProperly()
    {
        await using var lab = RelayLab.Start();
        var phone = await lab.ConnectAsync("alice");
        await phone.RegisterAsync();

        await phone.Connection.CloseAsync();

        var end = await lab.NextEndAsync();
        Assert.Equal(FlowEndReason.PhoneClosed, end.Reason);
        Assert.Contains("messages=1/1", end.Line, StringComparison.Ordinal);
        Assert.Contains("phone-tls=TLS1.3/TLS_", end.Line, StringComparison.Ordinal);
        Assert.Contains("server-tls=TLS1.3/TLS_", end.Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PhoneHalfCloses_FlowEndsPromptly()
    {
        await using var lab = RelayLab.Start();
        await using var phone = await lab.ConnectAsync("alice");
        await phone.RegisterAsync();

        await phone.Connection.HalfCloseAsync();

        Assert.Equal(FlowEndReason.PhoneClosed, (await lab.NextEndAsync()).Reason);
        Assert.Equal(ConnectionEnd.CloseNotify, await phone.Ended);
    }

    [Fact]
    public async Task PhoneEndsTcpWithoutCloseNotify_IsToldApart()
    {
        await using var lab = RelayLab.Start();
        await using var phone = await lab.ConnectAsync("alice");
        await phone.RegisterAsync();

        await phone.Connection.HalfCloseAsync(closeNotify: false);

        Assert.Equal(FlowEndReason.PhoneClosedWithoutNotify, (await lab.NextEndAsync()).Reason);
    }

    [Fact]
    public async Task PhoneResets_FlowEnds()
    {
        await using var lab = RelayLab.Start();
        await using var phone = await lab.ConnectAsync("alice");
        await phone.RegisterAsync();

        phone.Connection.Abort();

        Assert.Equal(FlowEndReason.PhoneReset, (await lab.NextEndAsync()).Reason);

        // As a server that is killed does with a flow that is just ending.
        await phone.DisposeAsync();
        phone.Connection.Abort();
    }

    [Fact]
    public async Task ServerResetsInMidCall_PhoneIsClosedProperly()
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { Role = ServerRole.UserAgent });
        await using var phone = await lab.ConnectAsync("alice");
        await phone.RegisterAsync();
        var call = await phone.CallAsync("bob");

        lab.Server.Kill();

        Assert.True(call.IsAnswered);
        Assert.Equal(ConnectionEnd.CloseNotify, await phone.Ended);
        Assert.Equal(FlowEndReason.ServerReset, (await lab.NextEndAsync()).Reason);
    }

    [Fact]
    public async Task ServerCloses_PhoneIsClosedProperly()
    {
        await using var lab = RelayLab.Start();
        await using var phone = await lab.ConnectAsync("alice");
        await phone.RegisterAsync();

        await lab.Server.CloseFlowsAsync();

        Assert.Equal(ConnectionEnd.CloseNotify, await phone.Ended);
        Assert.Equal(FlowEndReason.ServerClosed, (await lab.NextEndAsync()).Reason);
    }

    [Theory]
    [InlineData("away", FlowEndReason.ServerConnectRefused)]
    [InlineData("untrusted", FlowEndReason.ServerRefused)]
    [InlineData("wrong name", FlowEndReason.ServerRefused)]
    public async Task ServerThatCannotBeReached_PhoneHears503(string fault, FlowEndReason expected)
    {
        await using var lab = RelayLab.Start(new RelayLabOptions
        {
            ServerPort = fault == "away" ? FreePort.Next() : null,
            ServerIsUntrusted = fault == "untrusted",
            ServerCertificateName = fault == "wrong name" ? "other.example.net" : RelayLab.Domain,
        });
        await using var phone = await lab.ConnectAsync("alice");

        var response = await phone.RegisterAsync();

        Assert.Equal(503, response.StatusCode);
        Assert.Equal(ConnectionEnd.CloseNotify, await phone.Ended);
        var end = await lab.NextEndAsync();
        Assert.Equal(expected, end.Reason);
        Assert.Contains(fault == "wrong name" ? "other.example.net" : "detail=", end.Line, StringComparison.Ordinal);
        Assert.Equal(0, lab.Server.Counts.Requests);
    }

    [Theory]
    [InlineData("Content-Length: -1", "SIP/2.0 400 ")]
    [InlineData("Content-Length: 0\r\nl: 0", "SIP/2.0 400 ")]
    [InlineData("Content-Length: 99999999", "SIP/2.0 413 ")]
    [InlineData("X: 1", "SIP/2.0 400 ")]
    public async Task RequestWhoseFramingBroke_IsAnsweredAndTheFlowEnds(string field, string expected)
    {
        await using var lab = RelayLab.Start();
        await using var phone = await lab.ConnectAsync("alice");
        var request = "OPTIONS sip:bob@example.com SIP/2.0\r\nVia: SIP/2.0/TLS 192.0.2.1;branch=z9hG4bK1\r\nFrom: <sip:a@example.com>;tag=1\r\n"
            + "To: <sip:bob@example.com>\r\nCall-ID: broken\r\nCSeq: 1 OPTIONS\r\n" + field + "\r\n\r\n";

        await phone.SendRawAsync(Encoding.ASCII.GetBytes(request));

        var answer = await phone.ReceiveAsync(message => message.CallId == "broken");
        Assert.StartsWith(expected, answer.StartLine, StringComparison.Ordinal);
        Assert.Equal(FlowEndReason.PhoneFramingBroken, (await lab.NextEndAsync()).Reason);
        Assert.Equal(0, lab.Server.Counts.Connections);
    }

    [Fact]
    public async Task PhoneThatSpeaksHttp_IsEndedWithItsReason()
    {
        await using var lab = RelayLab.Start();
        await using var phone = await lab.ConnectAsync("alice");

        await phone.SendRawAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());

        Assert.Equal(FlowEndReason.PhoneFramingBroken, (await lab.NextEndAsync()).Reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("160301020001")]
    public async Task PhoneThatNeverFinishesItsHandshake_IsEnded(string hexOctets)
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { ListenerOptions = "set handshake-timeout 1" });
        using var phone = new TcpClient();
        await phone.ConnectAsync(lab.EndPoint);

        await phone.GetStream().WriteAsync(Convert.FromHexString(hexOctets));

        Assert.Equal(FlowEndReason.PhoneHandshakeTimedOut, (await lab.NextEndAsync()).Reason);
        Assert.Equal(0, lab.Server.Counts.Connections);
    }

    [Fact]
    public async Task PhonesBeyondMaxHandshakes_WaitForAnEnd_AndSilentOnesTakeNoTurn()
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { ListenerOptions = "set max-handshakes 1\nset handshake-timeout 2" });
        using var silent = new TcpClient();
        await silent.ConnectAsync(lab.EndPoint);
        await using (var first = await lab.ConnectAsync("alice"))
        {
            Assert.Equal(200, (await first.RegisterAsync()).StatusCode);
        }

        Assert.Equal(FlowEndReason.PhoneClosed, (await lab.NextEndAsync()).Reason);
        using var halfWay = new TcpClient();
        await halfWay.ConnectAsync(lab.EndPoint);
        await halfWay.GetStream().WriteAsync(Convert.FromHexString("160301020001"));
        await Task.Delay(TimeSpan.FromMilliseconds(200));

        await using var next = await lab.ConnectAsync("bob");

        Assert.Equal(FlowEndReason.PhoneHandshakeTimedOut, (await lab.NextEndAsync()).Reason);
        Assert.Equal(FlowEndReason.PhoneHandshakeTimedOut, (await lab.NextEndAsync()).Reason);
        Assert.Equal(200, (await next.RegisterAsync()).StatusCode);
    }

    [Fact]
    public async Task PhoneThatLeavesWhileItWaitsForItsTurn_TakesNone()
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { ListenerOptions = "set max-handshakes 1\nset handshake-timeout 1" });
        using var halfWay = new TcpClient();
        await halfWay.ConnectAsync(lab.EndPoint);
        await halfWay.GetStream().WriteAsync(Convert.FromHexString("160301020001"));
        await Task.Delay(TimeSpan.FromMilliseconds(200));
        using (var impatient = new TcpClient())
        {
            await impatient.ConnectAsync(lab.EndPoint);
            await impatient.GetStream().WriteAsync(Convert.FromHexString("160301020001"));
        }

        // The first one's turn is over before its end is written down, so either may be written first.
        var (timedOut, left) = (await lab.NextEndAsync(), await lab.NextEndAsync());
        if (timedOut.Reason == FlowEndReason.PhoneHandshakeAbandoned)
        {
            (timedOut, left) = (left, timedOut);
        }

        Assert.Equal(FlowEndReason.PhoneHandshakeTimedOut, timedOut.Reason);
        Assert.Equal(FlowEndReason.PhoneHandshakeAbandoned, left.Reason);
        Assert.Contains("while it waited for its turn", left.Line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("set first-message-timeout 1", "", FlowEndReason.FirstMessageTimedOut)]
    [InlineData("set first-message-timeout 1", "\r\n\r\n", FlowEndReason.FirstMessageTimedOut)]
    [InlineData("set idle-timeout 1", null, FlowEndReason.Idle)]
    [InlineData("set message-timeout 1", "OPTIONS sip:x", FlowEndReason.PhoneMessageTimedOut)]
    public async Task PhoneThatIsTooSlow_IsEnded(string option, string? octets, FlowEndReason expected)
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { ListenerOptions = option });
        await using var phone = await lab.ConnectAsync("alice");
        if (expected != FlowEndReason.FirstMessageTimedOut)
        {
            await phone.RegisterAsync();
        }

        await phone.SendRawAsync(Encoding.ASCII.GetBytes(octets ?? ""));

        Assert.Equal(expected, (await lab.NextEndAsync()).Reason);
    }

    [Fact]
    public async Task Connections_BeyondTheLimit_AreRefused()
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { ListenerOptions = "set max-connections 1" });
        await using var phone = await lab.ConnectAsync("alice");

        await Assert.ThrowsAnyAsync<Exception>(() => lab.ConnectAsync("bob"));

        Assert.Equal(FlowEndReason.TooManyConnections, (await lab.NextEndAsync()).Reason);
        Assert.Equal(200, (await phone.RegisterAsync()).StatusCode);
    }

    [Fact]
    public async Task StopUnderLoad_EveryRequestThatReachedTheServerIsAnswered()
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { Role = ServerRole.UserAgent });
        var phones = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => lab.ConnectAsync("phone" + n)));
        var answered = 0;
        var load = Task.WhenAll(phones.Select(phone => Task.Run(async () =>
        {
            try
            {
                while (true)
                {
                    await phone.OptionsAsync();
                    Interlocked.Increment(ref answered);
                }
            }
            catch (Exception e) when (e is IOException or TimeoutException or InvalidOperationException)
            {
                // The relay said goodbye.
            }
        })));
        await Task.Delay(500);

        await lab.Relay.StopAsync(TimeSpan.Zero, TimeSpan.FromSeconds(4));
        await load;

        Assert.True(answered > 0);
        Assert.Equal(lab.Server.Counts.Requests, answered);
        for (var n = 0; n < phones.Length; n++)
        {
            Assert.Equal(FlowEndReason.Drained, (await lab.NextEndAsync()).Reason);
        }
    }
}
