// SPDX-License-Identifier: MIT

using FastSipAlg.Fuzz.Driving;
using FastSipAlg.Fuzz.Targets;

namespace FastSipAlg.Tests.Fuzz;

/// <summary>Each target for some seconds, blind and from a fixed seed, so that the same inputs come each time. Real runs: tools/fuzz.sh.</summary>
public sealed class FuzzTargetTests
{
    private const int Seed = 20260801;

    public static TheoryData<string> Names => [.. FuzzTargets.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Target_WithMutationsOfTheCorpus_KeepsItsInvariants(string name)
    {
        var target = FuzzTargets.Create(name);

        var report = new FuzzDriver(target, target.TestExecutions, Seed).Run();

        Assert.True(report.Findings.Count == 0, string.Join("\n\n", report.Findings.Select(Describe)));
        Assert.Equal(target.TestExecutions, report.Executions);
    }

    private static string Describe(Finding finding) => $"{finding.Detail}\ninput, base64: {Convert.ToBase64String(finding.Input)}";
}
