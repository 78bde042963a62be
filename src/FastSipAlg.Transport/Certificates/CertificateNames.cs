// SPDX-License-Identifier: MIT

using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FastSipAlg.Transport.Certificates;

/// <summary>
/// Every name a certificate bears: its subject, part by part, and its subject alternative names. The platform's reader knows DNS names and
/// addresses only, and SIP wants URIs first. A damaged extension counts as present and empty, so that it never lets the common name speak.
/// </summary>
internal sealed class CertificateNames
{
    private const string SubjectAlternativeName = "2.5.29.17";
    private const string CommonNameOid = "2.5.4.3";
    private const string EmailAddressOid = "1.2.840.113549.1.9.1";

    private readonly List<string> _uris = [];
    private readonly List<string> _dnsNames = [];
    private readonly List<string> _emails = [];
    private readonly List<IPAddress> _addresses = [];
    private readonly List<string> _sipDomains = [];

    private CertificateNames(IReadOnlyList<SubjectPart> subject) => Subject = subject;

    /// <summary>The subject, in the order of the certificate (most significant first).</summary>
    internal IReadOnlyList<SubjectPart> Subject { get; }

    internal IReadOnlyList<string> Uris => _uris;

    internal IReadOnlyList<string> DnsNames => _dnsNames;

    internal IReadOnlyList<string> Emails => _emails;

    internal IReadOnlyList<IPAddress> Addresses => _addresses;

    /// <summary>The hosts of those <c>sip:</c> URIs that name a domain, RFC 5922 §7.1: scheme <c>sip</c>, no user part.</summary>
    internal IReadOnlyList<string> SipDomains => _sipDomains;

    /// <summary>
    /// Whether the alternative names, were they only addresses, leave the naming to the common name. RFC 5922 §7.1 reads the common name only without the
    /// extension; ours also when it holds nothing but IP addresses, which name no domain.
    /// </summary>
    internal bool CommonNameCounts { get; private set; } = true;

    /// <summary>The one common name; null when there is none or more than one, RFC 6125 §6.4.4.</summary>
    internal string? CommonName => CommonNames.Count == 1 ? CommonNames[0] : null;

    internal IReadOnlyList<string> CommonNames => [.. Subject.Where(p => p.Type == CommonNameOid).Select(p => p.Value)];

    internal IEnumerable<string> SubjectEmails => Subject.Where(p => p.Type == EmailAddressOid).Select(p => p.Value);

    internal static CertificateNames Read(X509Certificate2 certificate)
    {
        var names = new CertificateNames(ReadSubject(certificate.SubjectName.RawData));
        foreach (var extension in certificate.Extensions)
        {
            if (extension.Oid?.Value == SubjectAlternativeName)
            {
                names.ReadAlternativeNames(extension.RawData);
            }
        }

        return names;
    }

    // Name ::= SEQUENCE OF SET OF SEQUENCE { type OID, value ANY }   RFC 5280 §4.1.2.4
    internal static IReadOnlyList<SubjectPart> ReadSubject(byte[] distinguishedName)
    {
        var parts = new List<SubjectPart>();
        try
        {
            var name = new AsnReader(distinguishedName, AsnEncodingRules.DER).ReadSequence();
            while (name.HasData)
            {
                // A set's order means nothing here, and some issuers get it wrong.
                var set = name.ReadSetOf(skipSortOrderValidation: true);
                while (set.HasData)
                {
                    var attribute = set.ReadSequence();
                    var type = attribute.ReadObjectIdentifier();
                    var tag = (UniversalTagNumber)attribute.PeekTag().TagValue;
                    if (tag is UniversalTagNumber.UTF8String or UniversalTagNumber.PrintableString or UniversalTagNumber.IA5String
                        or UniversalTagNumber.T61String or UniversalTagNumber.BMPString or UniversalTagNumber.NumericString)
                    {
                        parts.Add(new SubjectPart(type, attribute.ReadCharacterString(tag).Trim()));
                    }
                }
            }
        }
        catch (Exception exception) when (exception is AsnContentException or CryptographicException)
        {
            // What could be read stands; a rule that needs more will not match.
        }

        return parts;
    }

    // SubjectAltName ::= SEQUENCE OF CHOICE { rfc822Name [1] IA5String, dNSName [2] IA5String, URI [6] IA5String, iPAddress [7] OCTET STRING, ... }   RFC 5280 §4.2.1.6
    private void ReadAlternativeNames(byte[] extension)
    {
        try
        {
            var names = new AsnReader(extension, AsnEncodingRules.DER).ReadSequence();
            while (names.HasData)
            {
                var tag = names.PeekTag();
                CommonNameCounts &= tag is { TagClass: TagClass.ContextSpecific, TagValue: 7 };
                switch (tag)
                {
                    case { TagClass: TagClass.ContextSpecific, TagValue: 1 }:
                        _emails.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, tag));
                        break;
                    case { TagClass: TagClass.ContextSpecific, TagValue: 2 }:
                        _dnsNames.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, tag));
                        break;
                    case { TagClass: TagClass.ContextSpecific, TagValue: 6 }:
                        AddUri(names.ReadCharacterString(UniversalTagNumber.IA5String, tag));
                        break;
                    case { TagClass: TagClass.ContextSpecific, TagValue: 7 }:
                        AddAddress(names.ReadOctetString(tag));
                        break;
                    default:
                        names.ReadEncodedValue();
                        break;
                }
            }
        }
        catch (AsnContentException)
        {
            CommonNameCounts = false;
            _uris.Clear();
            _sipDomains.Clear();
            _dnsNames.Clear();
            _emails.Clear();
            _addresses.Clear();
        }
    }

    private void AddUri(string uri)
    {
        _uris.Add(uri);
        if (SipDomainOf(uri) is { } domain)
        {
            _sipDomains.Add(domain);
        }
    }

    private void AddAddress(byte[] address)
    {
        if (address.Length is 4 or 16)
        {
            _addresses.Add(new IPAddress(address));
        }
    }

    // SIP-URI = "sip:" [ userinfo ] hostport uri-parameters [ headers ]   RFC 3261 §25.1
    // RFC 5922 §7.1: another scheme is no SIP domain identity, sips included; nor is a URI with an "@" anywhere, it names a user.
    private static string? SipDomainOf(string uri)
    {
        const string Scheme = "sip:";
        if (!uri.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || uri.Contains('@'))
        {
            return null;
        }

        var host = uri.AsSpan(Scheme.Length);
        var end = host.IndexOfAny(';', '?');
        host = end < 0 ? host : host[..end];
        var bracket = host.StartsWith("[") ? host.IndexOf(']') : -1;
        if (bracket > 0)
        {
            return host[1..bracket].ToString();
        }

        var colon = host.IndexOf(':');
        host = colon < 0 ? host : host[..colon];
        return host.IsEmpty ? null : host.ToString();
    }
}

/// <summary>One attribute of a distinguished name, such as 2.5.4.10 and <c>Lab</c>.</summary>
internal readonly record struct SubjectPart(string Type, string Value);
