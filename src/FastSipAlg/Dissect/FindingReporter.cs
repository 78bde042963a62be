// SPDX-License-Identifier: MIT

using FastSipAlg.Inspection.Verdicts;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Messages;

namespace FastSipAlg.Dissect;

/// <summary>Keeps what inspection reports, each with what the profile does about it.</summary>
internal sealed class FindingReporter(RuleTable profile) : IViolationReporter
{
    private readonly List<Finding> _findings = [];

    public void Report(in Violation violation) => _findings.Add(Of(violation));

    /// <summary>What was reported since it was asked last.</summary>
    public IReadOnlyList<Finding> Take()
    {
        Finding[] taken = [.. _findings];
        _findings.Clear();
        return taken;
    }

    private Finding Of(in Violation violation)
    {
        var offset = Math.Clamp(violation.Fault.Offset, 0, violation.Message.Length);
        var place = MessagePlace.Of(violation.Message, offset);
        var start = offset - (place.Column - 1);
        var line = MessagePlace.LineAt(violation.Message, offset);
        var isForbidden = violation.Fault.IsNone;
        var setting = profile[violation.Rule];
        return new Finding
        {
            Rule = InspectionRuleIds.ToKeyword(violation.Rule),
            Defect = isForbidden ? "" : violation.Fault.Defect.ToString(),
            Sentence = isForbidden ? RuleText.Forbidden(violation.Rule) : SipDefectText.ToSentence(violation.Fault.Defect),
            Section = isForbidden ? "" : SipDefectText.ToSection(violation.Fault.Defect),
            Line = place.Line,
            Column = place.Column,
            Text = ShownText.Around(violation.Message, start, line, Math.Min(place.Column - 1, line.Length), out var caret),
            Caret = caret,
            Action = (setting.IsOn ? setting : violation.Setting).Action switch
            {
                VerdictKind.Discard => "discard",
                VerdictKind.Respond => "respond",
                _ => "pass",
            },
            Mode = setting.Mode switch
            {
                RuleMode.Enforce => "enforce",
                RuleMode.Observe => "observe",
                _ => "off",
            },
        };
    }
}
