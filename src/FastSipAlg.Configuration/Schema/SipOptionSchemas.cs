// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration.Options;

namespace FastSipAlg.Configuration.Schema;

/// <summary>
/// The options of <c>config voip profile … config sip</c> that belong neither to TLS nor to inspection. Nothing is counted, tracked or rewritten
/// so far, so the values in force are those that ask for nothing.
/// </summary>
internal static class SipOptionSchemas
{
    private const long Max = uint.MaxValue;
    private const string NothingTouched = "messages are relayed untouched so far";
    private const string NoMedia = "only signalling is relayed so far";

    public static readonly IReadOnlyList<OptionSchema> General =
    [
        Option.Switch("status", "enable", "Whether SIP is processed at all."),
        Option.Switch("rtp", "disable", "Opens pinholes for RTP and RTCP.").Unlike("enable", NoMedia),
        Option.Switch("ips-rtp", "disable", "Lets a FortiGate's IPS see RTP.").Unlike("enable", NoMedia),
        Option.Of(OptionKind.PortRange, "nat-port-range", "Ports for translated RTP and RTCP.").Unlike("5117-65533", NoMedia) with
        {
            Since = "6.2",
            InForce = Option.Nothing,
        },
    ];

    public static readonly IReadOnlyList<OptionSchema> Rates =
    [
        .. InspectionKeywords.Methods.SelectMany(method => (OptionSchema[])
        [
            Zero(method.ToLowerInvariant() + "-rate", Max, $"{method} requests a second; 0: no limit."),
            Option.Choice(method.ToLowerInvariant() + "-rate-track", ["none", "src-ip", "dest-ip"], "none", "Counts together, or each address alone.") with
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
        Option.Switch("log-call-summary", "disable", "Logs start and end of calls.").Unlike("enable", "flows are logged, calls not yet"),
    ];

    private static OptionSchema Zero(string keyword, long maximum, string help) =>
        Option.Number(keyword, 0, maximum, "0", help) with { InForce = ["0"] };
}
