// SPDX-License-Identifier: MIT

using FastSipAlg.Sip.Grammar;
using FastSipAlg.TestKit;

namespace FastSipAlg.Tests.Sip.Grammar;

public sealed class SipHeaderNamesAllocationTests
{
    [Fact]
    public void Names_Found_AllocateNothing()
    {
        Assert.Equal(0, Allocations.Of(() =>
        {
            SipHeaderNames.Find("v"u8);
            SipHeaderNames.Find("Record-Route"u8);
            SipHeaderNames.Find("X-Custom"u8);
            SipHeaderNames.ToOctets(SipHeaderId.Via);
        }));
    }
}
