// SPDX-License-Identifier: MIT

using System.Net.Sockets;
using System.Text;
using FastSipAlg.Relay.Diagnostics;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>A source whose connections keep failing is shed right after accept, or only watched; its flows, and other sources, are not touched.</summary>
public sealed class SourcesAreQuarantined
{
    private const string Threshold = "set quarantine-threshold 3\n";
    private const string NotSip = "GET / HTTP/1.1\r\n\r\n";

    [Theory]
    [InlineData(NotSip, FlowEndReason.PhoneNotTls)]
    [InlineData("\u0015\u0003\u0001\u0000\u0002\u0002\u0028", FlowEndReason.PhoneHandshakeFailed)]
    [InlineData(null, FlowEndReason.PhoneFramingBroken)]
    public async Task Source_ThatKeepsFailing_IsShed_AndItsFlowsGoOn(string? octets, FlowEndReason expected)
    {
        using var refused = new MetricCounts("fastsipalg.connections.refused");
        await using var lab = RelayLab.Start(new RelayLabOptions { ListenerOptions = Threshold + "set quarantine enforce" });
        await using var phone = await lab.ConnectAsync("alice");
        Assert.Equal(200, (await phone.RegisterAsync()).StatusCode);

        // One more than the threshold: the good flow makes up for one.
        for (var n = 0; n < 4; n++)
        {
            await FailAsync(lab, octets);
            Assert.Equal(expected, (await lab.NextEndAsync()).Reason);
        }

        var flows = lab.Relay.Flows.Count;
        await Assert.ThrowsAnyAsync<Exception>(() => lab.ConnectAsync("bob"));
        await refused.WaitForAsync(nameof(FlowEndReason.Quarantined), 1);
        Assert.Equal(flows, lab.Relay.Flows.Count);
        Assert.Single(lab.LogLines, line => line.Contains($"listener phones: 127.0.0.1 is in quarantine for 300 s, mode enforce: 4 of its connections failed within 60 s, the last one by {expected}", StringComparison.Ordinal));
        Assert.DoesNotContain(lab.LogLines, line => line.Contains(nameof(FlowEndReason.Quarantined), StringComparison.Ordinal));
        Assert.Equal(200, (await phone.RegisterAsync()).StatusCode);
    }

    [Fact]
    public async Task Source_WhoseTimeIsOver_ComesInAgain_AndTheLogCountsWhatWasRefused()
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { ListenerOptions = "set quarantine-threshold 1\nset quarantine enforce\nset quarantine-expiry 2" });
        await FailAsync(lab, NotSip);
        await lab.NextEndAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => lab.ConnectAsync("bob"));

        await lab.LogLineAsync("127.0.0.1 has left quarantine; 1 of its connections came meanwhile and were refused");

        await using var phone = await lab.ConnectAsync("bob");
        Assert.Equal(200, (await phone.RegisterAsync()).StatusCode);
    }

    [Theory]
    [InlineData("set quarantine observe", 1)]
    [InlineData("set quarantine off", 0)]
    [InlineData("set quarantine enforce\nset trusted-sources 127.0.0.0/8", 0)]
    public async Task Source_ThatIsNotToBeShed_IsLetIn(string option, int lines)
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { ListenerOptions = Threshold + option });
        for (var n = 0; n < 4; n++)
        {
            await FailAsync(lab, NotSip);
            await lab.NextEndAsync();
        }

        await using var phone = await lab.ConnectAsync("bob");

        Assert.Equal(200, (await phone.RegisterAsync()).StatusCode);
        Assert.Equal(lines, lab.LogLines.Count(line => line.Contains("is in quarantine", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Probes_ThatConnectAndClose_AreNoFailures()
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { ListenerOptions = Threshold + "set quarantine enforce" });
        for (var n = 0; n < 4; n++)
        {
            await FailAsync(lab, "");
            Assert.Equal(FlowEndReason.PhoneHandshakeAbandoned, (await lab.NextEndAsync()).Reason);
        }

        await using var phone = await lab.ConnectAsync("bob");

        Assert.Equal(200, (await phone.RegisterAsync()).StatusCode);
    }

    [Fact]
    public async Task BehindABalancer_TheSourceItNames_IsShed_AndNoOther()
    {
        using var ends = new MetricCounts("fastsipalg.flows.ended");
        await using var lab = RelayLab.Start(new RelayLabOptions
        {
            ListenerOptions = Threshold + "set quarantine enforce\nset proxy-protocol require\nset proxy-protocol-from 127.0.0.1",
        });
        for (var n = 0; n < 3; n++)
        {
            await FailAsync(lab, Header("192.0.2.1") + NotSip);
            await lab.NextEndAsync();
        }

        await FailAsync(lab, Header("192.0.2.1") + NotSip);
        await ends.WaitForAsync(nameof(FlowEndReason.Quarantined), 1);
        await FailAsync(lab, Header("192.0.2.2") + NotSip);

        var end = await lab.NextEndAsync();
        Assert.Equal(FlowEndReason.PhoneNotTls, end.Reason);
        Assert.Contains("phone=192.0.2.2:1000 ", end.Line, StringComparison.Ordinal);
    }

    private static string Header(string source) => $"PROXY TCP4 {source} 198.51.100.5 1000 5061\r\n";

    // null: TLS, and in it what is no SIP.
    private static async Task FailAsync(RelayLab lab, string? octets)
    {
        if (octets is null)
        {
            await using var phone = await lab.ConnectAsync("mallory");
            await phone.SendRawAsync(Encoding.ASCII.GetBytes(NotSip));
            await phone.Ended;
            return;
        }

        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(lab.EndPoint);
        await socket.SendAsync(Encoding.Latin1.GetBytes(octets));
        if (octets.Length > 0)
        {
            await ReadToEndAsync(socket);
        }
    }

    private static async Task ReadToEndAsync(Socket socket)
    {
        try
        {
            while (await socket.ReceiveAsync(new byte[256]).WaitAsync(TimeSpan.FromSeconds(20)) > 0)
            {
                // An alert, perhaps.
            }
        }
        catch (SocketException)
        {
            // Closed with what was sent still unread.
        }
    }
}
