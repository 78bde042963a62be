// SPDX-License-Identifier: MIT

using System.Diagnostics;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Tests.Transport.Sockets;

public sealed class LoopLagTests
{
    private static readonly long Millisecond = Stopwatch.Frequency / 1000;

    [Fact]
    public void Load_IsTheShareOfTurns_AndTheLagOfWhatComesAtAnyTime()
    {
        // A hundred turns of 2 ms, 1 ms between them.
        var load = new LoopSums(100 * Millisecond, 200 * Millisecond, 100.0 * (2 * Millisecond) * (2 * Millisecond)).Since(default, age: 0);

        Assert.Equal(2.0 / 3, load.Use, 6);
        Assert.Equal(4.0 / 3, load.Lag.TotalMilliseconds, 3);
    }

    [Fact]
    public void Load_OfALoopThatHangs_IsTheAgeOfItsTurn()
    {
        var sums = new LoopSums(5, 6, 7);

        var load = sums.Since(sums, 700 * Millisecond);

        Assert.Equal((1, 700), (load.Use, load.Lag.TotalMilliseconds));
    }

    [Fact]
    public void Load_OfALoopThatSleeps_IsNothing()
    {
        var sums = new LoopSums(5, 6, 7);

        Assert.Equal(default, sums.Since(sums, age: 0));
    }

    [Fact]
    public void Turn_AfterAFullPoll_GoesOnUntilItsMarkHasCome()
    {
        var lag = new LoopLag();
        Assert.True(lag.AfterPoll(isFull: true));

        lag.BeforePoll();
        Assert.False(lag.AfterPoll(isFull: true));
        Assert.Equal(0, lag.Sums.Busy);

        lag.MarkCame();
        var atMark = lag.Sums.Busy;
        Assert.True(atMark > 0);
        lag.BeforePoll();
        Assert.True(lag.Sums.Busy > atMark);
        Assert.Equal(0, lag.TurnAge);
    }

    [Fact]
    public async Task Loops_ThatCarryMessages_HaveALoad()
    {
        using var loops = new SocketLoops(2);
        var ran = new TaskCompletionSource();
        loops.Next().Post(ran.SetResult);
        await ran.Task;

        Assert.InRange(loops.TakeLoad().Use, 0, 1);
    }

    [Fact]
    public async Task Turn_OfALoop_GoesOnThere_AndElsewhereInThePool()
    {
        using var loops = new SocketLoops(1);
        var loop = loops.Next();
        var threads = new TaskCompletionSource<(PollLoop? Before, PollLoop? After)>();
        loop.Post(() => _ = YieldAsync());

        Assert.Equal((loop, loop), await threads.Task);
        await new LoopTurn();
        Assert.True(Thread.CurrentThread.IsThreadPoolThread);

        async Task YieldAsync()
        {
            var before = PollLoop.Current;
            await new LoopTurn();
            threads.SetResult((before, PollLoop.Current));
        }
    }
}
