// SPDX-License-Identifier: MIT

using System.Net;
using System.Security.Cryptography.X509Certificates;
using FastSipAlg.Configuration.Options;

namespace FastSipAlg.Transport.Certificates;

/// <summary>One way to be accepted: anchors to lead to, and what a <c>user peer</c> demands of the names. Compiled once.</summary>
/// <param name="Anchors">null: the system's trust store.</param>
/// <param name="Peer">null: nothing is demanded beyond the anchors.</param>
/// <param name="Subject">What <paramref name="Peer"/> demands of the subject; null: nothing.</param>
/// <param name="Revocation">How it is found out whether certificates were revoked; null: not at all.</param>
internal sealed record PeerRule(X509Certificate2Collection? Anchors, PeerOptions? Peer, SubjectRule? Subject, RevocationRules? Revocation)
{
    /// <summary>null when the names fit, else the sentence why not.</summary>
    public string? WhyNot(CertificateNames names, X509Certificate2 leaf)
    {
        if (Subject is not null && !Subject.Matches(names, leaf))
        {
            return $"peer {Peer!.Name} wants the subject to contain `{Subject.Text}`, it is {CertificateText.Subject(leaf)}";
        }

        return Peer?.Cn is { } cn && !Bears(names, cn, Peer.CnType)
            ? $"peer {Peer.Name} wants the name `{cn}`, {CertificateText.Subject(leaf)} does not bear it"
            : null;
    }

    private static bool Bears(CertificateNames names, string cn, PeerNameType type) => type switch
    {
        PeerNameType.Email => names.Emails.Concat(names.SubjectEmails).Concat(names.CommonNames).Any(email => email.Equals(cn, StringComparison.OrdinalIgnoreCase)),
        PeerNameType.Fqdn => names.DnsNames.Concat(names.SipDomains).Concat(names.CommonNames).Any(name => SipDomainName.AreEqual(name, cn)),
        PeerNameType.Ipv4 or PeerNameType.Ipv6 => IPAddress.TryParse(cn, out var wanted)
            && (names.Addresses.Contains(wanted) || names.CommonNames.Any(name => IPAddress.TryParse(name, out var other) && other.Equals(wanted))),
        _ => names.CommonNames.Concat(names.DnsNames).Concat(names.SipDomains).Any(name => name.Equals(cn, StringComparison.OrdinalIgnoreCase))
            || (IPAddress.TryParse(cn, out var address) && names.Addresses.Contains(address)),
    };
}
