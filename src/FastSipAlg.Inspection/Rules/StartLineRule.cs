// SPDX-License-Identifier: MIT

using FastSipAlg.Inspection.Verdicts;
using FastSipAlg.Sip.Headers;

namespace FastSipAlg.Inspection.Rules;

/// <summary><c>malformed-request-line</c> and <c>malformed-status-line</c>.</summary>
internal sealed class StartLineRule : IInspectionRule
{
    public void Inspect(ref InspectionContext context)
    {
        var rule = context.Message.IsRequest ? InspectionRuleId.MalformedRequestLine : InspectionRuleId.MalformedStatusLine;
        if (!context.IsOn(rule))
        {
            return;
        }

        var line = context.Message.StartLine;
        var fault = context.Message.IsRequest ? SipStartLine.CheckRequestLine(line) : SipStartLine.CheckStatusLine(line);
        if (!fault.IsNone)
        {
            context.Report(rule, fault);
        }
    }
}
