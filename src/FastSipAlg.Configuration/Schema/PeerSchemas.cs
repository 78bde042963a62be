// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration.Options;

namespace FastSipAlg.Configuration.Schema;

/// <summary><c>config user peer</c> and <c>config user peergrp</c>.</summary>
internal static class PeerSchemas
{
    public static readonly BlockSchema Peer = new()
    {
        Name = "user peer",
        Help = "What a peer's certificate must be to be accepted.",
        HasEntries = true,
        EntryNoun = "peer",
        Open = (root, name) => root.Peers.TryGetValue(name, out var peer) ? peer : root.Peers[name] = new PeerOptions { Name = name },
        Options =
        [
            Option.Reference("ca", ["vpn certificate ca"], "The CA that must have signed; unset: the system's trust store.")
                .To<PeerOptions>((peer, text) => peer.Ca = text),
            Option.Text("subject", "A part of the subject's distinguished name that must be there.")
                .To<PeerOptions>((peer, text) => peer.Subject = text),
            Option.Text("cn", "The common name or subject alternative name that must match.")
                .To<PeerOptions>((peer, text) => peer.Cn = text),
            Option.Choice("cn-type", ["string", "email", "FQDN", "ipv4", "ipv6"], "string", "How `cn` is to be read.")
                .To<PeerOptions>((peer, text) => peer.CnType = NameType(text)),
            Option.Choice("mandatory-ca-verify", ["enable", "disable"], "enable", "Whether an absent CA makes the certificate invalid.") with
            {
                InForce = ["enable"],
                Warnings = new Dictionary<string, string> { ["disable"] = "treated as enable: a certificate is never accepted unverified" },
            },
            Disabled("checkhost", "Requires the certificate's name to be the peer's host name."),
            Disabled("checkip", "Requires the certificate's address to be the peer's."),
            Disabled("checkemail", "Requires the certificate's e-mail address to match."),
            Option.Text("ocsp-override-server", "The OCSP server to ask.") with { InForce = Option.Nothing },
            Disabled("two-factor", "Asks for a password as well."),
            Secret("passwd", "The password for `two-factor`."),
            Option.Choice("mfa-mode", ["none", "password", "subject-identity"], "none", "A second factor.") with { InForce = ["none"] },
            Option.Text("mfa-server", "The server of the second factor.") with { InForce = Option.Nothing },
            Option.Text("mfa-username", "The user name of the second factor.") with { InForce = Option.Nothing },
            Secret("mfa-password", "The password of the second factor."),
            Option.Text("ldap-server", "The LDAP server to look the peer up in.") with { InForce = Option.Nothing },
            Option.Text("ldap-username", "The user name for LDAP.") with { InForce = Option.Nothing },
            Secret("ldap-password", "The password for LDAP."),
            Option.Choice("ldap-mode", ["password", "principal-name"], "password", "How LDAP finds the peer.") with { InForce = ["password"] },
        ],
    };

    public static readonly BlockSchema Group = new()
    {
        Name = "user peergrp",
        Help = "Peers of which any one may match.",
        HasEntries = true,
        EntryNoun = "peer group",
        Open = (root, name) =>
            root.PeerGroups.TryGetValue(name, out var group) ? group : root.PeerGroups[name] = new PeerGroupOptions { Name = name },
        Options =
        [
            Option.Reference("member", ["user peer"], "The peers.")
                .ToAll<PeerGroupOptions>((group, names) => group.Members.AddRange(names)) with { IsList = true },
        ],
    };

    private static OptionSchema Disabled(string keyword, string help) => Option.Switch(keyword, "disable", help);

    private static OptionSchema Secret(string keyword, string help) =>
        Option.Text(keyword, help) with { InForce = Option.Nothing, Secrecy = OptionSecrecy.Always };

    private static PeerNameType NameType(string choice) => choice switch
    {
        "email" => PeerNameType.Email,
        "FQDN" => PeerNameType.Fqdn,
        "ipv4" => PeerNameType.Ipv4,
        "ipv6" => PeerNameType.Ipv6,
        _ => PeerNameType.String,
    };
}
