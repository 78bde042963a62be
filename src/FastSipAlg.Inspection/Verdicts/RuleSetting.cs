// SPDX-License-Identifier: MIT

using System.Runtime.InteropServices;

namespace FastSipAlg.Inspection.Verdicts;

/// <summary>What one rule does, and whether it does it.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RuleSetting(RuleMode Mode, VerdictKind Action)
{
    public bool IsOn => Mode != RuleMode.Off;

    /// <summary>A message that breaks this rule is not forwarded.</summary>
    public bool Decides => Mode == RuleMode.Enforce && Action != VerdictKind.Pass;
}
