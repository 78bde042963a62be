// SPDX-License-Identifier: MIT

namespace FastSipAlg.Fuzz.Targets;

/// <summary>Something that reads octets from outside, and what holds whatever they are.</summary>
internal interface IFuzzTarget
{
    /// <summary>As the command line names it.</summary>
    string Name { get; }

    /// <summary>Where its first inputs are, folders of <c>tests/corpus</c>.</summary>
    IReadOnlyList<string> SeedFolders { get; }

    /// <summary>What its inputs are made of; a mutation puts these in now and then.</summary>
    IReadOnlyList<string> Words { get; }

    /// <summary>How many inputs the test suite has time for: about a second's worth.</summary>
    int TestExecutions => 20_000;

    /// <summary>Makes an input of a corpus file; null: not this file.</summary>
    byte[]? ToSeed(byte[] file) => file;

    /// <summary>Takes one input. Throws when an invariant breaks; whatever else it throws is a finding too. The same input always gives the same.</summary>
    void Run(ReadOnlySpan<byte> input);
}
