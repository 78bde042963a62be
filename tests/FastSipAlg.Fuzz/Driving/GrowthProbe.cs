// SPDX-License-Identifier: MIT

using System.Diagnostics;
using FastSipAlg.Fuzz.Targets;

namespace FastSipAlg.Fuzz.Driving;

/// <summary>
/// Asks whether time grows with length and not faster: part of an input, repeated to two lengths, one eight times the other, between a head and a tail. Only
/// the quickest of several runs counts, and the factor leaves room for caches and neighbours: eight squared does not fit in it.
/// </summary>
internal sealed class GrowthProbe(IFuzzTarget target, int seed)
{
    private const int Length = 8 * 1024;
    private const int Factor = 8;
    private const int Tolerance = 4;
    private const int MaxRuns = 12;

    // Shorter runs say nothing: the longer input may pass a limit that the shorter does not, and what is written of it then takes more than a millisecond in instrumented code. Each octet against
    // each other, 64 at a time, would take tens.
    private static readonly TimeSpan Floor = TimeSpan.FromMilliseconds(4);

    private readonly Random _random = new(seed);

    /// <summary>Null when time did not grow faster, or when <paramref name="isTimed"/> is false: then the runs only have to end.</summary>
    public Finding? Try(IReadOnlyList<byte[]> inputs, bool isTimed)
    {
        var (head, part, tail) = (Slice(inputs, 200), Slice(inputs, 40), Slice(inputs, 200));
        if (part.Length == 0)
        {
            return null;
        }

        var (small, large) = (Build(head, part, tail, Length), Build(head, part, tail, Length * Factor));
        if (Finding.Of(target, small) is { } finding || (finding = Finding.Of(target, large)) is not null)
        {
            return finding;
        }

        for (var runs = 2; isTimed && GrowsFaster(small, large, runs); runs *= 2)
        {
            if (runs > MaxRuns)
            {
                return new Finding("growth: time grows faster than length", $"{Quickest(small, runs)} for {small.Length}, {Quickest(large, runs)} for {large.Length}", large);
            }
        }

        return null;
    }

    private bool GrowsFaster(byte[] small, byte[] large, int runs)
    {
        var time = Quickest(large, runs);
        return time > Floor && time > Factor * Tolerance * Quickest(small, runs);
    }

    private TimeSpan Quickest(byte[] input, int runs)
    {
        var best = TimeSpan.MaxValue;
        for (var run = 0; run < runs; run++)
        {
            var start = Stopwatch.GetTimestamp();
            target.Run(input);
            var time = Stopwatch.GetElapsedTime(start);
            best = time < best ? time : best;
        }

        return best;
    }

    private byte[] Slice(IReadOnlyList<byte[]> inputs, int maximum)
    {
        var input = inputs[_random.Next(inputs.Count)];
        var start = _random.Next(input.Length + 1);

        // Heads begin where the input does, half the time.
        start = _random.Next(2) == 0 ? 0 : start;
        return input.AsSpan(start, Math.Min(input.Length - start, _random.Next(maximum + 1))).ToArray();
    }

    private static byte[] Build(byte[] head, byte[] part, byte[] tail, int length)
    {
        var count = Math.Max(1, length / part.Length);
        return [.. head, .. Enumerable.Repeat(part, count).SelectMany(octets => octets), .. tail];
    }
}
