// SPDX-License-Identifier: MIT

using System.Globalization;
using FastSipAlg.Configuration.Options;

namespace FastSipAlg.Configuration.Schema;

/// <summary>
/// The options of <c>config voip profile … config sip</c> but for <c>ssl-…</c>. What is relayed today is relayed
/// untouched, so the values in force are those that ask for nothing.
/// </summary>
internal static class SipOptionSchemas
{
    private const long Max = uint.MaxValue;
    private const string NothingTouched = "messages are relayed untouched so far";
    private const string NoMedia = "only signalling is relayed so far";

    // FortiOS §3.9 and §3.10 share the list: the fourteen methods of RFC 3261, 3262, 3265, 3311, 3428, 3515, 3903, 6086.
    private static readonly string[] Methods =
    [
        "ack", "bye", "cancel", "info", "invite", "message", "notify", "options", "prack", "publish", "refer", "register", "subscribe", "update",
    ];

    private static readonly string[] MalformedHeaders =
    [
        "header-via", "header-from", "header-to", "header-call-id", "header-cseq", "header-rack", "header-rseq", "header-contact",
        "header-record-route", "header-route", "header-expires", "header-content-type", "header-content-length", "header-max-forwards",
        "header-allow", "header-p-asserted-identity", "header-no-require", "header-no-proxy-require",
        "header-sdp-v", "header-sdp-o", "header-sdp-s", "header-sdp-i", "header-sdp-c", "header-sdp-b", "header-sdp-z", "header-sdp-k",
        "header-sdp-a", "header-sdp-t", "header-sdp-r", "header-sdp-m",
    ];

    public static readonly IReadOnlyList<OptionSchema> General =
    [
        Option.Switch("status", "enable", "Whether SIP is processed at all."),
        Option.Choice("mode", ["off", "observe", "enforce"], "off", "off: nothing is inspected; observe: only reported; enforce: acted upon.").Ours() with
        {
            InForce = ["off"],
        },
        Option.Switch("rtp", "disable", "Opens pinholes for RTP and RTCP.").Unlike("enable", NoMedia),
        Option.Switch("ips-rtp", "disable", "Lets a FortiGate's IPS see RTP.").Unlike("enable", NoMedia),
        Option.Of(OptionKind.PortRange, "nat-port-range", "Ports for translated RTP and RTCP.").Unlike("5117-65533", NoMedia) with
        {
            Since = "6.2",
            InForce = Option.Nothing,
        },
    ];

    public static readonly IReadOnlyList<OptionSchema> Inspection =
    [
        Option.Number("max-line-length", 78, 4096, null, "Longest header line in octets.").Unlike("998", "the framer's own limits hold") with
        {
            InForce = Option.Nothing,
        },
        Option.Switch("block-long-lines", "disable", "Blocks a message with a longer line.")
            .Unlike("enable", "long Route, Identity and Authorization lines are legal and common"),
        Option.Number("max-body-length", 0, Max, "0", "Longest body in octets; 0: the framer's own limit.")
            .To<VoipProfileOptions>((profile, text) => profile.MaxBodyLength = long.Parse(text, CultureInfo.InvariantCulture)),
        Action("unknown-header", "pass", "Header fields that no RFC defines."),
        Option.Switch("block-unknown", "disable", "Blocks methods beyond the fourteen known ones.").Unlike("enable", "vendors' methods are legal"),
        Option.Text("call-id-regex", "Call-ID must match.", 511) with { Since = "7.4", InForce = Option.Nothing },
        Option.Text("content-type-regex", "Content-Type must match.", 511) with { Since = "7.4", InForce = Option.Nothing },
        // Only malformed-header-via acts on it, and that warns by itself.
        Option.Choice("rfc2543-branch", ["disable", "enable"], "disable", "Takes a Via branch without `z9hG4bK` as well formed."),
    ];

    public static readonly IReadOnlyList<OptionSchema> Malformed =
    [
        Action("malformed-request-line", "pass", "A malformed request line."),
        .. MalformedHeaders.Select(header => header == "header-content-length"
            ? ContentLength()
            : Action("malformed-" + header, "pass", "A malformed " + header["header-".Length..] + " line.")
                with
                { Since = header.StartsWith("header-no-", StringComparison.Ordinal) ? "7.0" : null }),
    ];

