// SPDX-License-Identifier: MIT

using FastSipAlg.Simulation.Phones;
using FastSipAlg.Simulation.Servers;

namespace FastSipAlg.Tests.Simulation;

public sealed class SimulatedSipServerTests
{
    [Theory]
    [InlineData("right", 200)]
    [InlineData("wrong", 401)]
    public async Task Register_WhenChallenged_NeedsThePassword(string password, int expected)
    {
        await using var server = SimulatedSipServer.Start(LoopbackTls.Server(), new SimulatedSipServerOptions { Password = "right" });
        await using var phone = await ConnectAsync(server, new SimulatedPhoneOptions { User = "alice", Password = password });

        var response = await phone.RegisterAsync();

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(2, server.Counts.RequestsByMethod["REGISTER"]);
    }

    [Fact]
    public async Task UserAgent_Called_AnswersItself()
    {
        var options = new SimulatedSipServerOptions { Role = ServerRole.UserAgent };
        await using var server = SimulatedSipServer.Start(LoopbackTls.Server(), options);
        await using var phone = await ConnectAsync(server, new SimulatedPhoneOptions { User = "alice" });

        var call = await phone.CallAsync("anyone");
        var bye = await call.HangUpAsync();

        Assert.True(call.IsAnswered);
        Assert.Equal(200, bye.StatusCode);
    }

    [Fact]
    public async Task Server_PausedReading_AnswersOnlyWhenResumed()
    {
        await using var server = SimulatedSipServer.Start(LoopbackTls.Server());
        await using var phone = await ConnectAsync(server, new SimulatedPhoneOptions { User = "alice" });
        server.PauseReading();
        var transaction = await phone.SendAsync(phone.NewRequest("OPTIONS", "sip:sip.example.com"));
        await Assert.ThrowsAsync<TimeoutException>(() => transaction.FinalAsync(TimeSpan.FromMilliseconds(100)));

        server.ResumeReading();
        var response = await transaction.FinalAsync();

        Assert.Equal(200, response.StatusCode);
    }

    [Fact]
    public async Task Server_Disposed_ClosesWithCloseNotify()
    {
        var server = SimulatedSipServer.Start(LoopbackTls.Server());
        await using var phone = await ConnectAsync(server, new SimulatedPhoneOptions { User = "alice" });
        await phone.RegisterAsync();

        await server.DisposeAsync();
        var end = await phone.Ended.WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(FastSipAlg.Simulation.Connections.ConnectionEnd.CloseNotify, end);
    }

    [Fact]
    public async Task Inbox_OfProxy_KeepsOctetsAsReceived()
    {
        await using var server = SimulatedSipServer.Start(LoopbackTls.Server());
        await using var phone = await ConnectAsync(server, new SimulatedPhoneOptions { User = "alice" });
        await phone.RegisterAsync();
        var request = phone.NewRequest("MESSAGE", "sip:alice@sip.example.com").WithBody("text/plain", "to myself"u8.ToArray());

        await phone.RequestAsync(request);
        var received = await server.ReceiveAsync("MESSAGE");

        Assert.Equal(request.ToBytes(), received.Received);
        Assert.Single(received.All("Via"));
    }

    [Theory]
    [InlineData(ServerRole.Echo)]
    [InlineData(ServerRole.Mirror)]
    public async Task Echo_ForPipelinedRequests_AnswersEachInOrder(ServerRole role)
    {
        await using var server = SimulatedSipServer.Start(LoopbackTls.Server(), new SimulatedSipServerOptions { Role = role });
        await using var phone = await ConnectAsync(server, new SimulatedPhoneOptions { User = "alice" });
        var requests = Enumerable.Range(0, 100).Select(i => phone.NewRequest("MESSAGE", "sip:x@y").WithBody("text/plain", new byte[i * 40])).ToArray();

        await phone.SendRawAsync(requests.SelectMany(request => request.ToBytes()).ToArray());
        var answers = new List<FastSipAlg.Simulation.Messages.SimulatedMessage>();
        while (answers.Count < requests.Length)
        {
            answers.Add(await phone.ReceiveAsync(message => !message.IsRequest));
        }

        Assert.Equal(requests.Select(request => request["CSeq"]), answers.Select(answer => answer["CSeq"]));
        Assert.Equal(requests.Select(request => role == ServerRole.Mirror ? request.ToBytes() : []), answers.Select(answer => answer.Body));
        Assert.Equal(100, server.Counts.Requests);
    }

    [Fact]
    public async Task Swarm_ThatCalls_HasNoFailures()
    {
        await using var server = SimulatedSipServer.Start(LoopbackTls.Server(), new SimulatedSipServerOptions { KeepsMessages = false });
        var options = new PhoneSwarmOptions { Phones = 6, CallTime = TimeSpan.FromMilliseconds(1), Pause = TimeSpan.FromMilliseconds(1) };
        await using var swarm = new PhoneSwarm(server.EndPoint, LoopbackTls.Client, options);
        await swarm.StartAsync(CancellationToken.None);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));

        await swarm.RunAsync(stop.Token);
        var totals = swarm.Totals();

        Assert.Equal(0, totals.Failures);
        Assert.Equal(6, totals.Flows);
        Assert.True(totals.Registrations >= 6);
        Assert.True(totals.Calls >= 3);
        Assert.True(totals.P99 >= totals.P50 && totals.P50 > 0);
        Assert.Equal(12, swarm.FirstCall!.Count);
    }

    private static Task<SimulatedPhone> ConnectAsync(SimulatedSipServer server, SimulatedPhoneOptions options) =>
        SimulatedPhone.ConnectAsync(server.EndPoint, LoopbackTls.Client(), options);
}
