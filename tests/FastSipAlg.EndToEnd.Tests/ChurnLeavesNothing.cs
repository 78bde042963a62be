// SPDX-License-Identifier: MIT

using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using FastSipAlg.LoadGenerator.Scenarios;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>The short form of <c>tools/soak.sh</c>: connections that go in every wrong way there is, and afterwards nothing is left of them.</summary>
public sealed class ChurnLeavesNothing
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Gauges_AfterChurn_AreBackAtTheirStart()
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { ListenerOptions = "set handshake-timeout 1\nset first-message-timeout 1\nset message-timeout 1" });
        using var program = await ManagedProgram.StartAsync(lab);
        var churn = new ChurnScenario(
            new ScenarioOptions { EndPoint = program.EndPoint, ServerName = RelayLab.Domain, Relay = "fastsipalg", Scenario = "churn", Duration = TimeSpan.FromSeconds(2) },
            rate: 40,
            hold: TimeSpan.FromSeconds(1));

        var result = await churn.RunAsync(CancellationToken.None);

        Assert.Equal(0, result.Errors + result.Lost);
        Assert.True(result.Received >= 5);
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            var metrics = await program.GetTextAsync("/metrics");
            var left = (Sum(metrics, "fastsipalg_flows"), Sum(metrics, "fastsipalg_legs"), Sum(metrics, "fastsipalg_server_connections"));
            if (left == (0, 0, 0))
            {
                return;
            }

            Assert.True(waited.Elapsed < Patience, $"flows, legs and legs to the SIP server: {left}");
        }
    }

    private static double Sum(string metrics, string name) =>
        Regex.Matches(metrics, $@"^{name}(?:\{{.*\}})? (?<value>\S+)$", RegexOptions.Multiline).Sum(line => double.Parse(line.Groups["value"].Value, CultureInfo.InvariantCulture));
}
