// SPDX-License-Identifier: MIT

using FastSipAlg.Sip.Framing;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.TestKit;

namespace FastSipAlg.Tests.Sip.Framing;

/// <summary>
/// The framer allocates nothing, with its parts <see cref="CSeqField"/>, <see cref="ContentLengthField"/> and <see cref="StartLineShape"/>.
/// </summary>
public sealed class SipFramerAllocationTests
{
    private static readonly byte[][] Messages = [.. Corpus.Under("sip/phones").Select(Corpus.Read)];

    [Fact]
    public void WholeMessages_AllocateNothing()
    {
        var framer = new SipFramer(SipFramerLimits.Default);

        Assert.Equal(0, Allocations.Of(() =>
        {
            foreach (var message in Messages)
            {
                framer.Read(message, out _);
            }
        }));
    }

    [Fact]
    public void SplitMessagesAndPings_AllocateNothing()
    {
        var framer = new SipFramer(SipFramerLimits.Default);

        Assert.Equal(0, Allocations.Of(() =>
        {
            foreach (var message in Messages)
            {
                framer.Read(message.AsSpan(0, message.Length / 3), out _);
                framer.Read(message.AsSpan(0, message.Length / 2), out _);
                framer.Read(message, out _);
                framer.Read("\r\n\r\n"u8, out _);
                framer.Read("\r\n"u8, out _);
            }
        }));
    }
}
