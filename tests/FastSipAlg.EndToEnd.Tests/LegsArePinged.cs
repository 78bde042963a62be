// SPDX-License-Identifier: MIT

using System.Diagnostics;
using FastSipAlg.Relay.Diagnostics;
using FastSipAlg.Simulation.Servers;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary><c>ping-interval</c>, <c>pong-timeout</c>: our keep-alives (RFC 5626 §3.5.1), and peers whose TCP lives while their SIP does not.</summary>
public sealed class LegsArePinged
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SilentServer_IsPinged_AndItsPongsKeepTheFlow(bool isPlain)
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { IsPlain = isPlain, ServerOptions = "set ping-interval 1\nset pong-timeout 1" });
        await using var phone = await lab.ConnectAsync("alice");
        await phone.RegisterAsync();

        await WaitUntilAsync(() => lab.Server.Counts.Pings >= 3);

        Assert.Equal(200, (await phone.RegisterAsync()).StatusCode);
    }

    [Fact]
    public async Task WedgedServer_EndsTheFlow()
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { ServerOptions = "set ping-interval 1\nset pong-timeout 1" });
        await using var phone = await lab.ConnectAsync("alice");
        await phone.RegisterAsync();

        lab.Server.PauseReading();

        Assert.Equal(FlowEndReason.ServerPongTimedOut, (await lab.NextEndAsync()).Reason);
    }

    [Fact]
    public async Task PongsOfTheServer_DoNotKeepAnIdleFlow()
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { ServerOptions = "set ping-interval 1", ListenerOptions = "set idle-timeout 3" });
        await using var phone = await lab.ConnectAsync("alice");
        await phone.RegisterAsync();

        Assert.Equal(FlowEndReason.Idle, (await lab.NextEndAsync()).Reason);
        Assert.True(lab.Server.Counts.Pings >= 2);
    }

    [Fact]
    public async Task Phone_IsPingedOnceItHasPinged_AndItsPongIsAwaitedOnceItHasSentOne()
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { ListenerOptions = "set ping-interval 1\nset pong-timeout 1" });
        await using var phone = await RawPhone.ConnectAsync(lab);
        await phone.SendAsync(RawPhone.Register);
        Assert.StartsWith("SIP/2.0 200 ", await phone.ReadAsync(), StringComparison.Ordinal);

        // It has not pinged: it hears nothing for longer than the interval.
        var silence = phone.ReadAsync();
        await Task.Delay(2_000);
        Assert.False(silence.IsCompleted);

        await phone.SendAsync("\r\n\r\n");
        Assert.Equal("\r\n", await silence);
        Assert.Equal("\r\n\r\n", await phone.ReadAsync());

        // It answers none at first, which is its right.
        await Task.Delay(2_000);
        Assert.StartsWith("\r\n\r\n", await phone.ReadAsync(), StringComparison.Ordinal);
        await phone.SendAsync("\r\n");

        Assert.Equal(FlowEndReason.PhonePongTimedOut, (await lab.NextEndAsync()).Reason);
    }

    [Fact]
    public async Task Pings_NeverCutIntoMessages()
    {
        await using var lab = RelayLab.Start(new RelayLabOptions
        {
            Role = ServerRole.UserAgent,
            ServerOptions = "set ping-interval 1",
            ListenerOptions = "set ping-interval 1",
        });
        var phones = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => lab.ConnectAsync("phone" + number)));
        await Task.WhenAll(phones.Select(phone => phone.PingAsync()));

        for (var round = 0; round < 4; round++)
        {
            await Task.Delay(900);
            foreach (var response in await Task.WhenAll(phones.Select(phone => phone.MessageAsync("bob", new byte[30_000].Select(_ => (byte)'x').ToArray()))))
            {
                Assert.Equal(200, response.StatusCode);
            }
        }

        Assert.Equal(16, lab.Server.Counts.RequestsByMethod["MESSAGE"]);
    }

    private static async Task WaitUntilAsync(Func<bool> isSo)
    {
        for (var waited = Stopwatch.StartNew(); !isSo(); await Task.Delay(20))
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(20), "it did not come about");
        }
    }
}
