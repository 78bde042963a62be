// SPDX-License-Identifier: MIT

using FastSipAlg.LoadGenerator.Measuring;
using FastSipAlg.LoadGenerator.Messages;
using FastSipAlg.LoadGenerator.Scenarios;
using FastSipAlg.Simulation.Servers;
using FastSipAlg.Tests.Simulation;

namespace FastSipAlg.Tests.LoadGenerator;

public sealed class SteadyScenarioTests : IAsyncLifetime
{
    private readonly SimulatedSipServer _server =
        SimulatedSipServer.Start(LoopbackTls.Server(), new SimulatedSipServerOptions { Role = ServerRole.Mirror });

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task OpenLoop_AgainstTheStub_SendsAtItsRateAndLosesNothing()
    {
        var result = await new SteadyScenario(Options()).RunOpenAsync(200);

        // Each of the four connections once, 0.2 s of warm-up and 0.5 s measured, however late the machine was: what fell due is sent.
        AssertClean(result);
        Assert.Equal(4 + 140, _server.Counts.Requests);
        Assert.True(result.P99Microseconds >= result.P50Microseconds && result.P50Microseconds > 0);
    }

    [Fact]
    public async Task ClosedLoop_AgainstTheStub_LosesNothing()
    {
        var result = await MeasuredAsync(options => new SteadyScenario(options).RunClosedAsync(8));

        AssertClean(result);
        Assert.Equal(8, result.Window);
    }

    [Fact]
    public async Task Storm_AgainstTheStub_ResumesWhenAsked()
    {
        var result = await MeasuredAsync(options => new StormScenario(options, resume: true, parallel: 2).RunAsync());

        Assert.Equal(0, result.Errors);
        Assert.True(result.Resumed > 0);
    }

    [Fact]
    public async Task Idle_AgainstTheStub_RegistersEachConnection()
    {
        var result = await new IdleScenario(Options() with { Duration = TimeSpan.FromMilliseconds(1) }, parallel: 2).RunAsync();

        Assert.Equal(0, result.Errors);
        Assert.Equal(4, _server.Counts.Requests);
    }

    private static void AssertClean(LoadResult result) =>
        Assert.Equal((0L, 0L, 0L), (result.Errors, result.Lost, result.Edited));

    // A busy machine may not get anything done in half a second: then longer.
    private async Task<LoadResult> MeasuredAsync(Func<ScenarioOptions, Task<LoadResult>> run)
    {
        LoadResult? result = null;
        for (var seconds = 0.5; seconds <= 32 && result is not { Received: > 0 }; seconds *= 4)
        {
            result = await run(Options() with { Duration = TimeSpan.FromSeconds(seconds) });
        }

        Assert.True(result!.Received > 0);
        return result;
    }

    private ScenarioOptions Options() => new()
    {
        EndPoint = _server.EndPoint,
        ServerName = "sip.example.com",
        Relay = "none",
        Scenario = "test",
        Connections = 4,
        Messages = MessageKind.Mixed,
        Verify = true,
        WarmUp = TimeSpan.FromMilliseconds(200),
        Duration = TimeSpan.FromMilliseconds(500),
        RelayProcess = Environment.ProcessId,
    };
}
