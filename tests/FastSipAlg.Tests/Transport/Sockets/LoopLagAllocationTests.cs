// SPDX-License-Identifier: MIT

using FastSipAlg.TestKit;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Tests.Transport.Sockets;

public sealed class LoopLagAllocationTests
{
    [Fact]
    public void Turns_AllocateNothing()
    {
        var lag = new LoopLag();
        var marks = 0;

        var allocated = Allocations.Of(() =>
        {
            marks += lag.AfterPoll(isFull: true) ? 1 : 0;
            lag.MarkCame();
            lag.BeforePoll();
            marks += lag.AfterPoll(isFull: false) ? 1 : 0;
            lag.BeforePoll();
        });

        Assert.Equal((0L, 2_000), (allocated, marks));
    }
}
