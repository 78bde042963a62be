// SPDX-License-Identifier: MIT

using FastSipAlg.Sip.Framing;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Messages;
using FastSipAlg.TestKit;

namespace FastSipAlg.Tests.Sip.Messages;

public sealed class SipMessageViewAllocationTests
{
    [Fact]
    public void View_OfWholeMessages_AllocatesNothing()
    {
        byte[][] messages = [.. Corpus.Under("sip/phones").Select(Corpus.Read)];
        var index = new SipHeaderIndex();
        var framer = new SipFramer(SipFramerLimits.Default, index);

        Assert.Equal(0, Allocations.Of(() =>
        {
            foreach (var octets in messages)
            {
                framer.Read(octets, out _);
                var message = new SipMessageView(octets, framer, index);
                _ = message.RequestUri.Length + message.MethodName.Length + message.HeaderSection.Length + message.Body.Length;
                _ = message.ValueOf(SipHeaderId.CallId).Length;
            }
        }));
    }
}
