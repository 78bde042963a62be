// SPDX-License-Identifier: MIT

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using FastSipAlg.Relay.Diagnostics;
using FastSipAlg.Simulation.Servers;
using FastSipAlg.Transport.Servers;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>A SIP server of several targets: a flow gets one that works, within one deadline, and what failed is avoided.</summary>
public sealed class ServersFailOver
{
    [Fact]
    public async Task FirstTargetRefuses_PhoneGetsTheSecond_AndLaterOnesAvoidTheFirst()
    {
        var dead = FreePort.Next();
        await using var lab = RelayLab.Start(new RelayLabOptions { Addresses = live => $"127.0.0.1:{dead} 127.0.0.1:{live}", ServerOptions = "set failure-pause 60" });

        for (var phone = 0; phone < 3; phone++)
        {
            await using var connected = await lab.ConnectAsync("phone" + phone);
            Assert.Equal(200, (await connected.RegisterAsync()).StatusCode);
        }

        var first = TargetAt(lab, dead);
        Assert.Equal((ServerState.Avoided, 1, 1), (first.State, first.Attempts, first.Failures));
        Assert.Contains("refused", first.LastFailure, StringComparison.OrdinalIgnoreCase);
        var second = TargetAt(lab, lab.Server.EndPoint.Port);
        Assert.Equal((ServerState.Up, 3, 0), (second.State, second.Attempts, second.Failures));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FirstTargetHangs_ItDoesNotEatTheDeadline(bool isPlain)
    {
        // Accepts TCP, or with a full backlog not even that, and says nothing.
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start(backlog: 1);
        using var filler = isPlain ? await FillAsync(silent) : null;
        var hanging = ((IPEndPoint)silent.LocalEndpoint).Port;
        await using var lab = RelayLab.Start(new RelayLabOptions { IsPlain = isPlain, Addresses = live => $"127.0.0.1:{hanging} 127.0.0.1:{live}", ServerOptions = "set connect-timeout 4" });
        await using var phone = await lab.ConnectAsync("alice");

        Assert.Equal(200, (await phone.RegisterAsync()).StatusCode);

        Assert.Equal(ServerState.Avoided, TargetAt(lab, hanging).State);
        await using var next = await lab.ConnectAsync("bob");
        Assert.Equal(200, (await next.RegisterAsync()).StatusCode);
        Assert.Equal(1, TargetAt(lab, hanging).Attempts);
    }

    [Fact]
    public async Task FirstTargetShowsAStrangersCertificate_PhoneGetsTheSecond()
    {
        var strange = FreePort.Next();
        await using var lab = RelayLab.Start(new RelayLabOptions { Addresses = live => $"127.0.0.1:{strange} 127.0.0.1:{live}" });
        await using var stranger = StartStranger(lab, strange);
        await using var phone = await lab.ConnectAsync("alice");

        Assert.Equal(200, (await phone.RegisterAsync()).StatusCode);

        Assert.Equal(0, stranger.Counts.Requests);
        Assert.Contains("CA Lab_CA", TargetAt(lab, strange).LastFailure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EveryTargetIsDown_PhoneHears503WithRetryAfter_AndTheyAreTriedAllTheSame()
    {
        var (first, second) = (FreePort.Next(), FreePort.Next());
        await using var lab = RelayLab.Start(new RelayLabOptions { Addresses = _ => $"127.0.0.1:{first} 127.0.0.1:{second}", ServerOptions = "set failure-pause 60\nset retry-after 7" });
        await using (var phone = await lab.ConnectAsync("alice"))
        {
            var response = await phone.RegisterAsync();

            Assert.Equal(503, response.StatusCode);
            Assert.InRange(int.Parse(response["Retry-After"]!, CultureInfo.InvariantCulture), 7, 14);
            var end = await lab.NextEndAsync();
            Assert.Equal(FlowEndReason.ServerConnectRefused, end.Reason);
            Assert.Contains($"127.0.0.1:{first}: ", end.Line, StringComparison.Ordinal);
            Assert.Contains($"127.0.0.1:{second}: ", end.Line, StringComparison.Ordinal);
        }

        await using var back = SimulatedSipServer.Start(lab.ServerTls(), new SimulatedSipServerOptions { EndPoint = new IPEndPoint(IPAddress.Loopback, second) });
        await using var next = await lab.ConnectAsync("bob");

        Assert.Equal(200, (await next.RegisterAsync()).StatusCode);
        Assert.Equal(ServerState.Up, TargetAt(lab, second).State);
    }

    [Fact]
    public async Task TargetsBeyondTheirConnections_AreNotAsked()
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { ServerOptions = "set max-connections 1" });
        await using (var phone = await lab.ConnectAsync("alice"))
        {
            Assert.Equal(200, (await phone.RegisterAsync()).StatusCode);
            await using var other = await lab.ConnectAsync("bob");

            Assert.Equal(503, (await other.RegisterAsync()).StatusCode);

            Assert.Equal(FlowEndReason.ServerAtCapacity, (await lab.NextEndAsync()).Reason);
            Assert.Equal(1, lab.Server.Counts.Connections);
            Assert.Equal(1, Assert.Single(lab.Relay.Servers).Connections);
        }

        Assert.Equal(FlowEndReason.PhoneClosed, (await lab.NextEndAsync()).Reason);
        await using var later = await lab.ConnectAsync("carol");
        Assert.Equal(200, (await later.RegisterAsync()).StatusCode);
    }

    [Theory]
    [InlineData("source", 1)]
    [InlineData("call-id", 2)]
    public async Task FlowsThatBelongTogether_GetOneTarget(string balance, int targets)
    {
        var other = FreePort.Next();
        await using var lab = RelayLab.Start(new RelayLabOptions { Addresses = live => $"127.0.0.1:{other} 127.0.0.1:{live}", ServerOptions = $"set balance {balance}" });
        await using var second = SimulatedSipServer.Start(lab.ServerTls(), new SimulatedSipServerOptions { EndPoint = new IPEndPoint(IPAddress.Loopback, other) });

        for (var phone = 0; phone < 24; phone++)
        {
            await using var connected = await lab.ConnectAsync("phone" + phone);
            Assert.Equal(200, (await connected.RegisterAsync()).StatusCode);
        }

        Assert.Equal(targets, lab.Relay.Servers.Count(target => target.Attempts > 0));
        Assert.Equal(24, lab.Relay.Servers.Sum(target => target.Attempts));
    }

    /// <summary>The short form of tools/failover.sh.</summary>
    [Fact]
    public async Task OneOfTwoIsKilledUnderLoad_NewFlowsSucceedWithinTheConnectDeadline()
    {
        var other = FreePort.Next();
        await using var lab = RelayLab.Start(new RelayLabOptions { Addresses = live => $"127.0.0.1:{live} 127.0.0.1:{other}", ServerOptions = "set balance weight" });
        await using var second = SimulatedSipServer.Start(lab.ServerTls(), new SimulatedSipServerOptions { EndPoint = new IPEndPoint(IPAddress.Loopback, other) });
        using var stop = new CancellationTokenSource();
        var slowest = TimeSpan.Zero;
        var after = 0;
        var killed = false;
        var load = Task.WhenAll(Enumerable.Range(0, 4).Select(number => Task.Run(async () =>
        {
            for (var round = 0; !stop.IsCancellationRequested; round++)
            {
                var isAfter = Volatile.Read(ref killed);
                var started = Stopwatch.GetTimestamp();
                try
                {
                    await using var phone = await lab.ConnectAsync($"phone{number}-{round}");
                    Assert.Equal(200, (await phone.RegisterAsync()).StatusCode);
                }
                catch (IOException) when (!isAfter)
                {
                    // It was on the server that died.
                    continue;
                }

                if (isAfter)
                {
                    lock (stop)
                    {
                        after++;
                        slowest = TimeSpan.FromTicks(Math.Max(slowest.Ticks, Stopwatch.GetElapsedTime(started).Ticks));
                    }
                }
            }
        })));
        await Task.Delay(500);

        lab.Server.Kill();
        Volatile.Write(ref killed, true);
        await Task.Delay(1_500);
        await stop.CancelAsync();
        await load;

        Assert.True(after > 0);
        Assert.InRange(slowest, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.True(second.Counts.Connections > 0);
    }

    private static ServerSnapshot TargetAt(RelayLab lab, int port) => lab.Relay.Servers.Single(target => target.EndPoint!.Port == port);

    // Two in the backlog, and the kernel answers no SYN more.
    private static async Task<Filler> FillAsync(TcpListener listener)
    {
        var filler = new Filler();
        for (var i = 0; i < 4; i++)
        {
            var client = new TcpClient();
            filler.Clients.Add(client);
            _ = client.ConnectAsync((IPEndPoint)listener.LocalEndpoint).ContinueWith(connecting => connecting.Exception, TaskScheduler.Default);
        }

        await Task.Delay(200);
        return filler;
    }

    private static SimulatedSipServer StartStranger(RelayLab lab, int port)
    {
        var certificate = lab.Files.Strangers.IssueServer(RelayLab.Domain);
        return SimulatedSipServer.Start(
            new SslServerAuthenticationOptions { ServerCertificateContext = SslStreamCertificateContext.Create(certificate.Certificate, [.. certificate.Intermediates], offline: true) },
            new SimulatedSipServerOptions { EndPoint = new IPEndPoint(IPAddress.Loopback, port) });
    }

    private sealed class Filler : IDisposable
    {
        public List<TcpClient> Clients { get; } = [];

        public void Dispose() => Clients.ForEach(client => client.Dispose());
    }
}
