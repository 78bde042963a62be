// SPDX-License-Identifier: MIT

using FastSipAlg.Inspection.Verdicts;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Inspection.Rules;

/// <summary>
/// Header fields that a message lacks. Each is a defect of the line that is not there, so the rule of that line decides; it is shown at the start line.
/// </summary>
internal sealed class RequiredFieldsRule : IInspectionRule
{
    public void Inspect(ref InspectionContext context)
    {
        // RFC 3261 §8.1.1: To, From, CSeq, Call-ID, Max-Forwards, Via; §8.2.6.2: all but Max-Forwards in responses
        _ = Lacks(ref context, SipHeaderId.Via, InspectionRuleId.MalformedHeaderVia, SipDefect.ViaMissing)
            || Lacks(ref context, SipHeaderId.From, InspectionRuleId.MalformedHeaderFrom, SipDefect.FromMissing)
            || Lacks(ref context, SipHeaderId.To, InspectionRuleId.MalformedHeaderTo, SipDefect.ToMissing)
            || Lacks(ref context, SipHeaderId.CallId, InspectionRuleId.MalformedHeaderCallId, SipDefect.CallIdMissing)
            || Lacks(ref context, SipHeaderId.CSeq, InspectionRuleId.MalformedHeaderCSeq, SipDefect.CSeqMissing)
            || (context.Message.IsRequest
                && Lacks(ref context, SipHeaderId.MaxForwards, InspectionRuleId.MalformedHeaderMaxForwards, SipDefect.MaxForwardsMissing))
            || (context.Message.BodyStart < context.Message.Octets.Length
                && Lacks(ref context, SipHeaderId.ContentType, InspectionRuleId.MalformedHeaderContentType, SipDefect.ContentTypeMissing))
            || Lacks(ref context, SipHeaderId.Require, InspectionRuleId.MalformedHeaderNoRequire, SipDefect.RequireMissing)
            || Lacks(ref context, SipHeaderId.ProxyRequire, InspectionRuleId.MalformedHeaderNoProxyRequire, SipDefect.ProxyRequireMissing);
    }

    // True when inspection ends here.
    private static bool Lacks(ref InspectionContext context, SipHeaderId header, InspectionRuleId rule, SipDefect defect) =>
        !context.Message.Fields.Contains(header) && context.Report(rule, new SipFault(defect, 0), header);
}
