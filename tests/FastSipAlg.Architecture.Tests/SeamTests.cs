// SPDX-License-Identifier: MIT

using Xunit;

namespace FastSipAlg.Architecture.Tests;

/// <summary>"public" means "used on another floor": the public types of each project are its seam, kept as a text file so that a review sees it change.</summary>
public sealed class SeamTests
{
    /// <summary>Set to 1, the texts are rewritten instead of compared; <c>tools/check.sh --accept-seams</c> does so.</summary>
    private const string AcceptVariable = "FASTSIPALG_ACCEPT_SEAMS";

    private const string Folder = "tests/FastSipAlg.Architecture.Tests/Seams";

    public static TheoryData<string> Projects => [.. House.Rooms.Select(room => room.Project)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Seam_OfAProject_IsAsWritten(string project)
    {
        var text = string.Concat(SeamReader.PublicTypes(project).Select(line => line + "\n"));
        var path = Repository.FullPath($"{Folder}/{project}.txt");

        if (Environment.GetEnvironmentVariable(AcceptVariable) == "1")
        {
            File.WriteAllText(path, text);
        }

        // A project without a file fails too, even when it has nothing public yet.
        var written = File.Exists(path) ? File.ReadAllText(path) : "(no file)";
        if (text != written)
        {
            Assert.Fail($"""
                The public types of {project} are no longer those of {Folder}/{project}.txt.
                Added:
                {Lines(text, written)}
                Removed:
                {Lines(written, text)}
                The new text in whole:
                {text}
                Make a type internal when no other floor uses it; else accept the new seam: tools/check.sh --accept-seams
                """);
        }
    }

    [Fact]
    public void SeamFiles_AllOfThem_BelongToAProject()
    {
        Findings.AreNone(
            Repository.Files
                .Where(file => file.StartsWith(Folder + "/", StringComparison.Ordinal))
                .Where(file => !House.Rooms.Any(room => file == $"{Folder}/{room.Project}.txt")),
            "delete the file of a project that is gone.");
    }

    private static string Lines(string of, string without) => string.Join('\n', of.Split('\n').Except(without.Split('\n')).Select(line => "  " + line));
}
