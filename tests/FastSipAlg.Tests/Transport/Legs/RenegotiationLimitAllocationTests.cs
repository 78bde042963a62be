// SPDX-License-Identifier: MIT

using FastSipAlg.TestKit;
using FastSipAlg.Transport.Legs;

namespace FastSipAlg.Tests.Transport.Legs;

public sealed class RenegotiationLimitAllocationTests
{
    [Fact]
    public void Records_OfMessages_AllocateNothing()
    {
        var limit = new RenegotiationLimit(denial: null, TimeProvider.System);
        byte[] records = [23, 3, 3, 1, 0, .. new byte[256], 23, 3, 3, 0, 10, .. new byte[10]];

        Assert.Equal(0, Allocations.Of(() =>
        {
            _ = limit.Saw(records.AsSpan(0, 3)) ?? limit.Saw(records.AsSpan(3));
        }));
    }
}
