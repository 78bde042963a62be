// SPDX-License-Identifier: MIT

using FastSipAlg.LoadGenerator.Connections;
using FastSipAlg.Relay.Diagnostics;
using FastSipAlg.Relay.Flows;
using FastSipAlg.Simulation.Phones;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>The short form of <c>tools/flood.sh</c>: hundreds of silent and garbage connections beside flows that talk.</summary>
public sealed class FloodsAreWithstood
{
    private const int Phones = 8;
    private const int Silent = 300;
    private const int Sources = 5;

    [Fact]
    public async Task Flood_BesideEstablishedFlows_LosesNothing_AndItsSourcesAreQuarantined()
    {
        using var refused = new MetricCounts("fastsipalg.connections.refused");
        await using var lab = RelayLab.Start(new RelayLabOptions { ListenerOptions = "set quarantine enforce" });
        var phones = await Task.WhenAll(Enumerable.Range(0, Phones).Select(n => lab.ConnectAsync("phone" + n)));
        await Task.WhenAll(phones.Select(phone => phone.RegisterAsync()));
        using var stop = new CancellationTokenSource();
        var talks = phones.Select(phone => TalkAsync(phone, stop.Token)).ToArray();

        var sources = new LoopbackSources(lab.EndPoint, Sources);
        await using (var silent = new SilentConnections(sources, Silent))
        await using (var garbage = new GarbageConnections(sources, rate: 130, beginsWithHello: false))
        await using (var hellos = new GarbageConnections(sources, rate: 70, beginsWithHello: true))
        {
            await Task.WhenAll(Enumerable.Range(1, Sources).Select(n => lab.LogLineAsync($"127.1.0.{n} is in quarantine")));
            await refused.WaitForAsync(nameof(FlowEndReason.Quarantined), 50);
        }

        await stop.CancelAsync();
        var answers = await Task.WhenAll(talks);
        Assert.All(answers, count => Assert.True(count > 0));
        Assert.Equal(Phones, lab.Relay.Flows.Flows.Count(flow => flow.State == FlowState.Established));
        Assert.Equal(Sources, lab.LogLines.Count(line => line.Contains("is in quarantine", StringComparison.Ordinal)));
        await Task.WhenAll(phones.Select(phone => phone.DisposeAsync().AsTask()));
    }

    // Every request is answered, else this throws.
    private static async Task<int> TalkAsync(SimulatedPhone phone, CancellationToken stop)
    {
        var answers = 0;
        while (!stop.IsCancellationRequested)
        {
            Assert.Equal(200, (await phone.OptionsAsync()).StatusCode);
            answers++;
        }

        return answers;
    }
}
