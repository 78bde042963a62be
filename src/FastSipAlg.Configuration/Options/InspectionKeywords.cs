// SPDX-License-Identifier: MIT

namespace FastSipAlg.Configuration.Options;

/// <summary>The keywords that name inspection's rules, in the order in which <c>show</c> writes them.</summary>
public static class InspectionKeywords
{
    /// <summary>Has no say: a stream whose Content-Length is broken cannot be cut any further, so the flow ends with an answer.</summary>
    public const string ContentLength = "malformed-header-content-length";

    /// <summary>Ours: header fields with a grammar that we know and FortiOS has no word for, and SDP lines likewise.</summary>
    public const string Other = "malformed-header-other";

    /// <summary>FortiOS's fourteen: the methods of RFC 3261, 3262, 3311, 3428, 3515, 3903, 6086 and 6665.</summary>
    public static IReadOnlyList<string> Methods { get; } =
    [
        "ACK", "BYE", "CANCEL", "INFO", "INVITE", "MESSAGE", "NOTIFY", "OPTIONS", "PRACK", "PUBLISH", "REFER", "REGISTER", "SUBSCRIBE", "UPDATE",
    ];

    /// <summary>Rules that ask for a line to be well formed, each with an action of its own.</summary>
    public static IReadOnlyList<string> Malformed { get; } =
    [
        "malformed-request-line", "malformed-status-line",
        .. ((string[])
        [
            "via", "from", "to", "call-id", "cseq", "rack", "rseq", "contact", "record-route", "route", "expires", "content-type", "content-length", "max-forwards",
            "allow", "p-asserted-identity", "no-require", "no-proxy-require", "other",
            "sdp-v", "sdp-o", "sdp-s", "sdp-i", "sdp-c", "sdp-b", "sdp-z", "sdp-k", "sdp-a", "sdp-t", "sdp-r", "sdp-m",
        ]).Select(line => "malformed-header-" + line),
    ];

    /// <summary>Rules with an action: <c>discard | pass | respond</c>.</summary>
    public static IReadOnlyList<string> WithAction { get; } = [.. Malformed, "unknown-header"];

    /// <summary>Every rule that <c>observe-rules</c>, <c>enforce-rules</c> and <c>off-rules</c> can name. <c>block-geo-red-options</c> goes by <c>block-options</c>.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. WithAction, "max-line-length", "max-body-length", "block-unknown", "call-id-regex", "content-type-regex",
        .. Methods.Select(method => "block-" + method.ToLowerInvariant()),
    ];
}
