// SPDX-License-Identifier: MIT

namespace FastSipAlg.Fuzz.Targets;

/// <summary>Where inputs are cut into reads: at random, but the same input always in the same places.</summary>
internal static class Cutting
{
    private const int Told = 64;

    /// <summary>
    /// Of an input's beginning alone: the two of a <see cref="Driving.GrowthProbe"/> differ in length, and were they cut into reads of one octet and of two hundred, their times would differ
    /// by much more than their lengths.
    /// </summary>
    public static Random Of(ReadOnlySpan<byte> input)
    {
        var seed = 0;
        foreach (var octet in input[..Math.Min(input.Length, Told)])
        {
            seed = unchecked((seed * 31) + octet);
        }

        return new Random(seed);
    }
}
