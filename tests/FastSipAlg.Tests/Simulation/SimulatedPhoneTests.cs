// SPDX-License-Identifier: MIT

using System.Security.Authentication;
using FastSipAlg.Simulation.Connections;
using FastSipAlg.Simulation.Phones;
using FastSipAlg.Simulation.Servers;
using FastSipAlg.Simulation.Traces;

namespace FastSipAlg.Tests.Simulation;

public sealed class SimulatedPhoneTests : IAsyncLifetime
{
    private readonly SimulatedSipServer _server = SimulatedSipServer.Start(LoopbackTls.Server());

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Register_AtTheRegistrar_Binds()
    {
        await using var phone = await ConnectAsync("alice");

        var response = await phone.RegisterAsync(600);

        Assert.Equal(200, response.StatusCode);
        Assert.Equal($"{phone.Contact};expires=600", response["Contact"]);
        Assert.True(_server.IsRegistered("alice"));
        Assert.Equal(SslProtocols.Tls13, phone.Connection.TlsVersion);
    }

    [Fact]
    public async Task Register_ForZeroSeconds_Unbinds()
    {
        await using var phone = await ConnectAsync("alice");
        await phone.RegisterAsync();

        var response = await phone.RegisterAsync(0);

        Assert.Equal(200, response.StatusCode);
        Assert.False(_server.IsRegistered("alice"));
    }

    [Fact]
    public async Task Register_WhenItsFlowEnds_IsForgotten()
    {
        var phone = await ConnectAsync("alice");
        await phone.RegisterAsync();
        await phone.DisposeAsync();
        await using var other = await ConnectAsync("bob");

        var response = await other.OptionsAsync("alice");

        Assert.Equal(404, response.StatusCode);
    }

    [Fact]
    public async Task Call_BetweenTwoPhones_RunsFromInviteToBye()
    {
        var trace = new CallTrace();
        await using var alice = await ConnectAsync("alice", options => options with { Trace = trace });
        await using var bob = await ConnectAsync("bob");
        await alice.RegisterAsync();
        await bob.RegisterAsync();

        var call = await alice.StartCallAsync("bob");
        await call.RingingAsync();
        var answer = await call.AnswerAsync();
        var ack = await bob.ReceiveAsync("ACK");
        var bye = await call.HangUpAsync();

        Assert.Equal(200, answer.StatusCode);
        Assert.Contains("m=audio", System.Text.Encoding.ASCII.GetString(answer.Body), StringComparison.Ordinal);
        Assert.Equal(call.CallId, ack.CallId);
        Assert.Null(ack["Route"]);
        Assert.Single(answer.All("Via"));
        Assert.Equal(200, bye.StatusCode);
        Assert.Equal(
            ["INVITE", "SIP/2.0 180", "SIP/2.0 200", "ACK", "BYE", "SIP/2.0 200"],
            trace.OfCall(call.CallId).Select(entry => FirstWords(entry.FirstLine)));
    }

    [Fact]
    public async Task Call_WithNewOffer_IsAnsweredInTheDialog()
    {
        await using var alice = await ConnectAsync("alice");
        await using var bob = await ConnectAsync("bob");
        await bob.RegisterAsync();
        var call = await alice.CallAsync("bob");

        var answer = await call.ReinviteAsync();

        Assert.Equal(200, answer.StatusCode);
        Assert.Equal(200, (await call.HangUpAsync()).StatusCode);
    }

    [Fact]
    public async Task Call_FromTheCalledPhoneBack_GoesOverTheCallersFlow()
    {
        await using var alice = await ConnectAsync("alice", options => options with { Answering = CallAnswering.Manual });
        await using var bob = await ConnectAsync("bob");
        await bob.RegisterAsync();
        await alice.CallAsync("bob");
        var invite = await bob.ReceiveAsync("INVITE");
        var info = bob.NewRequest("INFO", invite["Contact"]!.Trim('<').Split('>')[0]).Add("Route", invite["Record-Route"]!);

        await bob.SendAsync(info);
        var received = await alice.ReceiveAsync("INFO");

        Assert.Equal(info.CallId, received.CallId);
    }

