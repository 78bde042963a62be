// SPDX-License-Identifier: MIT

using System.Text.RegularExpressions;
using Xunit;

namespace FastSipAlg.Architecture.Tests;

/// <summary>What is never in this repository. The patterns are written so that they do not find themselves.</summary>
public sealed partial class HygieneTests
{
    [Fact]
    public void Code_AllOfIt_IsFinished()
    {
        Findings.AreNone(Find(Unfinished(), "src/", "perf/", "tests/", "tools/"), "finish it, or open an issue and take the note out.");
    }

    [Fact]
    public void SourceFiles_AllOfThem_BeginWithTheLicence()
    {
        Findings.AreNone(
            from source in Repository.Sources
            where !source.Text.TrimStart('\uFEFF').StartsWith("// SPDX-License-Identifier: MIT\n", StringComparison.Ordinal)
            select source.Path,
            "first line: // SPDX-License-Identifier: MIT");
    }

    [Fact]
    public void SourceFiles_AllOfThem_HaveNoRegionsAndNoHungarianFields()
    {
        Findings.AreNone(
            from source in Repository.Sources
            from match in RegionOrPrefix().Matches(source.Code)
            select $"{source.Path}:{source.LineOf(match.Index)}: {match.Value}",
            "cut the file instead of folding it; private fields are _camelCase.");
    }

    [Fact]
    public void Files_AllOfThem_NameNoDeveloperMachine()
    {
        Findings.AreNone(Find(MachinePath()), "use a path relative to the repository, or a temporary directory made at run time.");
    }

    [Fact]
    public void Files_AllOfThem_NameNoPackageRegistry()
    {
        Findings.AreNone(Find(RegistryHost()), "where packages come from is the machine's configuration, not the repository's.");
    }

    [Fact]
    public void Files_AllOfThem_HoldNoPrivateKey()
    {
        Findings.AreNone(
            Find(PrivateKey()).Concat(Repository.Files.Where(file => KeyFile().IsMatch(file))),
            "make keys and certificates at run time; a key in the history counts as published.");
    }

    private static IEnumerable<string> Find(Regex pattern, params string[] under) =>
        from entry in Repository.TextFiles(under)
        from match in pattern.Matches(entry.Text)
        select $"{entry.File}:{entry.Text.AsSpan(0, match.Index).Count('\n') + 1}: {match.Value.Split('\n')[0]}";

    [GeneratedRegex(@"\b(T[O]DO|F[I]XME|H[A]CK|Not[I]mplementedException)\b")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"^[ \t]*#[ \t]*region\b|\bm_[A-Za-z]\w*", RegexOptions.Multiline)]
    private static partial Regex RegionOrPrefix();

    [GeneratedRegex(@"(?<![\w.$}*-])/(w[o]rk|f[a]rm)/|/tmp/w[t]\b|[A-Z]:\\Users\\")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"\b(nuget[.]org|npmjs[.]org|pypi[.]org|pkgs[.]dev[.]azure|[\w-]*artifactory[\w-]*[.][a-z]+|jfrog[.]io|registry[.][a-z0-9-]+[.](com|org|io|net|internal|local))\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex RegistryHost();

    // The marker alone is fine: code and prose that handle keys name it. A marker with a key's worth of base64 behind it is a key.
    [GeneratedRegex(@"BEGIN [A-Z ]*PRIVATE KEY-----(\\[nr]|[\s""'+,\\]|Proc-Type:[^\n]*|DEK-Info:[^\n]*)*[A-Za-z0-9+/]{32,}")]
    private static partial Regex PrivateKey();

    [GeneratedRegex(@"[.](key|p12|pfx|jks|p8)$", RegexOptions.IgnoreCase)]
    private static partial Regex KeyFile();
}
