// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration.Options;
using FastSipAlg.TestKit;
using FastSipAlg.Transport.Servers;
using FastSipAlg.Transport.Sockets;
using Microsoft.Extensions.Time.Testing;

namespace FastSipAlg.Tests.Transport.Servers;

/// <summary>Names against a DNS server that a test writes, and a clock that it moves.</summary>
public sealed class ServerPoolTests : IServerEvents, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly DnsResponder _dns = new();
    private readonly FakeTimeProvider _time = new();
    private readonly ServerPools _pools;
    private readonly List<string> _events = [];

    public ServerPoolTests()
    {
        _pools = new ServerPools(this, _time);
    }

    [Fact]
    public async Task NameWithoutPort_IsAskedBySrv_ThenItsTargets()
    {
        _dns.Service("_sips._tcp.pbx.test", 60, (20, 1, 6061, "b.test"), (10, 1, 5061, "a.test")).Address("a.test", 60, "192.0.2.1", "192.0.2.2").Address("b.test", 60, "192.0.2.3");

        Assert.Equal("192.0.2.1:5061 192.0.2.2:5061 192.0.2.3:6061", await TargetsAsync(Pool("pbx.test"), sorted: true));
        Assert.Equal("SRV _sips._tcp.pbx.test", _dns.Questions.First());
        Assert.DoesNotContain("A pbx.test", _dns.Questions);
        Assert.All(_pools.Snapshot(), target => Assert.Equal("pbx.test", target.ServerName));
    }

    [Fact]
    public async Task NameWithPort_IsAskedByAddressAlone()
    {
        _dns.Service("_sips._tcp.pbx.test", 60, (10, 1, 5061, "a.test")).Address("pbx.test", 60, "192.0.2.9");

        Assert.Equal("192.0.2.9:7000", await TargetsAsync(Pool("pbx.test:7000")));
        Assert.DoesNotContain(_dns.Questions, question => question.StartsWith("SRV", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(NameResolution.Srv, "SRV _sips._tcp.pbx.test")]
    [InlineData(NameResolution.Address, "A pbx.test")]
    [InlineData(NameResolution.Naptr, "NAPTR pbx.test")]
    public async Task NameWithoutService_IsAskedByAddressInTheEnd(NameResolution how, string first)
    {
        _dns.Address("pbx.test", 60, "192.0.2.9");

        Assert.Equal("192.0.2.9:5061", await TargetsAsync(Pool("pbx.test", policy => policy with { Resolution = how })));
        Assert.Contains(first, _dns.Questions);
    }

    [Fact]
    public async Task PlainTcp_AsksForItsOwnService()
    {
        _dns.Service("_sip._tcp.pbx.test", 60, (0, 0, 5060, "a.test")).Address("a.test", 60, "192.0.2.1");

        Assert.Equal("192.0.2.1:5060", await TargetsAsync(Pool("pbx.test", policy => policy with { IsPlain = true })));
    }

    [Fact]
    public async Task Naptr_LeadsToTheServiceThatItNames()
    {
        _dns.Pointer("pbx.test", 60, (10, 1, "s", "SIP+D2U", "_sip._udp.no.test"), (60, 1, "s", "sips+d2t", "_sips._tcp.later.test"), (50, 1, "s", "SIPS+D2T", "_sips._tcp.other.test"))
            .Service("_sips._tcp.other.test", 60, (0, 0, 5065, "a.test")).Address("a.test", 60, "192.0.2.1");

        Assert.Equal("192.0.2.1:5065", await TargetsAsync(Pool("pbx.test", policy => policy with { Resolution = NameResolution.Naptr })));
    }

    [Fact]
    public async Task SrvThatSaysNoSuchService_IsBelieved()
    {
        _dns.Service("_sips._tcp.pbx.test", 60, (0, 0, 0, ".")).Address("pbx.test", 60, "192.0.2.9");
        var pool = Pool("pbx.test");

        Assert.Equal("", await TargetsAsync(pool));
        Assert.Equal(ServerState.Unresolved, Assert.Single(_pools.Snapshot()).State);
        Assert.Contains("no such service", pool.WhyUnresolved, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(60, 59, 60)]
    [InlineData(0, 4, 5)]
    [InlineData(86_400, 3_599, 3_600)]
    public async Task Answer_IsUsedAsLongAsItLives_WithinFloorAndCeiling(int timeToLive, int still, int again)
    {
        _dns.Address("pbx.test", timeToLive, "192.0.2.1");
        var pool = Pool("pbx.test:5061");
        Assert.Equal("192.0.2.1:5061", await TargetsAsync(pool));
        _dns.Address("pbx.test", timeToLive, "192.0.2.2");

        _time.Advance(TimeSpan.FromSeconds(still));
        pool.Beat();
        Assert.Single(_dns.Questions, "A pbx.test");
        _time.Advance(TimeSpan.FromSeconds(again - still));
        pool.Beat();

        await WaitUntilAsync(() => Endpoints(pool) == "192.0.2.2:5061");
    }

    [Fact]
    public async Task FailedRefresh_KeepsTheLastGoodAnswer_AndIsToldOnce()
    {
        _dns.Address("pbx.test", 60, "192.0.2.1");
        var pool = Pool("pbx.test:5061");
        await TargetsAsync(pool);
        pool.Failed(pool.Candidates[0].Target, "ConnectRefused", "refused");
        _dns.Fails = true;

        for (var i = 1; i <= 3; i++)
        {
            await RefreshAsync(pool, i + 1);
            Assert.Equal("192.0.2.1:5061", Endpoints(pool));
        }

        _dns.Fails = false;
        await RefreshAsync(pool, 5);
        await WaitUntilAsync(() => Told("recovered") == 1);
        Assert.Equal(1, Told("failed, kept 1"));
        Assert.Equal(1, Told("resolved"));

        // What is known of a target outlives the refresh.
        Assert.Equal(ServerState.Avoided, pool.Candidates[0].Target.State);
    }

    [Fact]
    public async Task SameTargetsInAnotherOrder_AreNoChange()
    {
        _dns.Address("pbx.test", 60, "192.0.2.1", "192.0.2.2");
        var pool = Pool("pbx.test:5061");
        await TargetsAsync(pool);
        _dns.Address("pbx.test", 60, "192.0.2.2", "192.0.2.1");

        await RefreshAsync(pool, 2);
        await RefreshAsync(pool, 3);

        Assert.Equal("192.0.2.1:5061 192.0.2.2:5061", Endpoints(pool));
        Assert.Equal(1, Told("resolved"));
    }

    [Fact]
    public async Task FlowThatComesBeforeTheFirstAnswer_WaitsForIt_AndNoLonger()
    {
        _dns.IsMute = true;
        var pool = Pool("pbx.test:5061");
        using var deadline = new CancellationTokenSource();

        var choosing = pool.ChooseAsync(default, deadline.Token).AsTask();
        await WaitUntilAsync(() => !_dns.Questions.IsEmpty);
        Assert.False(choosing.IsCompleted);
        await deadline.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => choosing);
    }

    [Fact]
    public async Task TargetsThatFailed_GoBehind_AndAreTriedWhenNothingElseIsLeft()
    {
        var pool = Pool("192.0.2.1 192.0.2.2 192.0.2.3");
        pool.Failed(Target(pool, 1), "ConnectRefused", "refused");
        Assert.Equal("192.0.2.2:5061 192.0.2.3:5061 192.0.2.1:5061", await TargetsAsync(pool));

        pool.Failed(Target(pool, 2), "ConnectRefused", "refused");
        pool.Failed(Target(pool, 3), "ConnectRefused", "refused");
        Assert.Equal("192.0.2.1:5061 192.0.2.2:5061 192.0.2.3:5061", await TargetsAsync(pool));

        pool.Succeeded(Target(pool, 3));
        Assert.Equal("192.0.2.3:5061 192.0.2.1:5061 192.0.2.2:5061", await TargetsAsync(pool));

        // Its pause is over: one flow tries it, the next ones do not wait with that one.
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("192.0.2.1:5061", (await TargetsAsync(pool)).Split(' ')[0]);
        Assert.Equal("192.0.2.2:5061", (await TargetsAsync(pool)).Split(' ')[0]);
        Assert.Equal("192.0.2.3:5061", (await TargetsAsync(pool)).Split(' ')[0]);
    }

    [Fact]
    public void PolicyThatSaysTheSame_KeepsThePool()
    {
        var pool = Pool("192.0.2.1");

        Assert.Same(pool, Pool("192.0.2.1"));
        Assert.NotSame(pool, Pool("192.0.2.1", policy => policy with { Balance = TargetBalance.Source }));
        Assert.NotSame(pool, Pool("192.0.2.2"));
    }

    void IServerEvents.StateChanged(ServerSnapshot target, string? why)
    {
    }

    void IServerEvents.Resolved(string server, string name, string targets, TimeSpan timeToLive) => Note("resolved");

    void IServerEvents.ResolutionFailed(string server, string name, string why, int kept) => Note($"failed, kept {kept}");

    void IServerEvents.ResolutionRecovered(string server, string name) => Note("recovered");

    public void Dispose()
    {
        _pools.Dispose();
        _dns.Dispose();
    }

    private static ServerTarget Target(ServerPool pool, int number) => pool.Candidates[number - 1].Target;

    private static string Endpoints(ServerPool pool) => string.Join(' ', pool.Candidates.Select(candidate => candidate.Target.EndPoint));

    private static async Task<string> TargetsAsync(ServerPool pool, bool sorted = false)
    {
        using var patience = new CancellationTokenSource(Patience);
        var targets = (await pool.ChooseAsync(default, patience.Token)).Select(target => target.EndPoint.ToString());
        return string.Join(' ', sorted ? targets.Order(StringComparer.Ordinal) : targets);
    }

    private static async Task WaitUntilAsync(Func<bool> isSo)
    {
        for (var waited = System.Diagnostics.Stopwatch.StartNew(); !isSo(); await Task.Delay(10))
        {
            Assert.True(waited.Elapsed < Patience, "it did not come about");
        }
    }

    private async Task RefreshAsync(ServerPool pool, int questions)
    {
        _time.Advance(TimeSpan.FromMinutes(1));
        pool.Beat();
        await WaitUntilAsync(() => _dns.Questions.Count(question => question == "A pbx.test") >= questions);
        using var patience = new CancellationTokenSource(Patience);
        await pool.SettleAsync().WaitAsync(patience.Token);
    }

    private void Note(string text)
    {
        lock (_events)
        {
            _events.Add(text);
        }
    }

    private int Told(string text)
    {
        lock (_events)
        {
            return _events.Count(told => told == text);
        }
    }

    private ServerPool Pool(string addresses, Func<ServerPoolPolicy, ServerPoolPolicy>? change = null)
    {
        ServerAddress[] parsed = [.. addresses.Split(' ').Select(text => ServerAddress.Parse(text, 5061, isDefaultGiven: false))];
        var policy = new ServerPoolPolicy(
            "pbx",
            IsPlain: false,
            parsed,
            ServerName: null,
            [.. parsed.Select(_ => 1)],
            NameResolution.Srv,
            [_dns.EndPoint],
            TimeSpan.FromSeconds(5),
            TimeSpan.FromHours(1),
            TargetBalance.Order,
            TimeSpan.FromSeconds(1),
            TimeSpan.FromMinutes(1),
            MaximumConnections: 0,
            Health: null);
        return _pools.Get(change is null ? policy : change(policy));
    }
}
