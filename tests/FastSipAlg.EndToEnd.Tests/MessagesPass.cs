// SPDX-License-Identifier: MIT

using System.Text;
using FastSipAlg.Simulation.Servers;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>What phones and the SIP server say to each other arrives: whole, in order, octet by octet.</summary>
public sealed class MessagesPass
{
    [Fact]
    public async Task Register_ThroughTheRelay_Binds()
    {
        await using var lab = RelayLab.Start();
        await using var phone = await lab.ConnectAsync("alice");

        var response = await phone.RegisterAsync();

        Assert.Equal(200, response.StatusCode);
        Assert.True(lab.Server.IsRegistered("alice"));
    }

    [Fact]
    public async Task Call_BetweenTwoPhones_RunsFromInviteToBye()
    {
        await using var lab = RelayLab.Start();
        await using var alice = await lab.ConnectAsync("alice");
        await using var bob = await lab.ConnectAsync("bob");
        await alice.RegisterAsync();
        await bob.RegisterAsync();

        var call = await alice.StartCallAsync("bob");
        await call.RingingAsync();
        var answer = await call.AnswerAsync();
        var ack = await bob.ReceiveAsync("ACK");
        var bye = await call.HangUpAsync();

        Assert.Equal(200, answer.StatusCode);
        Assert.Equal(call.CallId, ack.CallId);
        Assert.Equal(200, bye.StatusCode);
    }

    [Fact]
    public async Task Requests_PipelinedInOneWrite_ArriveWholeAndInOrder()
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { Role = ServerRole.UserAgent });
        await using var phone = await lab.ConnectAsync("alice");
        var requests = Enumerable.Range(1, 100).Select(n => Options(phone.User, n)).ToList();

        await phone.SendRawAsync(Encoding.ASCII.GetBytes(string.Concat(requests)));

        for (var n = 1; n <= requests.Count; n++)
        {
            var arrived = await lab.Server.ReceiveAsync(message => message.Sequence == n);
            Assert.Equal(requests[n - 1], Encoding.ASCII.GetString(arrived.Received));
        }
    }

    [Fact]
    public async Task Message_SentOctetByOctet_ArrivesByteIdentical()
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { Role = ServerRole.UserAgent });
        await using var phone = await lab.ConnectAsync("alice");
        var request = Options(phone.User, 7);

        foreach (var octet in Encoding.ASCII.GetBytes(request))
        {
            await phone.SendRawAsync(new[] { octet });
        }

        var arrived = await lab.Server.ReceiveAsync(message => message.Sequence == 7);
        Assert.Equal(request, Encoding.ASCII.GetString(arrived.Received));
    }

    [Fact]
    public async Task Body_Of64KiB_ArrivesByteIdentical()
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { Role = ServerRole.UserAgent });
        await using var phone = await lab.ConnectAsync("alice");
        var body = new byte[64 * 1024];
        new Random(1).NextBytes(body);

        var response = await phone.MessageAsync("bob", body);

        var arrived = await lab.Server.ReceiveAsync("MESSAGE");
        Assert.Equal(200, response.StatusCode);
        Assert.Equal(body, arrived.Body);
    }

    [Fact]
    public async Task ServerLeg_BeforeTheFirstMessage_IsNotOpened()
    {
        await using var lab = RelayLab.Start();
        await using var phone = await lab.ConnectAsync("alice");

        await phone.PingAsync();

        Assert.Empty(lab.Server.Flows);
        await phone.RegisterAsync();
        Assert.Single(lab.Server.Flows);
    }

    [Fact]
    public async Task ServerLeg_Eager_IsOpenBeforeTheFirstMessage()
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { ListenerOptions = "set server-leg eager" });
        await using var phone = await lab.ConnectAsync("alice");

        await phone.PingAsync();

        // With TLS 1.3 our side of the handshake is done before the server's is.
        for (var attempt = 0; attempt < 400 && lab.Server.Flows.Count == 0; attempt++)
        {
            await Task.Delay(25);
        }

        Assert.Single(lab.Server.Flows);
    }

    [Fact]
    public async Task SlowServer_PausesThePhone_AndNothingIsLost()
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { Role = ServerRole.UserAgent });
        await using var phone = await lab.ConnectAsync("alice");
        await phone.RegisterAsync();
        lab.Server.PauseReading();
        const int Messages = 400;
        var body = new string('x', 64 * 1024);

        var sending = SendAllAsync();
        var stalled = await Task.WhenAny(sending, Task.Delay(TimeSpan.FromSeconds(1))) != sending;
        lab.Server.ResumeReading();
        await sending;

        // 25 MiB do not fit into socket buffers: the relay stopped reading, so the phone had to wait.
        Assert.True(stalled);
        await lab.Server.ReceiveAsync(message => message.Sequence == 1000 + Messages);

        async Task SendAllAsync()
        {
            for (var n = 1; n <= Messages; n++)
            {
                await phone.SendRawAsync(Encoding.ASCII.GetBytes(Options(phone.User, 1000 + n, body)));
            }
        }
    }

    private static string Options(string user, int sequence, string body = "") =>
        $"OPTIONS sip:{RelayLab.Domain} SIP/2.0\r\n"
        + $"Via: SIP/2.0/TLS 192.0.2.1:5061;branch=z9hG4bK{sequence}\r\n"
        + $"From: <sip:{user}@{RelayLab.Domain}>;tag=1\r\n"
        + $"To: <sip:{RelayLab.Domain}>\r\n"
        + $"Call-ID: pipelined-{sequence}\r\n"
        + $"CSeq: {sequence} OPTIONS\r\n"
        + "Max-Forwards: 70\r\n"
        + $"Content-Length: {body.Length}\r\n\r\n{body}";
}