    public static readonly IReadOnlyList<OptionSchema> Blocking =
    [
        .. Methods.Select(method => Option.Switch("block-" + method, "disable", $"Blocks {method.ToUpperInvariant()} requests.")),
        Option.Switch("block-geo-red-options", "disable", "Blocks OPTIONS, but counts it as a sign of life."),
    ];

    public static readonly IReadOnlyList<OptionSchema> Rates =
    [
        .. Methods.SelectMany(method => (OptionSchema[])
        [
            Zero($"{method}-rate", Max, $"{method.ToUpperInvariant()} requests a second; 0: no limit."),
            Option.Choice($"{method}-rate-track", ["none", "src-ip", "dest-ip"], "none", "Counts together, or each address alone.") with
            {
                Since = "7.0",
                InForce = ["none"],
            },
        ]),
    ];

    public static readonly IReadOnlyList<OptionSchema> Tracking =
    [
        Zero("max-dialogs", Max, "Calls at once; 0: no limit."),
        Zero("max-idle-dialogs", Max, "Idle calls that are kept; 0: all."),
        Zero("call-keepalive", 10080, "Minutes without RTP after which a call ends; 0: never."),
        Option.Number("provisional-invite-expiry-time", 10, 3600, null, "Seconds an INVITE may stay unanswered.")
            .Unlike("210", "calls are not tracked so far") with { InForce = Option.Nothing },
        Option.Switch("open-register-pinhole", "disable", "A pinhole for a registration's Contact.").Unlike("enable", NoMedia),
        Option.Switch("open-contact-pinhole", "disable", "A pinhole for other requests' Contact.").Unlike("enable", NoMedia),
        Option.Switch("open-record-route-pinhole", "disable", "A pinhole for Record-Route.").Unlike("enable", NoMedia),
        Option.Switch("open-via-pinhole", "disable", "A pinhole for Via."),
        Option.Switch("strict-register", "disable", "Takes requests for a phone from its registrar only.")
            .Unlike("enable", "requests reach a phone on its own leg pair only"),
        Option.Switch("register-contact-trace", "disable", "Keeps the original address inside Contact."),
    ];

    public static readonly IReadOnlyList<OptionSchema> Rewriting =
    [
        Option.Switch("contact-fixup", "disable", "Rewrites Contact.").Unlike("enable", NothingTouched),
        Option.Switch("no-sdp-fixup", "enable", "Leaves addresses in SDP alone.").Unlike("disable", NothingTouched),
        Option.Switch("nat-trace", "disable", "Keeps the original address in SDP `i=`.").Unlike("enable", NothingTouched),
        Option.Switch("preserve-override", "disable", "Replaces an SDP `i=` instead of adding to it."),
        Option.Switch("hosted-nat-traversal", "disable", "Phones stand behind a NAT that knows no SIP."),
        Option.Switch("hnt-restrict-source-ip", "disable", "Takes RTP only from where SIP came from."),
    ];

    public static readonly IReadOnlyList<OptionSchema> Logging =
    [
        Option.Switch("log-violations", "disable", "Logs every violation."),
        Option.Switch("log-call-summary", "disable", "Logs start and end of calls.").Unlike("enable", "flows are logged, calls not yet"),
    ];

    private static OptionSchema Action(string keyword, string inForce, string help) =>
        Option.Choice(keyword, ["discard", "pass", "respond"], inForce, help) with { InForce = [inForce] };

    private static OptionSchema Zero(string keyword, long maximum, string help) =>
        Option.Number(keyword, 0, maximum, "0", help) with { InForce = ["0"] };

    // A stream whose Content-Length is unusable cannot be cut into messages again, so one answer is all that can be given.
    private static OptionSchema ContentLength()
    {
        const string Always = "a broken Content-Length is always answered and ends the flow: treated as respond";
        return Action("malformed-header-content-length", "respond", "A malformed Content-Length.")
            .Unlike("pass", "a stream that cannot be re-synchronised is never guessed at") with
        {
            Warnings = new Dictionary<string, string> { ["pass"] = Always, ["discard"] = Always },
        };
    }
}
