// SPDX-License-Identifier: MIT

using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Messages;
using FastSipAlg.Tracking.Flows;

namespace FastSipAlg.Inspection.Verdicts;

/// <summary>One message under inspection: what rules look at, and whom they tell. A rule that <see cref="Report"/>s something asks whether it may go on.</summary>
internal ref struct InspectionContext(SipMessageView message, MessageDirection direction, RuleTable rules, IViolationReporter reporter)
{
    /// <summary>A message can break a rule in each of its lines. Beyond this many it is not told of any more, but for the one that decides.</summary>
    private const int MaxReports = 32;

    public readonly SipMessageView Message = message;

    private int _reports;

    /// <summary>How many contacts all Contact fields hold.</summary>
    public int ContactCount { get; set; }

    /// <summary>Where a "*" stands in Contact, from the start of the message; 0: nowhere.</summary>
    public int ContactWildcard { get; set; }

    /// <summary>What was found last is why the message is not forwarded; nothing more is looked at.</summary>
    public bool IsDecided { get; private set; }

    public InspectionRuleId Rule { get; private set; }

    public SipHeaderId Header { get; private set; }

    public SipFault Fault { get; private set; }

    public readonly bool IsOn(InspectionRuleId rule) => rules[rule].IsOn;

    /// <summary>True when inspection ends here. <paramref name="fault"/>: from the start of the message.</summary>
    public bool Report(InspectionRuleId rule, SipFault fault, SipHeaderId header = SipHeaderId.Unknown)
    {
        var setting = rules[rule];
        if (setting.Decides)
        {
            IsDecided = true;
            Rule = rule;
            Header = header;
            Fault = fault;
            return true;
        }

        if (setting.IsOn && _reports++ < MaxReports)
        {
            reporter.Report(Violation(rule, fault, header, VerdictKind.Pass, default));
        }

        return false;
    }

    public readonly Violation Violation(InspectionRuleId rule, SipFault fault, SipHeaderId header, VerdictKind outcome, SipStatusCode answer) => new()
    {
        Message = Message.Octets,
        Fields = Message.Fields,
        Direction = direction,
        IsRequest = Message.IsRequest,
        Method = Message.Method,
        StatusCode = Message.StatusCode,
        Rule = rule,
        Setting = rules[rule],
        Header = header,
        Fault = fault,
        Outcome = outcome,
        Answer = answer,
    };
}
