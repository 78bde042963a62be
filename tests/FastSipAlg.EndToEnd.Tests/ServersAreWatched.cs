// SPDX-License-Identifier: MIT

using System.Diagnostics;
using System.Net;
using FastSipAlg.Simulation.Servers;
using FastSipAlg.Transport.Servers;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary><c>health-check</c>: targets are found to be down, and up again, without a phone that asks for them.</summary>
public sealed class ServersAreWatched
{
    private const string Quickly = "\nset health-check-interval 1\nset health-check-timeout 1\nset health-check-rise 2\nset health-check-fall 2";

    [Theory]
    [InlineData("tls", false)]
    [InlineData("tls", true)]
    [InlineData("options", false)]
    [InlineData("options", true)]
    public async Task TargetThatDiesAndComesBack_IsDownAndUp(string check, bool isPlain)
    {
        var port = FreePort.Next();
        var options = new SimulatedSipServerOptions { EndPoint = new IPEndPoint(IPAddress.Loopback, port) };
        await using var lab = RelayLab.Start(new RelayLabOptions { IsPlain = isPlain, Addresses = _ => $"127.0.0.1:{port}", ServerOptions = $"set health-check {check}{Quickly}" });
        await WaitForAsync(lab, ServerState.Down);

        await using (var server = SimulatedSipServer.Start(isPlain ? null : lab.ServerTls(), options))
        {
            await WaitForAsync(lab, ServerState.Up);

            Assert.True(server.Counts.Connections >= 2);
            Assert.Equal(check == "options", server.Counts.Requests > 0);
            Assert.Equal(0, server.Counts.FailedHandshakes);
        }

        await WaitForAsync(lab, ServerState.Down);
        Assert.Equal(0, Assert.Single(lab.Relay.Servers).Attempts);
    }

    [Fact]
    public async Task TargetThatShakesHandsAndSaysNothing_IsDownByOptions()
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { ServerOptions = "set health-check options" + Quickly });

        lab.Server.PauseReading();

        await WaitForAsync(lab, ServerState.Down);
        Assert.Contains("OPTIONS was not answered in time", Assert.Single(lab.Relay.Servers).LastFailure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TargetThatIsDown_IsNotTriedBeforeOthers()
    {
        var dead = FreePort.Next();
        await using var lab = RelayLab.Start(new RelayLabOptions { Addresses = live => $"127.0.0.1:{dead} 127.0.0.1:{live}", ServerOptions = "set health-check tls" + Quickly });
        await WaitForAsync(lab, ServerState.Down);
        await using var phone = await lab.ConnectAsync("alice");

        Assert.Equal(200, (await phone.RegisterAsync()).StatusCode);

        Assert.Equal(0, lab.Relay.Servers.Single(target => target.EndPoint!.Port == dead).Attempts);
    }

    private static async Task WaitForAsync(RelayLab lab, ServerState state)
    {
        for (var waited = Stopwatch.StartNew(); lab.Relay.Servers[0].State != state; await Task.Delay(50))
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(30), $"it is {lab.Relay.Servers[0]}");
        }
    }
}
