// SPDX-License-Identifier: MIT

using FastSipAlg.Inspection.Verdicts;
using FastSipAlg.Tests.Sip;

namespace FastSipAlg.Tests.Inspection;

/// <summary>The verdict on every message of the corpus is the one that is written beside it.</summary>
public sealed class CorpusVerdictTests
{
    public static TheoryData<string> Messages => [.. CorpusLine.Messages.Select(line => line.File)];

    [Theory]
    [MemberData(nameof(Messages))]
    public void Verdict_UnderBothProfiles_IsAsWritten(string file)
    {
        var line = CorpusLine.Of(file);

        var passing = Inspector.With().InspectFirst(line.Octets);
        var strict = Inspector.Strict().InspectFirst(line.Octets);

        Assert.Equal((line.Default, line.Strict, line.Defect), (Word(passing.Kind), Word(strict.Kind), strict.Fault.Defect));
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void Faults_OfAllMessages_LieInThem(string file)
    {
        var line = CorpusLine.Of(file);
        var inspector = Inspector.With();

        inspector.InspectFirst(line.Octets);

        Assert.All(inspector.Reports, report => Assert.InRange(report.Offset, 0, line.Octets.Length));
    }

    private static string Word(VerdictKind kind) => kind switch
    {
        VerdictKind.Pass => "pass",
        VerdictKind.Discard => "discard",
        _ => "respond",
    };
}
