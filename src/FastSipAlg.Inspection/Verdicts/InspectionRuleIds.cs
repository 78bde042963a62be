// SPDX-License-Identifier: MIT

using System.Collections.Frozen;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Inspection.Verdicts;

/// <summary>What rules are called in configuration, logs and metrics, and which rule decides on what.</summary>
public static class InspectionRuleIds
{
    // In the order of the enum: a test compares.
    private static readonly string[] Keywords =
    [
        "malformed-request-line",
        "malformed-status-line",
        "malformed-header-via",
        "malformed-header-from",
        "malformed-header-to",
        "malformed-header-call-id",
        "malformed-header-cseq",
        "malformed-header-rack",
        "malformed-header-rseq",
        "malformed-header-contact",
        "malformed-header-record-route",
        "malformed-header-route",
        "malformed-header-expires",
        "malformed-header-content-type",
        "malformed-header-content-length",
        "malformed-header-max-forwards",
        "malformed-header-allow",
        "malformed-header-p-asserted-identity",
        "malformed-header-no-require",
        "malformed-header-no-proxy-require",
        "malformed-header-other",
        "malformed-header-sdp-v",
        "malformed-header-sdp-o",
        "malformed-header-sdp-s",
        "malformed-header-sdp-i",
        "malformed-header-sdp-c",
        "malformed-header-sdp-b",
        "malformed-header-sdp-z",
        "malformed-header-sdp-k",
        "malformed-header-sdp-a",
        "malformed-header-sdp-t",
        "malformed-header-sdp-r",
        "malformed-header-sdp-m",
        "unknown-header",
        "max-line-length",
        "max-body-length",
        "block-ack",
        "block-bye",
        "block-cancel",
        "block-info",
        "block-invite",
        "block-message",
        "block-notify",
        "block-options",
        "block-prack",
        "block-publish",
        "block-refer",
        "block-register",
        "block-subscribe",
        "block-update",
        "block-unknown",
        "block-geo-red-options",
        "call-id-regex",
        "content-type-regex",
        "framing",
    ];

    private static readonly FrozenDictionary<string, InspectionRuleId> ByKeyword =
        Keywords.Select((keyword, index) => KeyValuePair.Create(keyword, (InspectionRuleId)index)).ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>How many rules there are.</summary>
    public static int Count => Keywords.Length;

    /// <summary>The rule's word in the configuration.</summary>
    /// <exception cref="IndexOutOfRangeException">Not a member.</exception>
    public static string ToKeyword(InspectionRuleId rule) => Keywords[(int)rule];

    /// <summary>The rule that a word of the configuration names; null: none.</summary>
    public static InspectionRuleId? FromKeyword(string keyword) => ByKeyword.TryGetValue(keyword, out var rule) ? rule : null;

    /// <summary>The rule <c>block-METHOD</c> of one of the fourteen methods, in whose order they stand; <c>block-unknown</c> for any other.</summary>
    public static InspectionRuleId OfBlocked(SipMethod method) =>
        method == SipMethod.Unknown ? InspectionRuleId.BlockUnknown : (InspectionRuleId)((int)InspectionRuleId.BlockAck + (int)method - (int)SipMethod.Ack);

    /// <summary>The rule on an SDP line by its letter; letters without a rule of their own share one.</summary>
    public static InspectionRuleId OfSdpLine(char letter) => letter switch
    {
        'v' => InspectionRuleId.MalformedHeaderSdpV,
        'o' => InspectionRuleId.MalformedHeaderSdpO,
        's' => InspectionRuleId.MalformedHeaderSdpS,
        'i' => InspectionRuleId.MalformedHeaderSdpI,
        'c' => InspectionRuleId.MalformedHeaderSdpC,
        'b' => InspectionRuleId.MalformedHeaderSdpB,
        'z' => InspectionRuleId.MalformedHeaderSdpZ,
        'k' => InspectionRuleId.MalformedHeaderSdpK,
        'a' => InspectionRuleId.MalformedHeaderSdpA,
        't' => InspectionRuleId.MalformedHeaderSdpT,
        'r' => InspectionRuleId.MalformedHeaderSdpR,
        'm' => InspectionRuleId.MalformedHeaderSdpM,
        _ => InspectionRuleId.MalformedHeaderOther,
    };

    /// <summary>The rule that a defect of the framer is counted under.</summary>
    public static InspectionRuleId OfFraming(SipDefect defect) => defect is >= SipDefect.ContentLengthMissing and <= SipDefect.ContentLengthTooLarge
        ? InspectionRuleId.MalformedHeaderContentLength
        : InspectionRuleId.Framing;
}
