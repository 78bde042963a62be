// SPDX-License-Identifier: MIT

using FastSipAlg.Inspection.Reports;
using Microsoft.Extensions.Time.Testing;

namespace FastSipAlg.Tests.Inspection.Reports;

public sealed class ViolationRateTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Violations_WithinTheRate_AreAllLogged()
    {
        var rate = new ViolationRate(2, _time);

        Assert.All(Take(rate, ViolationRate.LinesPerSecond), ticket => Assert.Equal(new ViolationTicket(true, false, 0), ticket));
    }

    [Fact]
    public void Violations_BeyondTheRate_AreAnnouncedOnceAndSampled()
    {
        var rate = new ViolationRate(2, _time);
        Take(rate, ViolationRate.LinesPerSecond);

        var beyond = Take(rate, 2 * ViolationRate.SampleInterval);

        Assert.Equal(new ViolationTicket(false, true, 0), beyond[0]);
        Assert.Single(beyond, ticket => ticket.BeginsFlood);
        Assert.Equal([99L, 99L], beyond.Where(ticket => ticket.IsLogged).Select(ticket => ticket.Suppressed));
    }

    [Fact]
    public void FloodOfOneRule_LeavesTheOthersTheirLines()
    {
        var rate = new ViolationRate(2, _time);
        Take(rate, 1_000);

        Assert.True(rate.Take(1).IsLogged);
    }

    [Fact]
    public void NextLine_AfterAFlood_CountsWhatWasSuppressed()
    {
        var rate = new ViolationRate(2, _time);
        Take(rate, ViolationRate.LinesPerSecond + 7);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(new ViolationTicket(true, false, 7), rate.Take(0));
        Assert.Equal(new ViolationTicket(true, false, 0), rate.Take(0));
    }

    [Fact]
    public void Flood_AfterASecondWithinTheRate_IsAnnouncedAgain()
    {
        var rate = new ViolationRate(2, _time);
        Assert.Single(Take(rate, 100), ticket => ticket.BeginsFlood);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.DoesNotContain(Take(rate, 100), ticket => ticket.BeginsFlood);
        _time.Advance(TimeSpan.FromSeconds(1));
        Take(rate, 1);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Single(Take(rate, 100), ticket => ticket.BeginsFlood);
    }

    private static List<ViolationTicket> Take(ViolationRate rate, int times) => [.. Enumerable.Range(0, times).Select(_ => rate.Take(0))];
}
