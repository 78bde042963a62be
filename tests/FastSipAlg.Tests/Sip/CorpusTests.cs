// SPDX-License-Identifier: MIT

using FastSipAlg.Sip.Grammar;
using FastSipAlg.Tests.Sip.Framing;

namespace FastSipAlg.Tests.Sip;

/// <summary>The corpus is whole, and the framer finds in each file what the list says.</summary>
public sealed class CorpusTests
{
    private static readonly string[] DefectNames = Enum.GetNames<SipDefect>();

    public static TheoryData<string> Lines => [.. CorpusLine.All.Select(line => line.File)];

    public static TheoryData<string> SmallLines => [.. CorpusLine.All.Where(line => line.Octets.Length < 8_000).Select(line => line.File)];

    [Fact]
    public void Files_AndLinesOfTheList_AreTheSame()
    {
        Assert.Equal(CorpusLine.Files.Order(StringComparer.Ordinal), CorpusLine.All.Select(line => line.File));
    }

    [Fact]
    public void Defects_EachOfThem_HasAFileOfItsName()
    {
        var named = CorpusLine.Files.Where(file => file.StartsWith("defects/", StringComparison.Ordinal)).Select(Path.GetFileNameWithoutExtension);

        Assert.Equal(DefectNames.Where(name => name != nameof(SipDefect.None)).Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Defects_ThatAreExpectedInTheirFiles_AreTheirNames()
    {
        var others = from line in CorpusLine.All
                     where line.File.StartsWith("defects/", StringComparison.Ordinal) && line.Defect != SipDefect.None
                     where line.Defect.ToString() != Path.GetFileNameWithoutExtension(line.File)
                     select line.File;

        Assert.Empty(others);
    }

    [Fact]
    public void Messages_OfRfc4475_AreAllThere()
    {
        Assert.Equal(49, CorpusLine.Files.Count(file => file.StartsWith("rfc4475/", StringComparison.Ordinal)));
        Assert.Equal(12, CorpusLine.Files.Count(file => file.StartsWith("rfc5118/", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void Framer_OfTheWholeFile_FindsWhatTheListSays(string file)
    {
        var line = CorpusLine.Of(file);

        var found = Frames.Of([line.Octets]);

        Assert.Equal(line.Frames, Describe(found));
        if (line.Frames == "ends")
        {
            Assert.Equal(line.Defect.ToString(), found[^1]);
        }
    }

    [Theory]
    [MemberData(nameof(SmallLines))]
    public void Framer_OctetByOctet_FindsTheSame(string file)
    {
        var line = CorpusLine.Of(file);

        Assert.Equal(Frames.Of([line.Octets]), Frames.Of(line.Octets.Select(octet => new[] { octet })));
    }

    private static string Describe(List<string> found) =>
        found.Count == 0 ? "waits" : string.Join(' ', found.Select(frame => DefectNames.Contains(frame) ? "ends" : "message"));
}
