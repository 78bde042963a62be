// SPDX-License-Identifier: MIT

using FastSipAlg.Inspection.Verdicts;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Inspection.Rules;

/// <summary><c>max-body-length</c>, in octets. The fault is shown at Content-Length, which says how long it is.</summary>
internal sealed class BodyLengthRule(long maxLength) : IInspectionRule
{
    public void Inspect(ref InspectionContext context)
    {
        if (context.Message.Body.Length <= maxLength)
        {
            return;
        }

        var fields = context.Message.Fields;
        var offset = fields[fields.IndexOf(SipHeaderId.ContentLength)].ValueStart;
        context.Report(InspectionRuleId.MaxBodyLength, new SipFault(SipDefect.BodyTooLong, offset), SipHeaderId.ContentLength);
    }
}
