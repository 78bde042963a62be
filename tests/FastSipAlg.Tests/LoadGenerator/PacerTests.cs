// SPDX-License-Identifier: MIT

using System.Diagnostics;
using FastSipAlg.LoadGenerator.Connections;

namespace FastSipAlg.Tests.LoadGenerator;

public sealed class PacerTests
{
    [Fact]
    public async Task Run_AtRateOfNothing_CallsNobody()
    {
        var calls = 0;

        await Pacer.RunAsync(Stopwatch.GetTimestamp(), long.MaxValue, 0, (_, _) => calls++, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(0, calls);
    }
}
