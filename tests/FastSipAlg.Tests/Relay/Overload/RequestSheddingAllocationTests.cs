// SPDX-License-Identifier: MIT

using System.Text;
using FastSipAlg.Relay.Overload;
using FastSipAlg.Sip.Framing;
using FastSipAlg.Sip.Messages;
using FastSipAlg.TestKit;
using FastSipAlg.Tests.Inspection;

namespace FastSipAlg.Tests.Relay.Overload;

public sealed class RequestSheddingAllocationTests
{
    [Theory]
    [InlineData("INVITE", "To: <sip:bob@example.com>;tag=a6c85cf", false)]
    [InlineData("INVITE", "To: <sip:bob@example.com>", true)]
    [InlineData("BYE", "To: <sip:bob@example.com>;tag=a6c85cf", false)]
    public void Judging_AllocatesNothing(string method, string to, bool isRefused)
    {
        using var control = OverloadPolicies.Control();
        control.Use(1);
        var shedding = new RequestShedding(control, 1, 10);
        var octets = Encoding.ASCII.GetBytes(SampleMessage.Request(method).With("To", to));
        var fields = new SipHeaderIndex();
        var framer = new SipFramer(SipFramerLimits.Default, fields);
        Assert.Equal(FrameStatus.Message, framer.Read(octets, out _));
        var refused = 0;

        var allocated = Allocations.Of(() =>
        {
            var view = new SipMessageView(octets, framer, fields);
            refused += shedding.IsOn && shedding.Refuses(view) ? 1 : 0;
            refused += shedding.RetryAfter.IsEmpty ? 1 : 0;
        });

        Assert.Equal((0L, isRefused), (allocated, refused > 0));
    }
}
