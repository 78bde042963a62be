// SPDX-License-Identifier: MIT

using System.Net;
using System.Net.Sockets;
using FastSipAlg.LoadGenerator.Scenarios;
using FastSipAlg.Simulation.Servers;
using FastSipAlg.Tests.Simulation;

namespace FastSipAlg.Tests.LoadGenerator;

public sealed class ReconnectScenarioTests : IAsyncLifetime
{
    private const int Phones = 6;

    private readonly SimulatedSipServer _server =
        SimulatedSipServer.Start(LoopbackTls.Server(), new SimulatedSipServerOptions { Role = ServerRole.Echo });

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Phones_ThatDropAllAtOnce_AreAllRegisteredAgain()
    {
        var result = await new ReconnectScenario(Options(), resume: false, Options() with { Connections = 0 }, rate: 0).RunAsync();

        Assert.Equal((0L, 0L), (result.Errors, result.Retries));
        Assert.True(result.AllBackSeconds > 0);
        Assert.Equal(2 * Phones, _server.Counts.Requests);
    }

    [Fact]
    public async Task Phones_ThatCannotConnectAtFirst_AreAProblemInOneSentence()
    {
        // Bound and not listening: whoever connects is refused, and nobody else gets the port meanwhile.
        using var refusing = new Socket(SocketType.Stream, ProtocolType.Tcp);
        refusing.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var options = Options() with { EndPoint = new IPEndPoint(IPAddress.Loopback, ((IPEndPoint)refusing.LocalEndPoint!).Port) };

        var problem = await Assert.ThrowsAsync<LoadException>(
            () => new ReconnectScenario(options, resume: false, Options() with { Connections = 0 }, rate: 0).RunAsync());

        Assert.StartsWith("6 of 6 connections to 127.0.0.1:", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SteadyLoad_ToldToStop_GivesWhatItMeasuredUntilThen()
    {
        using var stop = new CancellationTokenSource();
        var running = new SteadyScenario(Options() with { Duration = TimeSpan.FromHours(1) }).RunOpenAsync(100, stop.Token);
        var deadline = DateTime.UtcNow.AddSeconds(30);
        while (_server.Counts.Requests < 20 && DateTime.UtcNow < deadline)
        {
            await Task.Delay(50);
        }

        await stop.CancelAsync();
        var result = await running.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal((0L, 0L), (result.Errors, result.Lost));
        Assert.InRange(result.Seconds, 0, 60);
    }

    private ScenarioOptions Options() => new()
    {
        EndPoint = _server.EndPoint,
        ServerName = "sip.example.com",
        Relay = "none",
        Scenario = "test",
        Connections = Phones,
        WarmUp = TimeSpan.Zero,
        Duration = TimeSpan.Zero,
    };
}
