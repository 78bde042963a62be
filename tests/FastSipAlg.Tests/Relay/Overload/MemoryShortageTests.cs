// SPDX-License-Identifier: MIT

using FastSipAlg.Relay.Overload;

namespace FastSipAlg.Tests.Relay.Overload;

public sealed class MemoryShortageTests
{
    private readonly MemoryShortage _memory = new();

    [Fact]
    public void Levels_AreEnteredAtTheirThresholds_AndLeftBelowTheOnesBefore()
    {
        Assert.Equal(
            [OverloadLevel.Green, OverloadLevel.Red, OverloadLevel.Red, OverloadLevel.Extreme, OverloadLevel.Extreme, OverloadLevel.Red, OverloadLevel.Red, OverloadLevel.Green, OverloadLevel.Green],
            ((double[])[0.879, 0.881, 0.949, 0.951, 0.881, 0.879, 0.821, 0.819, 0.879]).Select(Beat));
    }

    [Fact]
    public void Extreme_ThatIsSuddenlyOver_IsGreen()
    {
        Beat(1.5);

        Assert.Equal(OverloadLevel.Green, Beat(0.5));
    }

    [Fact]
    public void Share_FallsWithTheExcess()
    {
        Beat(2);
        Assert.Equal(1, _memory.RefusedShare);

        Beat(0.915);
        Assert.Equal(0.5, _memory.RefusedShare, 3);

        Beat(0.87);
        Assert.Equal(0, _memory.RefusedShare);
    }

    private OverloadLevel Beat(double use)
    {
        _memory.Beat(OverloadPolicies.Default, (long)(use * OverloadPolicies.Limit));
        return _memory.Level;
    }
}
