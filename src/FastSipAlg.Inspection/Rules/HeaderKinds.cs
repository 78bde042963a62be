// SPDX-License-Identifier: MIT

using FastSipAlg.Inspection.Verdicts;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Inspection.Rules;

/// <summary>Which rule decides on which header, and which headers occur once.</summary>
internal static class HeaderKinds
{
    private static readonly Dictionary<SipHeaderId, InspectionRuleId> Rules = new()
    {
        [SipHeaderId.Via] = InspectionRuleId.MalformedHeaderVia,
        [SipHeaderId.From] = InspectionRuleId.MalformedHeaderFrom,
        [SipHeaderId.To] = InspectionRuleId.MalformedHeaderTo,
        [SipHeaderId.CallId] = InspectionRuleId.MalformedHeaderCallId,
        [SipHeaderId.CSeq] = InspectionRuleId.MalformedHeaderCSeq,
        [SipHeaderId.RAck] = InspectionRuleId.MalformedHeaderRAck,
        [SipHeaderId.RSeq] = InspectionRuleId.MalformedHeaderRSeq,
        [SipHeaderId.Contact] = InspectionRuleId.MalformedHeaderContact,
        [SipHeaderId.RecordRoute] = InspectionRuleId.MalformedHeaderRecordRoute,
        [SipHeaderId.Route] = InspectionRuleId.MalformedHeaderRoute,
        [SipHeaderId.Expires] = InspectionRuleId.MalformedHeaderExpires,
        [SipHeaderId.ContentType] = InspectionRuleId.MalformedHeaderContentType,
        [SipHeaderId.ContentLength] = InspectionRuleId.MalformedHeaderContentLength,
        [SipHeaderId.MaxForwards] = InspectionRuleId.MalformedHeaderMaxForwards,
        [SipHeaderId.Allow] = InspectionRuleId.MalformedHeaderAllow,
        [SipHeaderId.PAssertedIdentity] = InspectionRuleId.MalformedHeaderPAssertedIdentity,
    };

    // Those whose grammar has one value and no comma, as far as a second one would change what the message means   RFC 3261 §7.3.1, §20; RFC 3262, 3265, 3515, 3891, 3892, 3903, 4028
    private static readonly HashSet<SipHeaderId> Single =
    [
        SipHeaderId.From, SipHeaderId.To, SipHeaderId.CallId, SipHeaderId.CSeq, SipHeaderId.MaxForwards, SipHeaderId.Expires, SipHeaderId.ContentType,
        SipHeaderId.ContentLength, SipHeaderId.RAck, SipHeaderId.RSeq, SipHeaderId.ContentDisposition, SipHeaderId.Date, SipHeaderId.Event, SipHeaderId.MinExpires,
        SipHeaderId.MinSe, SipHeaderId.MimeVersion, SipHeaderId.ReferTo, SipHeaderId.ReferredBy, SipHeaderId.Replaces, SipHeaderId.ReplyTo,
        SipHeaderId.RetryAfter, SipHeaderId.SessionExpires, SipHeaderId.SipETag, SipHeaderId.SipIfMatch, SipHeaderId.SubscriptionState, SipHeaderId.Timestamp,
    ];

    /// <summary>By <see cref="SipHeaderId"/>. A rule that <paramref name="settings"/> does not name is off.</summary>
    public static FieldKind[] Compile(IReadOnlyDictionary<InspectionRuleId, RuleSetting> settings) =>
        [.. Enum.GetValues<SipHeaderId>().Select(header => new FieldKind(RuleOf(header), settings.ContainsKey(RuleOf(header)), Single.Contains(header)))];

    /// <summary>Who decides on a header field; one that no RFC defines too, when octets stand in it that no value may hold.</summary>
    public static InspectionRuleId RuleOf(SipHeaderId header) => Rules.GetValueOrDefault(header, InspectionRuleId.MalformedHeaderOther);
}
