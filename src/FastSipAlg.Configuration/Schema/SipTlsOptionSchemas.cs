// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration.Options;

namespace FastSipAlg.Configuration.Schema;

/// <summary>The <c>ssl-…</c> options of <c>config voip profile … config sip</c>.</summary>
internal static class SipTlsOptionSchemas
{
    private const string Floor = "TLS 1.2 is the lowest version offered for now: treated as tls-1.2";
    private const string NoVersionLeft = "leaves no version to speak: TLS 1.2 is the lowest offered (RFC 8996); use tls-1.2 or tls-1.3";
    private const string OldCiphers = "treated as high: TLS 1.2 and later have neither RC4 nor DES";

    private static readonly string[] Versions = ["ssl-3.0", "tls-1.0", "tls-1.1", "tls-1.2", "tls-1.3"];

    public static readonly IReadOnlyList<OptionSchema> All =
    [
        Option.Choice("ssl-mode", ["off", "full"], "full", "full: TLS with phones and with the SIP server.")
            .To<VoipProfileOptions>((profile, _) => profile.SslMode = SslMode.Full)
            .Unlike("off", "TLS on both sides is what this program is for") with { InForce = ["full"] },
        Option.Reference("ssl-client-certificate", ["vpn certificate local"], "Offered to a SIP server that asks for a certificate.")
            .To<VoipProfileOptions>((profile, text) => profile.SslClientCertificate = text),
        Option.Reference("ssl-server-certificate", ["vpn certificate local"], "Shown to phones; of several, each for its names, the first for all others.")
            .ToAll<VoipProfileOptions>((profile, names) => profile.SslServerCertificates = names) with { IsList = true },
        Option.Reference("ssl-auth-client", ["user peer", "user peergrp"], "Phones' certificates must match; unset: none is asked for.")
            .To<VoipProfileOptions>((profile, text) => profile.SslAuthClient = text),
        Option.Reference("ssl-auth-server", ["user peer", "user peergrp"], "The SIP server's certificate must match; unset: system trust store and server name.")
            .To<VoipProfileOptions>((profile, text) => profile.SslAuthServer = text),
        Option.Choice("ssl-client-renegotiation", ["allow", "deny", "secure"], "deny", "What becomes of a phone that renegotiates.")
            .To<VoipProfileOptions>((profile, text) =>
                profile.SslClientRenegotiation = text == "allow" ? ClientRenegotiation.Allow : ClientRenegotiation.Deny)
            .Unlike("allow", "renegotiation lets a phone burn our CPU (CVE-2011-1473)") with
        {
            Warnings = new Dictionary<string, string> { ["secure"] = "accepted, not yet in force: treated as deny" },
        },
        Option.Choice("ssl-min-version", Versions, "tls-1.2", "Lowest TLS version on both legs.")
            .To<VoipProfileOptions>((profile, text) => profile.SslMinVersion = Version(text))
            .Unlike("tls-1.1", "RFC 8996 retires all older versions") with
        {
            Warnings = new Dictionary<string, string> { ["ssl-3.0"] = Floor, ["tls-1.0"] = Floor, ["tls-1.1"] = Floor },
        },
        Option.Choice("ssl-max-version", Versions, "tls-1.3", "Highest TLS version on both legs.")
            .To<VoipProfileOptions>((profile, text) => profile.SslMaxVersion = Version(text)) with
        {
            Errors = new Dictionary<string, string>
            {
                ["ssl-3.0"] = NoVersionLeft,
                ["tls-1.0"] = NoVersionLeft,
                ["tls-1.1"] = NoVersionLeft,
            },
        },
        Option.Choice("ssl-algorithm", ["high", "medium", "low"], "high", "How strong ciphers must be.") with
        {
            InForce = ["high"],
            Warnings = new Dictionary<string, string> { ["medium"] = OldCiphers, ["low"] = OldCiphers },
        },
        Option.Choice("ssl-pfs", ["require", "deny", "allow"], "require", "Whether keys must be ephemeral.")
            .Unlike("allow", "the TLS library's own list has ephemeral keys only, and a list of our own would switch session resumption off") with
        {
            InForce = ["require"],
            Warnings = new Dictionary<string, string>
            {
                ["allow"] = "accepted, not yet in force: treated as require, a peer that has only RSA key exchange is refused",
            },
        },
        Option.Choice("ssl-send-empty-frags", ["enable", "disable"], "disable", "Empty fragments before CBC records, up to TLS 1.0.")
            .Unlike("enable", "TLS 1.2 and later need none") with
        {
            InForce = ["disable"],
            Warnings = new Dictionary<string, string> { ["enable"] = "no effect: only SSL 3.0 and TLS 1.0 have a use for empty fragments" },
        },
    ];

    private static SslVersion Version(string choice) => choice == "tls-1.3" ? SslVersion.Tls13 : SslVersion.Tls12;
}
