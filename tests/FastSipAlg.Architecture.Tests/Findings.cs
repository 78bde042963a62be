// SPDX-License-Identifier: MIT

using Xunit;

namespace FastSipAlg.Architecture.Tests;

/// <summary>How a rule of the house reports: everything that breaks it, one a line, then the cure.</summary>
internal static class Findings
{
    public static void AreNone(IEnumerable<string> findings, string cure)
    {
        var lines = findings.ToList();
        if (lines.Count > 0)
        {
            Assert.Fail($"{lines.Count} found:\n  {string.Join("\n  ", lines)}\nCure: {cure}");
        }
    }
}
