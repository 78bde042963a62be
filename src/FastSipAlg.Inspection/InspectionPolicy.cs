// SPDX-License-Identifier: MIT

using FastSipAlg.Inspection.Rules;
using FastSipAlg.Inspection.Verdicts;

namespace FastSipAlg.Inspection;

/// <summary>One VoIP profile's inspection, compiled: immutable, shared by all flows of its listeners. Made by <see cref="InspectionPolicyCompiler"/>.</summary>
public sealed class InspectionPolicy
{
    internal InspectionPolicy(string profile, IReadOnlyList<IInspectionRule> rules, RuleTable table)
    {
        Profile = profile;
        Rules = [.. rules];
        Table = table;
    }

    public string Profile { get; }

    /// <summary>No rule looks at anything: messages need no header index.</summary>
    public bool IsOff => Rules.Length == 0;

    public RuleTable Table { get; }

    public bool LogsViolations { get; internal init; }

    public bool LogsJson { get; internal init; }

    /// <summary>Requests that are discarded are answered as respond would have.</summary>
    internal bool AnswersDiscarded { get; init; }

    /// <summary>In the order in which they run.</summary>
    internal IInspectionRule[] Rules { get; }

    /// <summary>The whole Allow line of a 405 (RFC 3261 §21.4.6).</summary>
    internal ReadOnlyMemory<byte> AllowLine { get; init; }
}
