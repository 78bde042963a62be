// SPDX-License-Identifier: MIT

using FastSipAlg.Sip.Grammar;
using FastSipAlg.TestKit;

namespace FastSipAlg.Tests.Sip;

/// <summary>
/// A line of <c>tests/corpus/sip/expectations.txt</c>, whose head says what its columns mean. The words of the columns stay as they stand there;
/// only a defect is read, and <c>-</c> is <see cref="SipDefect.None"/>.
/// </summary>
internal sealed record CorpusLine(string File, string Default, string Strict, SipDefect Defect, string Frames)
{
    private const string Path = "sip/expectations.txt";

    public static IReadOnlyList<CorpusLine> All { get; } =
    [
        .. System.Text.Encoding.UTF8.GetString(Corpus.Read(Path)).Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(Parse),
    ];

    /// <summary>Messages of the corpus, paths below <c>tests/corpus/sip</c>.</summary>
    public static IEnumerable<string> Files => Corpus.Under("sip").Where(file => file != Path).Select(file => file["sip/".Length..]);

    /// <summary>What is judged: files that begin with a whole message.</summary>
    public static IEnumerable<CorpusLine> Messages => All.Where(line => line.Frames.StartsWith("message", StringComparison.Ordinal));

    public byte[] Octets => Corpus.Read("sip/" + File);

    public static CorpusLine Of(string file) => All.Single(line => line.File == file);

    private static CorpusLine Parse(string line)
    {
        var columns = line.Split(" | ");
        Assert.True(columns.Length == 5, line);
        return new CorpusLine(columns[0], columns[1], columns[2], columns[3] == "-" ? SipDefect.None : Enum.Parse<SipDefect>(columns[3]), columns[4]);
    }
}
