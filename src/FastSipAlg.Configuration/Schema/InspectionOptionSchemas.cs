// SPDX-License-Identifier: MIT

using System.Globalization;
using FastSipAlg.Configuration.Options;

namespace FastSipAlg.Configuration.Schema;

/// <summary>The options of <c>config voip profile … config sip</c> by which messages are inspected; all of them are in force.</summary>
internal static class InspectionOptionSchemas
{
    public static readonly IReadOnlyList<OptionSchema> Modes =
    [
        Option.Choice("mode", ["off", "observe", "enforce"], "enforce", "off: nothing is inspected; observe: only reported; enforce: acted upon.").Ours()
            .Inspect((inspection, text) => inspection.Mode = Mode(text)),
        Rules("observe-rules", InspectionMode.Observe, "Rules that only report, whatever `mode` says."),
        Rules("enforce-rules", InspectionMode.Enforce, "Rules that act, whatever `mode` says."),
        Rules("off-rules", InspectionMode.Off, "Rules that do not run, whatever `mode` says."),
    ];

    public static readonly IReadOnlyList<OptionSchema> Limits =
    [
        Option.Number("max-line-length", 78, 4096, "998", "Longest header line in octets; a longer one is reported.")
            .Inspect((inspection, text) => inspection.MaxLineLength = Option.Int(text)),
        Switch("block-long-lines", "disable", "Answers a message with a longer line with 413.", (inspection, isOn) => inspection.BlockLongLines = isOn)
            .Unlike("enable", "long Route, Record-Route and Authorization lines are legal and common"),
        Option.Of(OptionKind.Token, "long-line-exempt", "Header fields whose lines may have any length, instead of those named here.", "Identity").Ours()
            .ToAll<VoipProfileOptions>((profile, words) => Replace(profile.Inspection.LongLineExempt, words)) with { IsList = true },
        Option.Number("max-body-length", 0, uint.MaxValue, "0", "Longest body in octets, a longer one is answered 413; 0: the framer's own limit.")
            .Inspect((inspection, text) => inspection.MaxBodyLength = long.Parse(text, CultureInfo.InvariantCulture)),
    ];

    public static readonly IReadOnlyList<OptionSchema> Values =
    [
        Action("unknown-header", "Header fields that no RFC defines; pass: they are ordinary, and not reported."),
        Option.Of(OptionKind.Regex, "call-id-regex", "Call-ID must match; in the syntax of .NET, without look-around and backreferences.")
            .Inspect((inspection, text) => inspection.CallIdRegex = text) with { MaximumLength = 511, Since = "7.4" },
        Option.Of(OptionKind.Regex, "content-type-regex", "Content-Type must match; in the syntax of .NET, without look-around and backreferences.")
            .Inspect((inspection, text) => inspection.ContentTypeRegex = text) with { MaximumLength = 511, Since = "7.4" },
        Switch("rfc2543-branch", "disable", "Takes a Via branch without `z9hG4bK` as well formed.", (inspection, isOn) => inspection.Rfc2543Branch = isOn),
    ];

    public static readonly IReadOnlyList<OptionSchema> Malformed =
    [
        .. InspectionKeywords.Malformed.Select(keyword => keyword switch
        {
            InspectionKeywords.ContentLength => ContentLength(),
            "malformed-request-line" => Action(keyword, "A malformed request line."),
            "malformed-status-line" => Action(keyword, "A malformed status line.").Ours(),
            "malformed-header-no-require" => Action(keyword, "A message without Require.") with { Since = "7.0" },
            "malformed-header-no-proxy-require" => Action(keyword, "A message without Proxy-Require.") with { Since = "7.0" },
            InspectionKeywords.Other => Action(keyword, "Any other malformed header field or SDP line.").Ours(),
            _ => Action(keyword, $"A malformed {keyword["malformed-header-".Length..]} line."),
        }),
    ];

    public static readonly IReadOnlyList<OptionSchema> Blocking =
    [
        .. InspectionKeywords.Methods.Select(Method),
        Switch("block-geo-red-options", "disable", "Blocks OPTIONS, but counts it as a sign of life.", (inspection, isOn) => inspection.BlockGeoRedOptions = isOn),
        Switch("block-unknown", "disable", "Answers methods beyond the fourteen known ones with 405.", (inspection, isOn) => inspection.BlockUnknown = isOn)
            .Unlike("enable", "vendors' methods are legal"),
        Option.Of(OptionKind.Token, "block-unknown-except", "Methods that `block-unknown` lets pass.").Ours()
            .ToAll<VoipProfileOptions>((profile, words) => Replace(profile.Inspection.BlockUnknownExcept, words)) with
        {
            IsList = true,
            Warnings = InspectionKeywords.Methods.ToDictionary(method => method, _ => "no effect: `block-unknown` never blocks a known method"),
        },
    ];

