// SPDX-License-Identifier: MIT

using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace FastSipAlg.Transport.Certificates;

/// <summary>
/// A certificate revocation list, RFC 5280 §5, whole and for all of its issuer's certificates: no delta, none for a part, no indirect one. Those say so by critical extensions, and a list with one that
/// is not known here must not be used (§5.2).
/// </summary>
internal sealed class RevocationList
{
    private readonly HashSet<string> _serials = new(StringComparer.Ordinal);
    private ReadOnlyMemory<byte> _signed;
    private ReadOnlyMemory<byte> _algorithm;
    private ReadOnlyMemory<byte> _signature;

    private RevocationList()
    {
    }

    /// <summary>The issuer's distinguished name, DER.</summary>
    internal ReadOnlyMemory<byte> Issuer { get; private set; }

    internal string IssuerName => new X500DistinguishedName(Issuer.Span).Name;

    internal DateTimeOffset ThisUpdate { get; private set; }

    /// <summary>null: the issuer does not say when the next one comes.</summary>
    internal DateTimeOffset? NextUpdate { get; private set; }

    /// <returns>null: <paramref name="sentence"/> says why it cannot be used.</returns>
    internal static RevocationList? Parse(byte[] der, out string sentence)
    {
        sentence = "is no certificate revocation list";
        var list = new RevocationList();
        try
        {
            // CertificateList ::= SEQUENCE { tbsCertList, signatureAlgorithm, signatureValue BIT STRING }
            var outer = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
            list._signed = outer.PeekEncodedValue();
            var signed = outer.ReadSequence();
            list._algorithm = outer.ReadEncodedValue();
            list._signature = outer.ReadBitString(out _);
            outer.ThrowIfNotEmpty();
            var critical = list.Read(signed);
            if (critical is null)
            {
                sentence = "";
                return list;
            }

            sentence = $"is a certificate revocation list of a kind not known here (critical extension {critical}): it must be complete, and for all certificates of its issuer";
        }
        catch (AsnContentException)
        {
            // Said already.
        }

        return null;
    }

    /// <summary>By whom it claims to be, and by a key that may sign lists.</summary>
    internal bool IsBy(X509Certificate2 issuer) =>
        issuer.SubjectName.RawData.AsSpan().SequenceEqual(Issuer.Span)
        && issuer.Extensions.OfType<X509KeyUsageExtension>().All(usage => usage.KeyUsages.HasFlag(X509KeyUsageFlags.CrlSign))
        && SignatureCheck.IsBy(issuer, _signed, _algorithm, _signature);

    internal bool Holds(X509Certificate2 certificate) => _serials.Contains(Convert.ToHexString(certificate.SerialNumberBytes.Span));

    // TBSCertList ::= SEQUENCE { version INTEGER OPTIONAL, signature AlgorithmIdentifier, issuer Name, thisUpdate Time, nextUpdate Time OPTIONAL,
    //   revokedCertificates SEQUENCE OF SEQUENCE { userCertificate INTEGER, revocationDate Time, crlEntryExtensions Extensions OPTIONAL } OPTIONAL,
    //   crlExtensions [0] EXPLICIT Extensions OPTIONAL }
    // Gives the first critical extension, which nobody here knows; null: there is none.
    private string? Read(AsnReader list)
    {
        if (list.PeekTag().HasSameClassAndValue(Asn1Tag.Integer))
        {
            list.ReadInteger();
        }

        list.ReadEncodedValue();
        Issuer = list.ReadEncodedValue();
        ThisUpdate = ReadTime(list);
        if (list.HasData && IsTime(list.PeekTag()))
        {
            NextUpdate = ReadTime(list);
        }

        string? critical = null;
        if (list.HasData && list.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
        {
            for (var entries = list.ReadSequence(); entries.HasData;)
            {
                var entry = entries.ReadSequence();
                _serials.Add(Convert.ToHexString(entry.ReadIntegerBytes().Span));
                ReadTime(entry);
                critical ??= entry.HasData ? CriticalOf(entry.ReadSequence()) : null;
            }
        }

        return critical ?? (list.HasData ? CriticalOf(list.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadSequence()) : null);
    }

    // Extension ::= SEQUENCE { extnID OBJECT IDENTIFIER, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING }
    private static string? CriticalOf(AsnReader extensions)
    {
        while (extensions.HasData)
        {
            var extension = extensions.ReadSequence();
            var oid = extension.ReadObjectIdentifier();
            if (extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && extension.ReadBoolean())
            {
                return oid;
            }
        }

        return null;
    }

    private static bool IsTime(Asn1Tag tag) => tag.HasSameClassAndValue(Asn1Tag.UtcTime) || tag.HasSameClassAndValue(Asn1Tag.GeneralizedTime);

    private static DateTimeOffset ReadTime(AsnReader reader) =>
        reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) ? reader.ReadUtcTime() : reader.ReadGeneralizedTime();
}
