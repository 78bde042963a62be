// SPDX-License-Identifier: MIT

using System.Text.RegularExpressions;
using Xunit;

namespace FastSipAlg.Architecture.Tests;

/// <summary>The documents speak of this tree: what they name exists.</summary>
public sealed partial class DocumentTests
{
    private static readonly string[] Documents = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"];

    // Words in code type that look like types and are words of a protocol or an environment.
    private static readonly HashSet<string> OtherWords = ["CSeq", "RAck", "ClientHello", "ServerHello", "LoadCredential", "WatchdogSec"];

    private static readonly HashSet<string> Folders =
        [.. Repository.Files.SelectMany(Ancestors)];

    private static readonly HashSet<string> FileNames = [.. Repository.Files.Select(file => Path.GetFileName(file))];

    private static readonly Lazy<HashSet<string>> Identifiers = new(() =>
    [
        .. Repository.Sources.SelectMany(source => Identifier().Matches(source.Code)).Select(match => match.Value),
        .. Repository.TextFiles().Where(entry => BuildFile().IsMatch(entry.File)).SelectMany(entry => Identifier().Matches(entry.Text)).Select(match => match.Value),
    ]);

    [Theory]
    [InlineData("README.md")]
    [InlineData("ARCHITECTURE.md")]
    [InlineData("CONTRIBUTING.md")]
    public void Document_NamedInTheLayout_Exists(string document)
    {
        Assert.True(File.Exists(Repository.FullPath(document)), $"{document} is missing at the root of the repository.");
    }

    [Fact]
    public void Documents_EveryPathInThem_Exists()
    {
        Findings.AreNone(
            from document in Documents.Where(Repository.Files.Contains)
            from match in TreePath().Matches(Repository.Read(document)).Concat(LinkTarget().Matches(Repository.Read(document)))
            let path = match.Groups["path"].Value.TrimEnd('.', '/', ',', ':')
            where !BuildOutput().IsMatch(path) && !Repository.Files.Contains(path) && !Folders.Contains(path)
            select $"{document}: {path}",
            "correct the path; one that a reader shall fill in is written with <angle brackets>.");
    }

    [Fact]
    public void Documents_EveryFileNameInCodeType_Exists()
    {
        Findings.AreNone(
            from span in CodeSpans()
            where FileName().IsMatch(span.Text) && !FileNames.Contains(span.Text)
            select $"{span.Document}: {span.Text}",
            "correct the name, or write the path.");
    }

    [Fact]
    public void Documents_EveryTypeInCodeType_Exists()
    {
        Findings.AreNone(
            from span in CodeSpans()
            where TypeName().IsMatch(span.Text)
            from name in span.Text.TrimEnd('(', ')').Split('.')
            where !OtherWords.Contains(name) && !Identifiers.Value.Contains(name)
            select $"{span.Document}: {name} (in `{span.Text}`)",
            "no code or build file says this name: correct it, or add a word that is no type to OtherWords in DocumentTests.cs.");
    }

    /// <summary>What stands between backticks, outside of fenced blocks.</summary>
    private static IEnumerable<(string Document, string Text)> CodeSpans() =>
        from document in Documents.Where(Repository.Files.Contains)
        from match in CodeSpan().Matches(FencedBlock().Replace(Repository.Read(document), ""))
        select (document, match.Groups["text"].Value);

    private static IEnumerable<string> Ancestors(string file)
    {
        for (var slash = file.LastIndexOf('/'); slash > 0; slash = file.LastIndexOf('/', slash - 1))
        {
            yield return file[..slash];
        }
    }

    // Stops before a placeholder: of src/<project>/Foo.cs nothing is checked, of tests/corpus/*.sip the folder.
    [GeneratedRegex(@"(?<![\w/.<>-])(?<path>(src|tests|tools|perf|\.ci|\.github)/[\w.-]+(/[\w.-]+)*)/?(?![\w*<{…])", RegexOptions.ExplicitCapture)]
    private static partial Regex TreePath();

    [GeneratedRegex(@"\]\((?<path>(?!\w+:|#)[^)#\s]+)(#[^)\s]*)?\)", RegexOptions.ExplicitCapture)]
    private static partial Regex LinkTarget();

    [GeneratedRegex(@"(?<!`)`(?<text>[^`\n]+)`(?!`)", RegexOptions.ExplicitCapture)]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"^[ \t]*(```|~~~).*?^[ \t]*\1[ \t]*$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex FencedBlock();

    [GeneratedRegex(@"^([\w.-]+\.(cs|csproj|md|props|sln|sh)|global\.json|LICENSE|BannedSymbols\.txt|\.(editorconfig|gitignore|gitattributes))$", RegexOptions.ExplicitCapture)]
    private static partial Regex FileName();

    // At least two humps in the first name: one hump is any capitalised word.
    [GeneratedRegex(@"^[A-Z][a-z0-9]*[A-Z][a-z]\w*(\.[A-Z]\w*)*(\(\))?$|^[A-Z][a-z0-9]+([A-Z][a-z0-9]*)+(\.[A-Z]\w*)*(\(\))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex TypeName();

    [GeneratedRegex(@"[A-Za-z_]\w*")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"\.(csproj|props|targets)$|^\.editorconfig$|^BannedSymbols\.txt$")]
    private static partial Regex BuildFile();

    [GeneratedRegex(@"/(bin|obj|publish)(/|$)")]
    private static partial Regex BuildOutput();
}
