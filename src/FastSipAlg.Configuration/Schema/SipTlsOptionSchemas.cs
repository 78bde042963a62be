// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration.Options;

namespace FastSipAlg.Configuration.Schema;

/// <summary>The <c>ssl-…</c> options of <c>config voip profile … config sip</c>.</summary>
internal static class SipTlsOptionSchemas
{
    private const string OldVersions =
        "TLS 1.0 and 1.1 need OpenSSL's security level 0 on this profile's legs: handshakes are signed with SHA-1 or MD5, ciphers are CBC with SHA-1, and no TLS session is resumed (RFC 8996);"
        + " peers' keys and certificates are held to the same bounds as ever";

    private const string NoFloor = "no floor: what OpenSSL here still speaks begins at TLS 1.0, it is built without SSL 3.0. ";

    private static readonly string[] Versions = ["ssl-3.0", "tls-1.0", "tls-1.1", "tls-1.2", "tls-1.3"];

    public static readonly IReadOnlyList<OptionSchema> All =
    [
        Option.Choice("ssl-mode", ["off", "full"], "full", "full: TLS with phones and with the SIP server; off: plain TCP with both.")
            .To<VoipProfileOptions>((profile, text) => profile.SslMode = text == "off" ? SslMode.Off : SslMode.Full)
            .Unlike("off", "TLS on both sides is what this program is for") with
        {
            Warnings = new Dictionary<string, string> { ["off"] = "SIP is plain TCP on both legs: whoever is on the way can read and change it" },
        },
        Option.Choice("tls-on-plain", ["refuse", "relay"], "refuse", "What a TLS connection gets where ssl-mode is off; relay: its octets pass both ways, unread.").Ours()
            .To<VoipProfileOptions>((profile, text) => profile.TlsOnPlain = text == "relay" ? TlsOnPlain.Relay : TlsOnPlain.Refuse),
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
                profile.SslClientRenegotiation = text switch
                {
                    "allow" => ClientRenegotiation.Allow,
                    "secure" => ClientRenegotiation.Secure,
                    _ => ClientRenegotiation.Deny,
                })
            .Unlike("allow", "renegotiation lets a phone burn our CPU (CVE-2011-1473)"),
        Option.Choice("ssl-min-version", Versions, "tls-1.2", "Lowest TLS version on both legs.")
            .To<VoipProfileOptions>((profile, text) => profile.SslMinVersion = Version(text))
            .Unlike("tls-1.1", "RFC 8996 retires all older versions") with
        {
            Warnings = new Dictionary<string, string> { ["ssl-3.0"] = NoFloor + OldVersions, ["tls-1.0"] = OldVersions, ["tls-1.1"] = OldVersions },
        },
        Option.Choice("ssl-max-version", Versions, "tls-1.3", "Highest TLS version on both legs.")
            .To<VoipProfileOptions>((profile, text) => profile.SslMaxVersion = Version(text)) with
        {
            Errors = new Dictionary<string, string>
            {
                ["ssl-3.0"] = "cannot be spoken: OpenSSL is built without SSL 3.0 here, as Debian and others do since RFC 7568; the lowest is tls-1.0",
            },
        },
        Option.Choice("ssl-algorithm", ["high", "medium", "low"], "high", "How strong ciphers must be. high: AES and ChaCha20; medium: also 3DES and RC4; low: also DES.")
            .To<VoipProfileOptions>((profile, text) => profile.SslAlgorithm = text switch
            {
                "medium" => SslAlgorithm.Medium,
                "low" => SslAlgorithm.Low,
                _ => SslAlgorithm.High,
            }),
        Option.Choice("ssl-pfs", ["require", "deny", "allow"], "require", "Whether keys must be ephemeral: deny has RSA key exchange only, allow has both.")
            .To<VoipProfileOptions>((profile, text) => profile.SslPfs = text switch
            {
                "deny" => SslPfs.Deny,
                "allow" => SslPfs.Allow,
                _ => SslPfs.Require,
            })
            .Unlike("allow", "the TLS library's own list has ephemeral keys only, and a list of our own would switch session resumption off"),
        Option.Choice("ssl-send-empty-frags", ["enable", "disable"], "enable", "An empty record before each CBC record of TLS 1.0 (BEAST); one setting for the whole process.")
            .To<VoipProfileOptions>((profile, text) => profile.SslSendEmptyFrags = text == "enable"),
    ];

    private static SslVersion Version(string choice) => choice switch
    {
        "ssl-3.0" => SslVersion.Ssl30,
        "tls-1.0" => SslVersion.Tls10,
        "tls-1.1" => SslVersion.Tls11,
        "tls-1.2" => SslVersion.Tls12,
        _ => SslVersion.Tls13,
    };
}
