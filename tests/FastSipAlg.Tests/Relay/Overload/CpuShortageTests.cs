// SPDX-License-Identifier: MIT

using FastSipAlg.Relay.Overload;

namespace FastSipAlg.Tests.Relay.Overload;

public sealed class CpuShortageTests
{
    private readonly CpuShortage _cpu = new();

    [Theory]
    [InlineData(1.0, 0.04)]
    [InlineData(0.89, 0.5)]
    public void Loops_BusyButInTime_OrLateWithoutMuchToDo_AreNotShort(double use, double lag)
    {
        Beat(40, use, lag);

        Assert.Equal((OverloadLevel.Green, 0), (_cpu.Level, _cpu.RefusedShare));
    }

    [Fact]
    public void Handshakes_AreHeldBackFirst_AndRequestsRefusedWhenThatIsNotEnough()
    {
        Beat(3, 1, 0.1);
        Assert.Equal((OverloadLevel.Red, 0), (_cpu.Level, _cpu.RefusedShare));

        Beat(1, 1, 0.1);
        Assert.Equal(OverloadLevel.Extreme, _cpu.Level);
        Assert.InRange(_cpu.RefusedShare, 0.1, 0.3);
    }

    [Fact]
    public void MessagesThatAreFarTooLate_AreNotWatchedForLong()
    {
        Beat(2, 1, 0.2);

        Assert.Equal(OverloadLevel.Extreme, _cpu.Level);
    }

    [Fact]
    public void Level_IsLeft_AfterTwoCalmSecondsOnly()
    {
        Beat(1, 1, 0.06);

        Beat(7, 0.5, 0.001);
        Assert.Equal(OverloadLevel.Red, _cpu.Level);

        Beat(1, 0.5, 0.001);
        Assert.Equal(OverloadLevel.Green, _cpu.Level);
    }

    [Fact]
    public void Level_WithoutTwoCalmSeconds_Stays()
    {
        for (var i = 0; i < 10; i++)
        {
            Beat(1, 1, 0.06);
            Beat(7, 0.5, 0.001);
        }

        Assert.Equal(OverloadLevel.Red, _cpu.Level);
    }

    [Theory]
    [InlineData(1.2)]
    [InlineData(2)]
    [InlineData(4)]
    public void MoreThanCanBeCarried_SettlesAtTheTarget_WithoutSwinging(double offered)
    {
        var relay = new SimulatedLoad { Offered = offered };
        relay.Run(_cpu, seconds: 30);
        var (least, most, served) = (1.0, 0.0, 0.0);
        for (var beat = 0; beat < 80; beat++)
        {
            served += relay.Beat(_cpu) / 80;
            least = Math.Min(least, _cpu.RefusedShare);
            most = Math.Max(most, _cpu.RefusedShare);
        }

        Assert.InRange(relay.Lag, 0.03, 0.07);
        Assert.InRange(most - least, 0, 0.02);
        Assert.InRange(served, relay.Optimum - 0.01, 1);
    }

    [Fact]
    public void PhonesThatComeLaterWhenTold_AreNotTurnedAwayInVain()
    {
        var relay = new SimulatedLoad { Offered = 2, RetryAfter = 15 };
        relay.Run(_cpu, seconds: 30);

        var served = relay.Run(_cpu, seconds: 20);

        Assert.InRange(served, 0.9, 1);
    }

    [Fact]
    public void Overload_ThatIsOver_IsForgottenWithinSeconds()
    {
        var relay = new SimulatedLoad { Offered = 4 };
        relay.Run(_cpu, seconds: 30);

        relay.Offered = 0.5;
        relay.Run(_cpu, seconds: 5);

        Assert.Equal((OverloadLevel.Green, 0), (_cpu.Level, _cpu.RefusedShare));
    }

    private void Beat(int times, double use, double lag)
    {
        for (var i = 0; i < times; i++)
        {
            _cpu.Beat(OverloadPolicies.Default, use, lag);
        }
    }
}
