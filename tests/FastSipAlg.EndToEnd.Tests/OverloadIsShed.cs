// SPDX-License-Identifier: MIT

using System.Diagnostics;
using System.Globalization;
using FastSipAlg.Configuration;
using FastSipAlg.Relay.Diagnostics;
using FastSipAlg.Relay.Overload;
using FastSipAlg.Simulation.Servers;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>When memory is short, what is new is refused and what is under way is not; a reload says how much there is.</summary>
public sealed class OverloadIsShed
{
    [Fact]
    public async Task Memory_ThatIsShort_RefusesNewHandshakesAndRequests_AndNothingInsideDialogs()
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { Role = ServerRole.UserAgent, ServerOptions = "set retry-after 7" });
        using var refused = new MetricCounts("fastsipalg.overload.refused");
        await using var phone = await lab.ConnectAsync("alice");
        var call = await phone.CallAsync("bob");
        Assert.True(call.IsAnswered);

        await LimitMemoryAsync(lab, 1, OverloadLevel.Extreme);

        var answer = await phone.RegisterAsync();
        Assert.Equal("SIP/2.0 503 Service Unavailable, overloaded", answer.StartLine);
        Assert.InRange(int.Parse(answer["Retry-After"]!, CultureInfo.InvariantCulture), 7, 14);
        Assert.Equal(503, (await phone.OptionsAsync()).StatusCode);
        await Assert.ThrowsAnyAsync<Exception>(() => lab.ConnectAsync("carol"));
        Assert.Equal(FlowEndReason.Shed, (await lab.NextEndAsync()).Reason);
        Assert.Equal(200, (await call.ReinviteAsync()).StatusCode);
        Assert.Equal(200, (await call.HangUpAsync()).StatusCode);
        Assert.Equal((1, 1, 1), (refused["REGISTER"], refused["OPTIONS"], refused["handshake"]));

        await LimitMemoryAsync(lab, 0, OverloadLevel.Green);

        Assert.Equal(200, (await phone.RegisterAsync()).StatusCode);
        await using var other = await lab.ConnectAsync("carol");
        Assert.Equal(200, (await other.RegisterAsync()).StatusCode);
        Assert.Contains(lab.LogLines, line => line.StartsWith("overload: level Extreme, was Green; cpu=Green", StringComparison.Ordinal));
        Assert.Contains(lab.LogLines, line => line.EndsWith("; 1 handshakes and 2 requests were refused", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Memory_ThatIsShort_RefusesConnectionsThatHaveNoHandshake()
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { IsPlain = true, Role = ServerRole.UserAgent });
        await using var phone = await lab.ConnectAsync("alice");
        Assert.Equal(200, (await phone.RegisterAsync()).StatusCode);

        await LimitMemoryAsync(lab, 1, OverloadLevel.Extreme);
        await using var late = await lab.ConnectAsync("carol");
        Assert.Equal(FlowEndReason.Shed, (await lab.NextEndAsync()).Reason);

        await LimitMemoryAsync(lab, 0, OverloadLevel.Green);
        await using var other = await lab.ConnectAsync("carol");
        Assert.Equal(200, (await other.RegisterAsync()).StatusCode);
    }

    private static async Task LimitMemoryAsync(RelayLab lab, int mebibytes, OverloadLevel expected)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"config system global\nset memory-limit {mebibytes}\nend\n{lab.ConfigurationText}");
        var loaded = ConfigurationLoader.LoadText(text, lab.Files.Directory);
        Assert.False(loaded.HasErrors, string.Join('\n', loaded.Problems));
        Assert.True(lab.Relay.Apply(loaded.Options, lab.Relay.Certificates));
        for (var waited = Stopwatch.StartNew(); lab.Relay.Overload.Level != expected; await Task.Delay(10))
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(20), $"the level is {lab.Relay.Overload.Level}");
        }
    }
}