    [Fact]
    public async Task Call_ToNobody_IsAnswered404()
    {
        await using var alice = await ConnectAsync("alice");

        var call = await alice.CallAsync("nobody");

        Assert.Equal(404, call.FinalResponse!.StatusCode);
        Assert.Equal("ACK", (await _server.ReceiveAsync("ACK")).Method);
    }

    [Fact]
    public async Task Call_ToBusyPhone_IsAnswered486()
    {
        await using var alice = await ConnectAsync("alice");
        await using var bob = await ConnectAsync("bob", options => options with { Answering = CallAnswering.Busy });
        await bob.RegisterAsync();

        var call = await alice.CallAsync("bob");

        Assert.Equal(486, call.FinalResponse!.StatusCode);
        Assert.Equal(call.CallId, (await bob.ReceiveAsync("ACK")).CallId);
    }

    [Fact]
    public async Task Call_GivenUpWhileItRings_IsCancelled()
    {
        await using var alice = await ConnectAsync("alice");
        await using var bob = await ConnectAsync("bob", options => options with { Answering = CallAnswering.Ring });
        await bob.RegisterAsync();
        var call = await alice.StartCallAsync("bob");
        await call.RingingAsync();

        var cancelled = await call.CancelAsync();

        Assert.Equal(200, cancelled.StatusCode);
        Assert.Equal(487, call.FinalResponse!.StatusCode);
    }

    [Fact]
    public async Task Message_Of64KiB_ArrivesWhole()
    {
        await using var alice = await ConnectAsync("alice");
        await using var bob = await ConnectAsync("bob");
        await bob.RegisterAsync();
        var body = new byte[64 * 1024];
        new Random(1).NextBytes(body);

        var response = await alice.MessageAsync("bob", body);
        var received = await bob.ReceiveAsync("MESSAGE");

        Assert.Equal(200, response.StatusCode);
        Assert.Equal(body, received.Body);
    }

    [Fact]
    public async Task Ping_Always_IsAnswered()
    {
        await using var phone = await ConnectAsync("alice");

        await phone.PingAsync();
        await phone.PingAsync();

        Assert.Equal(2, _server.Counts.Pings);
    }

    [Fact]
    public async Task Phone_WhoseServerIsKilled_SeesReset()
    {
        await using var phone = await ConnectAsync("alice");
        await phone.RegisterAsync();

        _server.Kill();
        var end = await phone.Ended.WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(ConnectionEnd.Reset, end);
        await Assert.ThrowsAsync<IOException>(() => phone.OptionsAsync());
    }

    [Theory]
    [InlineData(true, ConnectionEnd.CloseNotify)]
    [InlineData(false, ConnectionEnd.EndOfStream)]
    public async Task Phone_WhoseServerHalfCloses_SeesHow(bool closeNotify, ConnectionEnd expected)
    {
        await using var phone = await ConnectAsync("alice");
        await phone.RegisterAsync();

        await _server.HalfCloseFlowsAsync(closeNotify);
        var end = await phone.Ended.WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(expected, end);
    }

    [Fact]
    public async Task Server_HalfClosed_StillReceives()
    {
        await using var phone = await ConnectAsync("alice");
        await phone.RegisterAsync();
        await _server.HalfCloseFlowsAsync();
        await phone.Ended.WaitAsync(TimeSpan.FromSeconds(10));

        await phone.SendOnlyAsync(phone.NewRequest("OPTIONS", "sip:sip.example.com"));

        Assert.Equal("OPTIONS", (await _server.ReceiveAsync("OPTIONS")).Method);
    }

    private static string FirstWords(string line) => string.Join(' ', line.Split(' ').Take(line.StartsWith("SIP", StringComparison.Ordinal) ? 2 : 1));

    private Task<SimulatedPhone> ConnectAsync(string user, Func<SimulatedPhoneOptions, SimulatedPhoneOptions>? change = null)
    {
        var options = new SimulatedPhoneOptions { User = user };
        return SimulatedPhone.ConnectAsync(_server.EndPoint, LoopbackTls.Client(), change?.Invoke(options) ?? options);
    }
}
