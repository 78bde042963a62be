// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration.Options;

namespace FastSipAlg.Configuration.Schema;

/// <summary><c>config voip profile</c> with its <c>config sip</c>, <c>config sccp</c> and <c>config msrp</c>.</summary>
internal static class VoipProfileSchema
{
    // Scope of a sibling protocol: its words are FortiOS's, its traffic is not ours.
    private const string OutOfScope = "recognised, but out of scope: only SIP is relayed";

    public static readonly BlockSchema Block = new()
    {
        Name = "voip profile",
        Help = "What is demanded of SIP, and how TLS is spoken; shared by listeners.",
        HasEntries = true,
        EntryNoun = "VoIP profile",
        MaximumNameLength = 47,
        Open = (root, name) =>
            root.VoipProfiles.TryGetValue(name, out var profile) ? profile : root.VoipProfiles[name] = new VoipProfileOptions { Name = name },
        BuiltIn = new Dictionary<string, IReadOnlyDictionary<string, string>>
        {
            ["default"] = new Dictionary<string, string>(),
            ["strict"] = InspectionOptionSchemas.Strict,
        },
        Options =
        [
            Option.Text("comment", "A note for whoever reads the profile.").To<VoipProfileOptions>((profile, text) => profile.Comment = text),
            Option.Choice("feature-set", ["voipd", "ips", "proxy", "flow"], "voipd", "Which engine of a FortiGate inspects.") with
            {
                Since = "7.0",
                InForce = ["voipd", "proxy"],
                Warnings = new Dictionary<string, string>
                {
                    ["ips"] = "treated as voipd: there is no second engine here",
                    ["flow"] = "treated as voipd: there is no second engine here",
                },
            },
        ],
        Blocks =
        [
            new BlockSchema
            {
                Name = "sip",
                Help = "SIP.",
                Options =
                [
                    .. SipOptionSchemas.General,
                    .. SipTlsOptionSchemas.All,
                    .. InspectionOptionSchemas.Modes,
                    .. InspectionOptionSchemas.Limits,
                    .. InspectionOptionSchemas.Values,
                    .. InspectionOptionSchemas.Malformed,
                    .. InspectionOptionSchemas.Blocking,
                    .. InspectionOptionSchemas.Reporting,
                    .. SipOptionSchemas.Rates,
                    .. SipOptionSchemas.Tracking,
                    .. SipOptionSchemas.Rewriting,
                    .. SipOptionSchemas.Logging,
                ],
            },
            new BlockSchema
            {
                Name = "sccp",
                Help = "Skinny.",
                IsOptional = true,
                Warning = OutOfScope,
                Options =
                [
                    Silent("status"),
                    Silent("block-mcast"),
                    Silent("verify-header"),
                    Silent("log-call-summary"),
                    Silent("log-violations"),
                    Option.Number("max-calls", 0, 65535, null, "Calls a minute and client."),
                ],
            },
            new BlockSchema
            {
                Name = "msrp",
                Help = "MSRP.",
                IsOptional = true,
                Warning = OutOfScope,
                Options =
                [
                    Silent("status"),
                    Silent("log-violations"),
                    Option.Number("max-msg-size", 0, 65535, null, "Longest message."),
                    Option.Choice("max-msg-size-action", ["pass", "block", "reset", "monitor"], null, "What becomes of a longer one."),
                ],
            },
        ],
    };

    // The block's own warning says it all; its options get none each.
    private static OptionSchema Silent(string keyword) => Option.Choice(keyword, ["disable", "enable"], null, "Out of scope.");
}
