// SPDX-License-Identifier: MIT

using FastSipAlg.Sip.Framing;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.TestKit;

namespace FastSipAlg.Tests.Sip.Framing;

/// <summary>Filling and asking an index allocates nothing once it has grown, nor does <see cref="SipHeaderField"/>.</summary>
public sealed class SipHeaderIndexAllocationTests
{
    [Fact]
    public void Index_OfWholeAndSplitMessages_AllocatesNothing()
    {
        byte[][] messages = [.. Corpus.Under("sip/phones").Concat(Corpus.Under("sip/torture")).Select(Corpus.Read)];
        var index = new SipHeaderIndex();
        var framer = new SipFramer(SipFramerLimits.Default, index);

        Assert.Equal(0, Allocations.Of(() =>
        {
            foreach (var message in messages)
            {
                framer.Read(message.AsSpan(0, message.Length / 2), out _);
                framer.Read(message, out _);
                _ = index.IndexOf(SipHeaderId.CSeq) + index[0].ValueLength + (index.IsRepeated(SipHeaderId.Via) ? 1 : 0);
            }
        }));
    }
}