    public static readonly IReadOnlyList<OptionSchema> Reporting =
    [
        Switch("answer-discarded", "disable", "Answers a discarded request as `respond` would have.", (inspection, isOn) => inspection.AnswerDiscarded = isOn).Ours(),
        Switch("log-violations", "enable", "Logs every violation.", (inspection, isOn) => inspection.LogViolations = isOn)
            .Unlike("disable", "a message that is dropped without a line in the log is what operators of ALGs complain of most"),
        Option.Choice("log-violations-format", ["key-value", "json"], "key-value", "How a violation's line is written.").Ours()
            .Inspect((inspection, text) => inspection.LogViolationsFormat = text == "json" ? ViolationLogFormat.Json : ViolationLogFormat.KeyValue),
    ];

    /// <summary>
    /// Profile <c>strict</c>: every malformed line is discarded. Not so a broken Content-Length, which always ends the flow, nor the lack of Require and
    /// Proxy-Require, which no RFC asks for: nearly every message would be dropped.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, string> Strict = InspectionKeywords.Malformed
        .Except([InspectionKeywords.ContentLength, "malformed-header-no-require", "malformed-header-no-proxy-require"])
        .ToDictionary(keyword => "sip " + keyword, _ => "discard");

    private static OptionSchema Inspect(this OptionSchema option, Action<InspectionOptions, string> assign) =>
        option.To<VoipProfileOptions>((profile, text) => assign(profile.Inspection, text));

    private static OptionSchema Switch(string keyword, string defaultChoice, string help, Action<InspectionOptions, bool> assign) =>
        Option.Choice(keyword, ["disable", "enable"], defaultChoice, help).Inspect((inspection, text) => assign(inspection, text == "enable"));

    private static OptionSchema Action(string keyword, string help) =>
        Option.Choice(keyword, ["discard", "pass", "respond"], "pass", help).Inspect((inspection, text) => inspection.Actions[keyword] = text switch
        {
            "discard" => CheckAction.Discard,
            "respond" => CheckAction.Respond,
            _ => CheckAction.Pass,
        });

    // A stream whose Content-Length is unusable cannot be cut into messages again, so one answer is all that can be given.
    private static OptionSchema ContentLength()
    {
        const string Always = "a broken Content-Length is always answered and ends the flow: treated as respond";
        return Option.Choice(InspectionKeywords.ContentLength, ["discard", "pass", "respond"], "respond", "A malformed Content-Length.")
            .Unlike("pass", "a stream that cannot be re-synchronised is never guessed at") with
        {
            Warnings = new Dictionary<string, string> { ["pass"] = Always, ["discard"] = Always },
        };
    }

    private static OptionSchema Method(string method)
    {
        var option = Switch("block-" + method.ToLowerInvariant(), "disable", $"Answers {method} requests with 405.", (inspection, isOn) =>
        {
            inspection.BlockedMethods.Remove(method);
            if (isOn)
            {
                inspection.BlockedMethods.Add(method);
            }
        });
        return method switch
        {
            "ACK" => Hanging("an INVITE's final response is then sent again and again, and the call ends after 32 s: ACK cannot be answered"),
            "BYE" => Hanging("calls then do not end on the other side"),
            "CANCEL" => Hanging("calls then ring on after the caller has hung up"),
            "PRACK" => Hanging("calls that need reliable provisional responses (100rel) then do not come about"),
            _ => option,
        };

        OptionSchema Hanging(string warning) => option with { Warnings = new Dictionary<string, string> { ["enable"] = warning } };
    }

    private static OptionSchema Rules(string keyword, InspectionMode mode, string help) =>
        Option.Choice(keyword, [.. InspectionKeywords.All], null, help).Ours().ToAll<VoipProfileOptions>((profile, rules) =>
        {
            foreach (var rule in rules)
            {
                profile.Inspection.RuleModes[rule] = mode;
            }
        }) with
        {
            IsList = true,
            Errors = new Dictionary<string, string> { [InspectionKeywords.ContentLength] = "has no mode: a broken Content-Length always ends the flow" },
        };

    private static InspectionMode Mode(string text) => text switch
    {
        "off" => InspectionMode.Off,
        "observe" => InspectionMode.Observe,
        _ => InspectionMode.Enforce,
    };

    private static void Replace(List<string> list, IReadOnlyList<string> words)
    {
        list.Clear();
        list.AddRange(words);
    }
}
