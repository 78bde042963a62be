// SPDX-License-Identifier: MIT

using FastSipAlg.Fuzz.Driving;
using FastSipAlg.Fuzz.Targets;

namespace FastSipAlg.Tests.Fuzz;

/// <summary>The driver finds what is there to be found, and the same each time.</summary>
public sealed class FuzzDriverTests
{
    [Fact]
    public void Driver_OfATargetThatBreaks_FindsTheSmallestInput()
    {
        var report = new FuzzDriver(new Breaking(input => Invariant.Holds(input.IndexOf("<<"u8) < 0)), 20_000, seed: 1).Run();

        Assert.Equal("<<"u8, Assert.Single(report.Findings).Input);
    }

    [Fact]
    public void Driver_OfATargetThatThrows_NamesTheException()
    {
        var report = new FuzzDriver(new Breaking(input => _ = input.Length > 3 ? input[input.IndexOf((byte)'\\')] : 0), 1_000, seed: 1).Run();

        Assert.Contains(nameof(IndexOutOfRangeException), Assert.Single(report.Findings).Kind, StringComparison.Ordinal);
    }

    [Fact]
    public void Mutator_OfOneSeed_MakesTheSameInputs()
    {
        var inputs = Seeds.Of(new SipFramerTarget());
        var (first, second, other) = (new Mutator(1, SipWords.All), new Mutator(1, SipWords.All), new Mutator(2, SipWords.All));
        var differences = 0;
        for (var run = 0; run < 1_000; run++)
        {
            var input = first.Next(inputs).ToArray();

            Assert.Equal(input, second.Next(inputs));
            differences += other.Next(inputs).SequenceEqual(input) ? 0 : 1;
        }

        Assert.InRange(differences, 900, 1_000);
    }

    [Theory]
    [InlineData("framer", 200)]
    [InlineData("sdp", 50)]
    [InlineData("multipart", 3)]
    [InlineData("configuration", 20)]
    public void Seeds_OfATarget_ComeFromTheCorpus(string name, int atLeast)
    {
        Assert.InRange(Seeds.Of(FuzzTargets.Create(name)).Count, atLeast, int.MaxValue);
    }

    [Fact]
    public void Reprint_OfPartsThatLeaveSomethingOut_Breaks()
    {
        Reprinted("ab cd", 0..2, 3..5);
        Assert.Throws<BrokenInvariantException>(() => Reprinted("ab cd", 0..2));
        Assert.Throws<BrokenInvariantException>(() => Reprinted("ab cd", 0..2, 4..5));
        Assert.Throws<BrokenInvariantException>(() => Reprinted("ab cd", 3..5, 0..2));
        Assert.Throws<BrokenInvariantException>(() => Reprinted("ab cd", 0..4, 3..5));
    }

    private static void Reprinted(string text, params Range[] parts)
    {
        ReadOnlySpan<byte> whole = System.Text.Encoding.ASCII.GetBytes(text);
        var reprint = new Reprint(whole, " "u8);
        foreach (var part in parts)
        {
            reprint.Add(whole[part]);
        }

        reprint.End();
    }

    private delegate void Taking(ReadOnlySpan<byte> input);

    private sealed class Breaking(Taking take) : IFuzzTarget
    {
        public string Name => "breaking";

        public IReadOnlyList<string> SeedFolders => ["sip/phones/yealink"];

        public IReadOnlyList<string> Words => ["<", "\\"];

        public int TestExecutions => 0;

        public void Run(ReadOnlySpan<byte> input) => take(input);
    }
}
