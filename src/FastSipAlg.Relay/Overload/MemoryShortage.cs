// SPDX-License-Identifier: MIT

using FastSipAlg.Relay.Policy;

namespace FastSipAlg.Relay.Overload;

/// <summary>Whether memory is short. A level is entered at its own threshold and left below the one before: what was refused a moment ago would else be let in at once, and fill it again.</summary>
internal sealed class MemoryShortage
{
    public OverloadLevel Level { get; private set; }

    /// <summary>Of the requests that begin something: the more, the nearer to the threshold extreme.</summary>
    public double RefusedShare { get; private set; }

    public void Beat(OverloadPolicy policy, long memory)
    {
        var use = (double)memory / policy.MemoryLimit;
        Level = Level switch
        {
            _ when use >= policy.MemoryExtreme => OverloadLevel.Extreme,
            OverloadLevel.Extreme when use >= policy.MemoryRed => OverloadLevel.Extreme,
            OverloadLevel.Green when use < policy.MemoryRed => OverloadLevel.Green,
            _ when use < policy.MemoryGreen => OverloadLevel.Green,
            _ => OverloadLevel.Red,
        };
        RefusedShare = Level == OverloadLevel.Extreme ? Math.Min(1, (use - policy.MemoryRed) / (policy.MemoryExtreme - policy.MemoryRed)) : 0;
    }
}
