// SPDX-License-Identifier: MIT

using FastSipAlg.Fuzz.Targets;
using FastSipAlg.TestKit;

namespace FastSipAlg.Fuzz.Driving;

/// <summary>The first inputs of a target.</summary>
internal static class Seeds
{
    // Longer ones are in the corpus for a limit, and every mutation of one costs as much as of a hundred others.
    private const int MaxLength = 6_000;

    /// <summary>Never empty, and the same in each checkout.</summary>
    public static IReadOnlyList<byte[]> Of(IFuzzTarget target) =>
    [
        [],
        .. from folder in target.SeedFolders
           from file in Corpus.Under(folder)
           let seed = target.ToSeed(Corpus.Read(file))
           where seed is { Length: <= MaxLength }
           select seed,
    ];
}
