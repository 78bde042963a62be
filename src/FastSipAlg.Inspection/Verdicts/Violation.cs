// SPDX-License-Identifier: MIT

using FastSipAlg.Sip.Framing;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Tracking.Flows;

namespace FastSipAlg.Inspection.Verdicts;

/// <summary>One event: a message breaks one rule, and this becomes of it.</summary>
public readonly ref struct Violation
{
    /// <summary>The whole message; of one that cannot be framed, what there is.</summary>
    public required ReadOnlySpan<byte> Message { get; init; }

    /// <summary>Its header fields; null when it could not be framed.</summary>
    public SipHeaderIndex? Fields { get; init; }

    public required MessageDirection Direction { get; init; }

    public required bool IsRequest { get; init; }

    public required SipMethod Method { get; init; }

    /// <summary>0 for a request.</summary>
    public int StatusCode { get; init; }

    public required InspectionRuleId Rule { get; init; }

    /// <summary>What the profile asks for; <see cref="Outcome"/> is what was done.</summary>
    public required RuleSetting Setting { get; init; }

    public SipHeaderId Header { get; init; }

    /// <summary>Where, from the start of the message; the defect is None when something well formed is forbidden.</summary>
    public required SipFault Fault { get; init; }

    public required VerdictKind Outcome { get; init; }

    /// <summary>The status code that was answered; 0: none.</summary>
    public SipStatusCode Answer { get; init; }

    /// <summary>The stream cannot be cut any further: the flow ends with it.</summary>
    public bool EndsFlow { get; init; }
}
