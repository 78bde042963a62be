// SPDX-License-Identifier: MIT

using System.Net;
using FastSipAlg.Transport.Servers;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Tests.Transport.Servers;

public sealed class ServerTargetTests
{
    private const long Pause = 1_000;
    private const long LongestPause = 5_000;

    private readonly ServerTarget _target = new(new ServerAddress("192.0.2.1", 5061), 0, new IPEndPoint(IPAddress.Parse("192.0.2.1"), 5061));

    [Fact]
    public void Failures_LengthenThePauseUpToABound_AndASuccessForgetsThem()
    {
        long now = 0;
        var pauses = new List<long>();
        for (var i = 0; i < 5; i++)
        {
            _target.Failed("refused", now, Pause, LongestPause);
            var until = now;
            while (!_target.IsDue(until))
            {
                until += 100;
            }

            pauses.Add(until - now);
            now = until;
        }

        Assert.Equal([1_000, 2_000, 4_000, 5_000, 5_000], pauses);
        Assert.Equal(ServerState.Avoided, _target.State);
        Assert.True(_target.Succeeded());
        Assert.Equal(ServerState.Up, _target.State);
        Assert.True(_target.IsDue(now));
        Assert.False(_target.Succeeded());
    }

    [Fact]
    public void FailuresOfFlowsThatWereUnderWay_CountOnce()
    {
        Assert.True(_target.Failed("refused", 0, Pause, LongestPause));
        for (var i = 0; i < 100; i++)
        {
            Assert.False(_target.Failed("refused", 500, Pause, LongestPause));
        }

        Assert.False(_target.IsDue(999));
        Assert.True(_target.IsDue(1_000));
        Assert.Equal(101, _target.Failures);
    }

    [Fact]
    public void TargetWhosePauseIsOver_IsTriedByOneFlow()
    {
        _target.Failed("refused", 0, Pause, LongestPause);

        Assert.False(_target.TryClaim(999, LongestPause));
        Assert.True(_target.TryClaim(1_000, LongestPause));
        Assert.False(_target.TryClaim(1_001, LongestPause));
        Assert.True(_target.TryClaim(1_000 + LongestPause, LongestPause));
    }

    [Fact]
    public void FailurePauseZero_NeverAvoids()
    {
        Assert.False(_target.Failed("refused", 0, 0, LongestPause));

        Assert.Equal(ServerState.Up, _target.State);
    }

    [Fact]
    public void Checks_FallAndRise_InARow()
    {
        string?[] outcomes = ["no", "no", null, "no", "no", "no", null, "no", null, null];

        var states = outcomes.Select(outcome => (Changed: _target.Checked(outcome, rise: 2, fall: 3), _target.State)).ToList();

        Assert.Equal([false, false, false, false, false, true, false, false, false, true], states.Select(state => state.Changed));
        Assert.Equal(ServerState.Down, states[5].State);
        Assert.Equal(ServerState.Down, states[8].State);
        Assert.Equal(ServerState.Up, states[9].State);
    }

    [Fact]
    public void Connections_AreCapped()
    {
        Assert.True(_target.TryTake(2));
        Assert.True(_target.TryTake(2));
        Assert.False(_target.TryTake(2));
        _target.Release();
        Assert.True(_target.TryTake(2));
        Assert.True(_target.TryTake(0));
        Assert.Equal(3, _target.Connections);
    }
}
