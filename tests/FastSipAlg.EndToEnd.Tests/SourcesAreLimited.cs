// SPDX-License-Identifier: MIT

using System.Net.Sockets;
using System.Text;
using FastSipAlg.Relay.Diagnostics;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>One source has so many connections and no more, whoever brings them; others are not touched.</summary>
public sealed class SourcesAreLimited
{
    [Fact]
    public async Task Source_BeyondItsLimit_IsClosed_AndMayComeAgain()
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { ListenerOptions = "set max-connections-per-source 1" });
        var phone = await lab.ConnectAsync("alice");

        await Assert.ThrowsAnyAsync<Exception>(() => lab.ConnectAsync("bob"));

        Assert.Equal(FlowEndReason.TooManyFromSource, (await lab.NextEndAsync()).Reason);
        Assert.Equal(200, (await phone.RegisterAsync()).StatusCode);
        await phone.DisposeAsync();
        Assert.Equal(FlowEndReason.PhoneClosed, (await lab.NextEndAsync()).Reason);
        await using var again = await lab.ConnectAsync("bob");
        Assert.Equal(200, (await again.RegisterAsync()).StatusCode);
    }

    [Fact]
    public async Task SourcesBehindABalancer_AreCountedApart()
    {
        await using var lab = RelayLab.Start(new RelayLabOptions
        {
            IsPlain = true,
            ListenerOptions = "set max-connections-per-source 1\nset proxy-protocol require\nset proxy-protocol-from 127.0.0.1",
        });
        using var first = await ConnectAsync(lab, "192.0.2.1");
        using var second = await ConnectAsync(lab, "192.0.2.2");
        await AnswerAsync(first);
        await AnswerAsync(second);

        using var third = await ConnectAsync(lab, "192.0.2.2");

        var end = await lab.NextEndAsync();
        Assert.Equal(FlowEndReason.TooManyFromSource, end.Reason);
        Assert.Contains("phone=192.0.2.2:1000 ", end.Line, StringComparison.Ordinal);
    }

    private static async Task<TcpClient> ConnectAsync(RelayLab lab, string source)
    {
        var client = new TcpClient();
        await client.ConnectAsync(lab.EndPoint);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"PROXY TCP4 {source} 198.51.100.5 1000 5060\r\n{StrangerProcess.Options}"));
        return client;
    }

    private static async Task AnswerAsync(TcpClient phone)
    {
        var answer = new byte[StrangerProcess.Answer.Length];
        await phone.GetStream().ReadExactlyAsync(answer).AsTask().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(StrangerProcess.Answer, Encoding.ASCII.GetString(answer));
    }
}
