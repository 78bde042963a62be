// SPDX-License-Identifier: MIT

using System.Text.RegularExpressions;

namespace FastSipAlg.Architecture.Tests;

/// <summary>One C# file as these tests see it: its place, and what it declares and uses, found by pattern in its code without comments and literals.</summary>
internal sealed partial class SourceFile
{
    public SourceFile(string path, string text)
    {
        Path = path;
        Text = text;
        Code = CSharpText.WithoutCommentsAndLiterals(text);
        Namespace = NamespacePattern().Match(Code) is { Success: true } found ? found.Groups["name"].Value : "";
        Types = [.. TypePattern().Matches(Code).Select(type => type.Groups["name"].Value)];
        Usings = [.. UsingPattern().Matches(Code).Select(directive => directive.Groups["name"].Value)];
    }

    public string Path { get; }

    public string Text { get; }

    /// <summary>The text with comments and the insides of literals blanked out; same length, same lines.</summary>
    public string Code { get; }

    /// <summary>Empty when the file declares none.</summary>
    public string Namespace { get; }

    /// <summary>Simple names of all types declared here, nested ones too.</summary>
    public IReadOnlyList<string> Types { get; }

    /// <summary>What its using directives name: namespaces, and types for <c>using static</c> and aliases.</summary>
    public IReadOnlyList<string> Usings { get; }

    /// <summary>The name of the project whose folder this file lies in, such as <c>FastSipAlg.Sip</c>; empty outside of projects.</summary>
    public string Project => Path.Split('/') is { Length: > 2 } parts && Repository.Projects.ContainsKey(parts[1]) ? parts[1] : "";

    /// <summary>Its folder inside the project, <c>Framing</c> or <c>A/B</c>; empty for files at the project's root.</summary>
    public string Folder => string.Join('/', Path.Split('/')[2..^1]);

    public bool IsUnder(string prefix) => Path.StartsWith(prefix, StringComparison.Ordinal);

    public int LineOf(int index) => Text.AsSpan(0, index).Count('\n') + 1;

    [GeneratedRegex(@"^[ \t]*namespace\s+(?<name>[\w.]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex NamespacePattern();

    [GeneratedRegex(@"(?<![\w.])(class|interface|enum|struct|record(\s+(class|struct))?|delegate\s+[\w<>\[\],.? ]+?)\s+(?<name>[A-Z]\w*)\s*(?=[<({:;]|where\b|$)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex TypePattern();

    [GeneratedRegex(@"^(global\s+)?using\s+(static\s+)?(\w+\s*=\s*)?(?<name>[A-Za-z_][\w.]*)[\w.<>, ]*;", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex UsingPattern();
}
