// SPDX-License-Identifier: MIT

using FastSipAlg.TestKit;

namespace FastSipAlg.Microbenchmarks.Benchmarks;

/// <summary>A file of the corpus, as what a benchmark's case is named after: <c>phones/snom/register-outbound</c>.</summary>
public sealed class CorpusFile
{
    private readonly string _folder;

    private CorpusFile(string folder, string path)
    {
        _folder = folder;
        Octets = Corpus.Read(path);
        Name = Path.ChangeExtension(path, null)[(_folder.Length + 1)..];
    }

    public string Name { get; }

    public byte[] Octets { get; }

    /// <summary>Messages that pass: those of phones and servers, and the legal ones that look as if they were not.</summary>
    public static IEnumerable<CorpusFile> Messages() => [.. Under("sip", "sip/phones"), .. Under("sip", "sip/torture")];

    public static IEnumerable<CorpusFile> Configurations() =>
        Under("config/pairs", "config/pairs").Where(file => !file.Octets.AsSpan().StartsWith("{"u8));

    public override string ToString() => Name;

    private static IEnumerable<CorpusFile> Under(string folder, string subfolder) => Corpus.Under(subfolder).Select(path => new CorpusFile(folder, path));
}
