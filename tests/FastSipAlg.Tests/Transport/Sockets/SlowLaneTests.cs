// SPDX-License-Identifier: MIT

using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Tests.Transport.Sockets;

public sealed class SlowLaneTests
{
    [Fact]
    public async Task Begin_WhileSomethingBegunWaits_ComesAfterIt()
    {
        using var lane = new SlowLane(1);
        var order = new List<string>();
        var release = new TaskCompletionSource();
        var busy = HoldAsync(lane, release.Task);

        var began = BeginAsync(lane, order);
        var wentOn = GoOnAsync(lane, order);
        release.SetResult();
        await Task.WhenAll(busy, began, wentOn);

        Assert.Equal(["went on", "began"], order);
    }

    [Fact]
    public async Task BeginFollowing_WhileAnotherWaitsToBegin_ComesBeforeIt()
    {
        using var lane = new SlowLane(1);
        var order = new List<string>();
        var release = new TaskCompletionSource();
        var busy = HoldAsync(lane, release.Task);

        var began = BeginAsync(lane, order);
        var followed = FollowAsync(lane, order);
        release.SetResult();
        await Task.WhenAll(busy, began, followed);

        Assert.Equal(["followed", "began"], order);
    }

    [Fact]
    public async Task Enter_ByMoreThanItsWidth_RunsNoMoreAtOnce()
    {
        using var lane = new SlowLane(2);
        var running = 0;
        var most = 0;

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => WorkAsync()));

        Assert.InRange(most, 1, 2);

        async Task WorkAsync()
        {
            await lane.Enter();
            InterlockedMax(ref most, Interlocked.Increment(ref running));
            Thread.SpinWait(1_000);
            Interlocked.Decrement(ref running);
        }
    }

    // Holds the lane's only place, without an await in it, until told.
    private static async Task HoldAsync(SlowLane lane, Task release)
    {
        await lane.Enter();

        release.Wait();

    }

    private static async Task BeginAsync(SlowLane lane, List<string> order)
    {
        await lane.Begin();
        order.Add("began");
    }

    private static async Task FollowAsync(SlowLane lane, List<string> order)
    {
        await lane.BeginFollowing();
        order.Add("followed");
    }

    private static async Task GoOnAsync(SlowLane lane, List<string> order)
    {
        await lane.Enter();
        order.Add("went on");
    }

    private static void InterlockedMax(ref int target, int value)
    {
        var seen = Volatile.Read(ref target);
        while (value > seen)
        {
            seen = Interlocked.CompareExchange(ref target, value, seen) is var before && before == seen ? value : before;
        }
    }
}
