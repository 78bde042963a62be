// SPDX-License-Identifier: MIT

using System.Net;
using FastSipAlg.Relay.Flows;

namespace FastSipAlg.Tests.Relay.Flows;

public sealed class SourceCountsTests
{
    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("2001:db8::1", "2001:db8::ffff:0:0:1", true)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", false)]
    [InlineData("0.0.0.0", "::", false)]
    public void Sources_AreAnIpv4AddressOrAnIpv6Network(string one, string other, bool areOne)
    {
        var counts = new SourceCounts(1);
        Assert.True(counts.TryEnter(IPAddress.Parse(one)));

        Assert.Equal(!areOne, counts.TryEnter(IPAddress.Parse(other)));
    }

    [Fact]
    public void Source_ThatHasLeft_MayComeAgain_AndTakesNoRoom()
    {
        var counts = new SourceCounts(2);
        var source = IPAddress.Parse("192.0.2.1");
        Assert.True(counts.TryEnter(source));
        Assert.True(counts.TryEnter(source));
        Assert.False(counts.TryEnter(source));

        counts.Leave(source);

        Assert.True(counts.TryEnter(source));
        counts.Leave(source);
        counts.Leave(source);
        Assert.Equal(0, counts.Count);
    }

    [Fact]
    public void WithoutALimit_NothingIsCounted()
    {
        var counts = new SourceCounts(0);

        Assert.True(counts.TryEnter(IPAddress.Loopback));

        Assert.Equal(0, counts.Count);
    }
}
