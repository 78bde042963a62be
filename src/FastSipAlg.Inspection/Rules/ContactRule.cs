// SPDX-License-Identifier: MIT

using FastSipAlg.Inspection.Verdicts;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Headers;

namespace FastSipAlg.Inspection.Rules;

/// <summary>What all Contact fields of a message together must be. After <see cref="HeaderFieldsRule"/>, which has read them.</summary>
internal sealed class ContactRule : IInspectionRule
{
    private const InspectionRuleId Rule = InspectionRuleId.MalformedHeaderContact;

    public void Inspect(ref InspectionContext context)
    {
        if (!context.IsOn(Rule))
        {
            return;
        }

        var defect = context.ContactWildcard > 0 ? CheckWildcard(context) : CheckCount(context);
        if (defect != SipDefect.None)
        {
            var place = context.Message.Fields.IndexOf(SipHeaderId.Contact);
            context.Report(Rule, new SipFault(defect, place < 0 ? 0 : context.Message.Fields[place].ValueStart), SipHeaderId.Contact);
        }
    }

    // REGISTER with "*" alone, and Expires: 0   RFC 3261 §10.2.2
    private static SipDefect CheckWildcard(in InspectionContext context)
    {
        if (!context.Message.IsRequest || context.Message.Method != SipMethod.Register || context.ContactCount > 0
            || context.Message.Fields.IsRepeated(SipHeaderId.Contact))
        {
            return SipDefect.ContactWildcardMisplaced;
        }

        var expires = context.Message.ValueOf(SipHeaderId.Expires);
        var isZero = IntegerHeader.Read(expires, uint.MaxValue, SipDefect.ExpiresInvalid, out var seconds).IsNone && seconds == 0;
        return isZero ? SipDefect.None : SipDefect.ContactWildcardExpires;
    }

    // A request that makes a dialog has exactly one   RFC 3261 §8.1.1.8, RFC 3515 §2.2, RFC 6665 §3.1; so has a 2xx to INVITE   RFC 3261 §12.1.1
    private static SipDefect CheckCount(in InspectionContext context)
    {
        var isAsked = context.Message.IsRequest
            ? context.Message.Method is SipMethod.Invite or SipMethod.Subscribe or SipMethod.Refer
            : context.Message.Method == SipMethod.Invite && context.Message.StatusCode is >= 200 and < 300;
        if (!isAsked)
        {
            return SipDefect.None;
        }

        if (!context.Message.Fields.Contains(SipHeaderId.Contact))
        {
            return SipDefect.ContactMissing;
        }

        return context.Message.IsRequest && context.ContactCount > 1 ? SipDefect.ContactNotSingle : SipDefect.None;
    }
}
