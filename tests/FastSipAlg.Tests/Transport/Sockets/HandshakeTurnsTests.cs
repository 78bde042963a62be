// SPDX-License-Identifier: MIT

using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Tests.Transport.Sockets;

public sealed class HandshakeTurnsTests : IDisposable
{
    private readonly SlowLane _lane = new(1);

    public void Dispose() => _lane.Dispose();

    [Fact]
    public async Task Begin_BeyondTheLimit_WaitsUntilOneEndsInTheOrderOfComing()
    {
        var turns = new HandshakeTurns(_lane, 2);
        await turns.BeginAsync();
        await turns.BeginAsync();
        var third = turns.BeginAsync().AsTask();
        var fourth = turns.BeginAsync().AsTask();
        await Task.Yield();
        Assert.False(third.IsCompleted);

        turns.End();

        await third;
        Assert.False(fourth.IsCompleted);
        turns.End();
        await fourth;
    }

    [Fact]
    public async Task Follow_NeverWaits_AndKeepsNewOnesWaiting()
    {
        var turns = new HandshakeTurns(_lane, 1);
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
        var turns = new HandshakeTurns(_lane, 0);

        for (var i = 0; i < 1000; i++)
        {
            await turns.BeginAsync();
        }
    }
}
