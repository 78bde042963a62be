// SPDX-License-Identifier: MIT

using System.Diagnostics;
using System.Diagnostics.Metrics;
using FastSipAlg.Inspection.Verdicts;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Inspection.Reports;

/// <summary>Violations by rule, defect, method, direction and what was done; those that get no log line too. Every value is one of a closed list.</summary>
public sealed class ViolationMetrics : IDisposable
{
    public const string MeterName = "FastSipAlg.Inspection";

    private static readonly object?[] Rules = [.. Enum.GetValues<InspectionRuleId>().Select(InspectionRuleIds.ToKeyword)];
    private static readonly object?[] Defects = [.. Enum.GetValues<SipDefect>().Select(defect => defect.ToString())];
    private static readonly object?[] Methods = [.. Enum.GetValues<SipMethod>().Select(method => method.ToString().ToUpperInvariant())];
    private static readonly object?[] Directions = ["phone_to_server", "server_to_phone"];
    private static readonly object?[] Kinds = ["response", "request"];

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _violations;

    public ViolationMetrics()
    {
        _violations = _meter.CreateCounter<long>(
            "fastsipalg.violations", "{violation}", "Violations of the VoIP profile, by rule, defect, method, kind, direction and outcome.");
    }

    public void Count(in Violation violation)
    {
        if (!_violations.Enabled)
        {
            return;
        }

        _violations.Add(1, new TagList
        {
            { "rule", Rules[(int)violation.Rule] },
            { "defect", Defects[(int)violation.Fault.Defect] },
            { "method", Methods[(int)violation.Method] },
            { "kind", Kinds[violation.IsRequest ? 1 : 0] },
            { "direction", Directions[(int)violation.Direction] },
            { "outcome", Outcome(violation) },
        });
    }

    public void Dispose() => _meter.Dispose();

    private static string Outcome(in Violation violation) => violation switch
    {
        { EndsFlow: true } => "closed",
        { Outcome: VerdictKind.Respond } => "answered",
        { Outcome: VerdictKind.Discard } => "discarded",
        { Setting: { Mode: RuleMode.Observe, Action: not VerdictKind.Pass } } => "observed",
        _ => "passed",
    };
}
