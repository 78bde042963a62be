// SPDX-License-Identifier: MIT

using System.Net;

namespace FastSipAlg.Transport.Certificates;

/// <summary>
/// Is this certificate the one of that SIP domain? RFC 5922 §7.1 (which names count) and §7.2 (how they are compared).
/// </summary>
internal static class SipDomainName
{
    /// <param name="names">The certificate's names.</param>
    /// <param name="expected">The SIP server's name or address, as configured.</param>
    /// <param name="acceptWildcards">Whether a DNS name <c>*.example.com</c> counts. RFC 5922 §7.2 says no.</param>
    internal static bool Matches(CertificateNames names, string expected, bool acceptWildcards)
    {
        expected = expected.Trim('[', ']');
        if (IPAddress.TryParse(expected, out var address))
        {
            // RFC 5922 knows names only. An address must be in the certificate as an address, or as the host of a sip: URI.
            return names.Addresses.Contains(address) || names.SipDomains.Any(d => IPAddress.TryParse(d, out var host) && host.Equals(address));
        }

        // §7.1: a DNS name counts if and only if no sip: URI names a domain.
        if (names.SipDomains.Count > 0)
        {
            return names.SipDomains.Any(d => AreEqual(d, expected));
        }

        return names.DnsNames.Any(d => AreEqual(d, expected) || (acceptWildcards && WildcardMatches(d, expected)))
            || (names is { CommonNameCounts: true, CommonName: { } commonName } && AreEqual(commonName, expected));
    }

    /// <summary>The names that counted, and why others did not, for the sentence of a refusal.</summary>
    internal static string Describe(CertificateNames names, string expected)
    {
        if (IPAddress.TryParse(expected.Trim('[', ']'), out _))
        {
            return names.Addresses.Count > 0
                ? $"it names the addresses {CertificateText.List([.. names.Addresses.Select(a => a.ToString())])}"
                : "it names no IP address: set server-name to a name it does bear";
        }

        if (names.SipDomains.Count > 0)
        {
            var others = names.DnsNames.Count > 0 ? "; its DNS names do not count beside a sip: URI (RFC 5922 §7.1)" : "";
            return $"it is for {CertificateText.List([.. names.SipDomains.Select(d => "sip:" + d)])}{others}";
        }

        if (names.DnsNames.Count > 0)
        {
            var wildcard = names.DnsNames.Any(d => WildcardMatches(d, expected)) ? "; a wildcard name does not count for SIP (RFC 5922 §7.2)" : "";
            return $"it is for {CertificateText.List(names.DnsNames)}{wildcard}";
        }

        if (names.Uris.Count > 0)
        {
            return $"of its URIs {CertificateText.List(names.Uris)} none names a SIP domain (RFC 5922 §7.1: scheme sip, no user part)";
        }

        return names switch
        {
            { CommonNameCounts: true, CommonName: { } commonName } => $"it is for {CertificateText.Printable(commonName)}",
            { CommonNameCounts: true, CommonNames.Count: > 1 } => "it has several common names and no other name, so none counts",
            _ => "it names no SIP domain",
        };
    }

    /// <summary>§7.2: case does not matter. A dot at the end only says that the name is complete.</summary>
    internal static bool AreEqual(string one, string other) =>
        WithoutEndDot(one).Equals(WithoutEndDot(other), StringComparison.OrdinalIgnoreCase) && WithoutEndDot(one).Length > 0;

    // RFC 6125 §6.4.3: the star is the whole left-most label and stands for exactly one; "*.com" is too wide to mean a server.
    internal static bool WildcardMatches(string pattern, string name)
    {
        var domain = WithoutEndDot(pattern);
        if (!domain.StartsWith("*.") || domain[2..].Contains('*') || !domain[2..].Contains('.'))
        {
            return false;
        }

        var complete = WithoutEndDot(name);
        var dot = complete.IndexOf('.');
        return dot > 0 && complete[(dot + 1)..].Equals(domain[2..], StringComparison.OrdinalIgnoreCase);
    }

    private static ReadOnlySpan<char> WithoutEndDot(string name) => name.EndsWith('.') ? name.AsSpan(0, name.Length - 1) : name;
}
