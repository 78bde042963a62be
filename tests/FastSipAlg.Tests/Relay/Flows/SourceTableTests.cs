// SPDX-License-Identifier: MIT

using System.Net;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Relay.Diagnostics;
using FastSipAlg.Relay.Flows;
using FastSipAlg.Relay.Policy;
using Microsoft.Extensions.Time.Testing;

namespace FastSipAlg.Tests.Relay.Flows;

public sealed class SourceTableTests
{
    private const int Threshold = 3;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Expiry = TimeSpan.FromSeconds(300);
    private static readonly SourceKey Alice = SourceKey.Of(IPAddress.Parse("192.0.2.1"));
    private static readonly SourceKey Bob = SourceKey.Of(IPAddress.Parse("192.0.2.2"));

    private readonly FakeTimeProvider _time = new();
    private readonly FlowClock _clock;
    private readonly SourceTable _sources;

    public SourceTableTests()
    {
        _clock = new FlowClock(_time);
        _sources = new SourceTable(_clock, capacity: 2);
        Follow();
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("2001:db8::1", "2001:db8::ffff:0:0:1", true)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", false)]
    [InlineData("0.0.0.0", "::", false)]
    public void Sources_AreAnIpv4AddressOrAnIpv6Network(string one, string other, bool areOne) =>
        Assert.Equal(areOne, SourceKey.Of(IPAddress.Parse(one)) == SourceKey.Of(IPAddress.Parse(other)));

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8::1:0:0:1", "2001:db8::/64")]
    public void Source_IsWrittenAsItIsCounted(string address, string expected) => Assert.Equal(expected, SourceKey.Of(IPAddress.Parse(address)).ToString());

    [Fact]
    public void Source_ThatHasLeft_MayComeAgain_AndTakesNoRoom()
    {
        Follow(mostFlows: 2);
        Assert.Equal(FlowEndReason.None, Enter(Alice));
        Assert.Equal(FlowEndReason.None, Enter(Alice));
        Assert.Equal(FlowEndReason.TooManyFromSource, Enter(Alice));

        _sources.Leave(Alice, wasProven: false);

        Assert.Equal(FlowEndReason.None, Enter(Alice));
        _sources.Leave(Alice, wasProven: false);
        _sources.Leave(Alice, wasProven: false);
        Assert.Equal(0, _sources.Count);
    }

    [Fact]
    public void Limit_ThatChanges_CountsWhoIsIn()
    {
        Enter(Alice);

        Follow(mostFlows: 1);

        Assert.Equal(FlowEndReason.TooManyFromSource, Enter(Alice));
    }

    [Fact]
    public void Failures_UpToTheThreshold_QuarantineTheirSourceAlone_UntilItExpires()
    {
        Assert.Equal(0, _sources.Fail(Alice));
        Assert.Equal(0, _sources.Fail(Alice));
        Assert.Equal(0, _sources.Fail(Bob));

        Assert.Equal(Threshold, _sources.Fail(Alice));

        Assert.Equal(FlowEndReason.Quarantined, Enter(Alice));
        Assert.Equal(FlowEndReason.None, Enter(Bob));
        Assert.Equal(1, _sources.InQuarantine);
        Pass(Expiry - TimeSpan.FromMilliseconds(1));
        Assert.Empty(_sources.Beat());
        Assert.Equal(FlowEndReason.Quarantined, Enter(Alice));
        Pass(TimeSpan.FromMilliseconds(1));
        Assert.Equal([new ReleasedSource(Alice, 2)], _sources.Beat());
        Assert.Equal(FlowEndReason.None, Enter(Alice));
        Assert.Empty(_sources.Beat());
    }

    [Fact]
    public void Failures_OutsideOfTheWindow_AreForgotten()
    {
        _sources.Fail(Alice);
        _sources.Fail(Alice);

        Pass(Window);
        _sources.Beat();

        Assert.Equal(0, _sources.Count);
        Assert.Equal(0, _sources.Fail(Alice));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void GoodFlow_MakesUpForOneFailure_OpenOrEnded(bool hasEnded)
    {
        Enter(Alice);
        _sources.Prove(Alice);
        _sources.Fail(Alice);
        _sources.Fail(Alice);
        if (hasEnded)
        {
            _sources.Leave(Alice, wasProven: true);
        }

        Assert.Equal(0, _sources.Fail(Alice));

        Assert.NotEqual(0, _sources.Fail(Alice));
    }

    [Fact]
    public void Observing_LetsIn_AndCounts()
    {
        Follow(QuarantineMode.Observe);
        Quarantine(Alice);

        var refusal = _sources.Enter(Alice, out var isObserved);

        Assert.Equal(FlowEndReason.None, refusal);
        Assert.True(isObserved);
        Pass(Expiry);
        Assert.Equal([new ReleasedSource(Alice, 1)], _sources.Beat());
    }

    [Fact]
    public void Off_CountsNoFailures_AndLetsInWhoWasQuarantined()
    {
        Quarantine(Alice);

        Follow(QuarantineMode.Off);

        Assert.Equal(FlowEndReason.None, Enter(Alice));
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(0, _sources.Fail(Bob));
        }
    }

    [Fact]
    public void Table_ThatIsFull_ForgetsWhoCameFirst()
    {
        var sources = Enumerable.Range(1, 5).Select(n => SourceKey.Of(new IPAddress([192, 0, 2, (byte)n]))).ToArray();
        Array.ForEach(sources, Quarantine);

        Assert.Equal(2, _sources.InQuarantine);
        Assert.Equal(FlowEndReason.None, Enter(sources[0]));
        Assert.Equal(FlowEndReason.Quarantined, Enter(sources[4]));
        Assert.Equal(sources[..3], _sources.Beat().Select(released => released.Source));
        Assert.Equal(3, _sources.Count);
    }

    private FlowEndReason Enter(SourceKey source) => _sources.Enter(source, out _);

    private void Quarantine(SourceKey source)
    {
        for (var i = 0; i < Threshold; i++)
        {
            _sources.Fail(source);
        }
    }

    private void Follow(QuarantineMode mode = QuarantineMode.Enforce, int mostFlows = 0) =>
        _sources.Follow(mostFlows, new QuarantinePolicy(mode, Threshold, (long)Window.TotalMilliseconds, (long)Expiry.TotalMilliseconds));

    private void Pass(TimeSpan time)
    {
        _time.Advance(time);
        _clock.Beat();
    }
}
