// SPDX-License-Identifier: MIT

using System.Text.RegularExpressions;
using Xunit;

namespace FastSipAlg.Architecture.Tests;

/// <summary>A type whose doc comment begins "Hot path:" promises to allocate nothing once warm; a test holds it to that.</summary>
public sealed partial class HotPathTests
{
    private static readonly List<(SourceFile Source, int Index)> Marks =
    [
        .. from source in Repository.Sources
           where source.IsUnder("src/")
           from mark in HotPathMark().Matches(source.Text)
           select (source, mark.Index),
    ];

    [Fact]
    public void HotPathTypes_EachOfThem_HasAnAllocationTest()
    {
        Findings.AreNone(
            from mark in Marks
            let type = TypeAfter(mark.Source, mark.Index)
            where type is null || !HasAllocationTest(type)
            select $"{mark.Source.Path}:{mark.Source.LineOf(mark.Index)}: {type ?? "no type follows this comment"}",
            "write a class named after the type and ending in AllocationTests that asserts 0 bytes after warm-up; a part of another hot type may be named"
            + " by a cref in the comment of that type's AllocationTests instead.");
    }

    [Fact]
    public void HotPathTypes_AmongThem_IsTheFramer()
    {
        Assert.Contains("SipFramer", Marks.Select(mark => TypeAfter(mark.Source, mark.Index)));
    }

    private static bool HasAllocationTest(string type) =>
        (from source in Repository.Sources
         where source.IsUnder("tests/")
         from test in source.Types
         where test.Contains("Allocation", StringComparison.Ordinal)
         where test.Contains(type, StringComparison.Ordinal) || source.Text.Contains($"<see cref=\"{type}\"/>", StringComparison.Ordinal)
         select test).Any();

    private static string? TypeAfter(SourceFile source, int index) =>
        Regex.Match(source.Code[index..], @"\b(?:class|struct|record|interface)\s+(?:class\s+|struct\s+)?(?<name>[A-Z]\w*)") is { Success: true } found
            ? found.Groups["name"].Value
            : null;

    [GeneratedRegex(@"///\s*<summary>\s*(///\s*)?Hot path:")]
    private static partial Regex HotPathMark();
}
