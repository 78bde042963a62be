// SPDX-License-Identifier: MIT

using FastSipAlg.Inspection.Verdicts;

namespace FastSipAlg.Inspection.Rules;

/// <summary>One step of inspection: looks at a message and reports what breaks its rule or rules, until it is told that this decides.</summary>
internal interface IInspectionRule
{
    void Inspect(ref InspectionContext context);
}
