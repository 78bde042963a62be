// SPDX-License-Identifier: MIT

using FastSipAlg.Transport.Sockets;
using Microsoft.Extensions.Time.Testing;

namespace FastSipAlg.Tests.Transport.Sockets;

public sealed class HandshakeTurnsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly SlowLane _lane = new(1);
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => _lane.Dispose();

    [Fact]
    public async Task Begin_BeyondTheLimit_WaitsUntilOneEndsInTheOrderOfComing()
    {
        var turns = Turns(atOnce: 2);
        Assert.False(await turns.BeginAsync());
        Assert.False(await turns.BeginAsync());
        var third = turns.BeginAsync().AsTask();
        var fourth = turns.BeginAsync().AsTask();
        await Task.Yield();
        Assert.False(third.IsCompleted);

        turns.End();

        Assert.True(await third);
        Assert.False(fourth.IsCompleted);
        turns.End();
        await fourth;
    }

    [Fact]
    public async Task Follow_NeverWaits_AndKeepsNewOnesWaiting()
    {
        var turns = Turns(atOnce: 1);
        await turns.BeginAsync();
        turns.Follow();
        var next = turns.BeginAsync().AsTask();

        turns.End();
        await _lane.Enter();
        Assert.False(next.IsCompleted);

        turns.End();
        await next;
    }

    [Fact]
    public async Task Begin_WithoutALimit_NeverWaits()
    {
        var turns = Turns();

        for (var i = 0; i < 1000; i++)
        {
            await turns.BeginAsync();
        }
    }

    [Fact]
    public async Task Begin_BeyondTheRate_WaitsUntilItIsDue()
    {
        var turns = Turns(perSecond: 20);
        var begun = Enumerable.Range(0, 6).Select(_ => turns.BeginAsync().AsTask()).ToList();
        await Task.WhenAll(begun[..3]).WaitAsync(Patience);

        // A tenth of a second's worth at once, then one each 50 ms, whether others end or not.
        turns.End();
        await _lane.Enter();
        Assert.False(begun[3].IsCompleted);
        for (var next = 3; next < begun.Count; next++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(50));
            await begun[next].WaitAsync(Patience);
            Assert.True(begun[(next + 1)..].TrueForAll(later => !later.IsCompleted));
        }
    }

    [Fact]
    public async Task Rate_IsNotUsedUp_ByATurnThatIsGivenBack()
    {
        var turns = Turns(perSecond: 1);
        await turns.BeginAsync();
        var next = turns.BeginAsync().AsTask();

        turns.GiveBack();

        await next.WaitAsync(Patience);
    }

    [Fact]
    public async Task Limits_ThatAreRaised_LetInWhoWaits()
    {
        var turns = Turns(atOnce: 1, perSecond: 1);
        await turns.BeginAsync();
        var next = turns.BeginAsync().AsTask();

        turns.Limit(2, 0);

        await next.WaitAsync(Patience);
    }

    private HandshakeTurns Turns(int atOnce = 0, int perSecond = 0)
    {
        var turns = new HandshakeTurns(_lane, _time);
        turns.Limit(atOnce, perSecond);
        return turns;
    }
}
