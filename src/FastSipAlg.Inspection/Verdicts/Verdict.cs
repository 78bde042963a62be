// SPDX-License-Identifier: MIT

using System.Runtime.InteropServices;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Inspection.Verdicts;

/// <summary>
/// What becomes of a message, and because of what: <c>default</c> for one that passes. <paramref name="Fault"/> is where, from the start of the
/// message; a rule that forbids something well formed names no defect.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Verdict(VerdictKind Kind, InspectionRuleId Rule, SipHeaderId Header, SipFault Fault, SipStatusCode StatusCode)
{
    public bool IsPass => Kind == VerdictKind.Pass;
}
