// SPDX-License-Identifier: MIT

namespace FastSipAlg.TestKit;

/// <summary>Files of <c>tests/corpus</c>.</summary>
public static class Corpus
{
    private static readonly string Root = SourceTree.PathOf("tests", "corpus");

    /// <summary>Paths below the corpus, <c>sip/phones/snom/register-outbound.sip</c>, of all files under one of its folders.</summary>
    public static IEnumerable<string> Under(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Root, file)).Order(StringComparer.Ordinal);

    public static byte[] Read(string path) => File.ReadAllBytes(Path.Combine(Root, path));
}
