// SPDX-License-Identifier: MIT

using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FastSipAlg.Transport.Certificates;

/// <summary>What a responder said of one certificate, RFC 6960. Nothing of it counts before its signature was found to be the issuer's, or that of someone whom the issuer has made its responder.</summary>
internal static class OcspResponse
{
    private const string BasicResponse = "1.3.6.1.5.5.7.48.1.1";
    private const string OcspSigning = "1.3.6.1.5.5.7.3.9";

    /// <summary>Clocks differ. Ours.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <summary>How old an answer may be that does not say when the next one comes. Ours: without a nonce an old one could be played back.</summary>
    private static readonly TimeSpan AgeWithoutEnd = TimeSpan.FromHours(1);

    /// <summary>Never throws, whatever the octets.</summary>
    /// <param name="octets">The answer.</param>
    /// <param name="id">The certificate asked for.</param>
    /// <param name="issuer">Its issuer, trusted.</param>
    /// <param name="now">The time at which the answer must count.</param>
    /// <param name="until">When it ends to count.</param>
    /// <param name="fault">Why it is <see cref="RevocationStatus.Unknown"/>.</param>
    internal static RevocationStatus Read(ReadOnlyMemory<byte> octets, OcspCertId id, X509Certificate2 issuer, DateTimeOffset now, out DateTimeOffset until, out string fault)
    {
        until = now;
        try
        {
            return ReadWhole(octets, id, issuer, now, out until, out fault);
        }
        catch (Exception exception) when (exception is AsnContentException or CryptographicException)
        {
            fault = "the responder's answer is damaged";
            return RevocationStatus.Unknown;
        }
    }

    // OCSPResponse ::= SEQUENCE { responseStatus ENUMERATED, responseBytes [0] EXPLICIT SEQUENCE { responseType OBJECT IDENTIFIER, response OCTET STRING } OPTIONAL }
    // BasicOCSPResponse ::= SEQUENCE { tbsResponseData ResponseData, signatureAlgorithm AlgorithmIdentifier, signature BIT STRING, certs [0] EXPLICIT SEQUENCE OF Certificate OPTIONAL }
    private static RevocationStatus ReadWhole(ReadOnlyMemory<byte> octets, OcspCertId id, X509Certificate2 issuer, DateTimeOffset now, out DateTimeOffset until, out string fault)
    {
        until = now;
        var outer = new AsnReader(octets, AsnEncodingRules.DER).ReadSequence();
        var status = outer.ReadEnumeratedBytes().Span;
        if (status.Length != 1 || status[0] != 0)
        {
            fault = "the responder refuses to answer";
            return RevocationStatus.Unknown;
        }

        var explicitTag = new Asn1Tag(TagClass.ContextSpecific, 0);
        var bytes = outer.ReadSequence(explicitTag).ReadSequence();
        if (bytes.ReadObjectIdentifier() != BasicResponse)
        {
            fault = "the responder answers in a way not known here";
            return RevocationStatus.Unknown;
        }

        var basic = new AsnReader(bytes.ReadOctetString(), AsnEncodingRules.DER).ReadSequence();
        var signed = basic.ReadEncodedValue();
        var algorithm = basic.ReadEncodedValue();
        var signature = basic.ReadBitString(out _);
        if (!SignatureCheck.IsBy(issuer, signed, algorithm, signature)
            && !(basic.HasData && IsByDelegate(basic.ReadSequence(explicitTag).ReadSequence(), issuer, now, signed, algorithm, signature)))
        {
            fault = "the responder's answer is not signed by the issuer, nor by whom the issuer lets sign";
            return RevocationStatus.Unknown;
        }

        return ReadData(new AsnReader(signed, AsnEncodingRules.DER).ReadSequence(), id, now, out until, out fault);
    }

    // RFC 6960 §4.2.2.2: issued by the very issuer, for id-kp-OCSPSigning.
    private static bool IsByDelegate(AsnReader certificates, X509Certificate2 issuer, DateTimeOffset now, ReadOnlyMemory<byte> signed, ReadOnlyMemory<byte> algorithm, ReadOnlyMemory<byte> signature)
    {
        // Ours: a responder sends itself, and perhaps its chain.
        for (var count = 0; count < 4 && certificates.HasData; count++)
        {
            using var signer = X509CertificateLoader.LoadCertificate(certificates.ReadEncodedValue().Span);
            if (IsDelegate(signer, issuer, now) && SignatureCheck.IsBy(signer, signed, algorithm, signature))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsDelegate(X509Certificate2 signer, X509Certificate2 issuer, DateTimeOffset now)
    {
        if (!signer.IssuerName.RawData.AsSpan().SequenceEqual(issuer.SubjectName.RawData)
            || CertificateText.NotBefore(signer) > now || CertificateText.NotAfter(signer) < now
            || !signer.Extensions.OfType<X509EnhancedKeyUsageExtension>().Any(usage => usage.EnhancedKeyUsages[OcspSigning] is not null))
        {
            return false;
        }

        var certificate = new AsnReader(signer.RawDataMemory, AsnEncodingRules.DER).ReadSequence();
        var signed = certificate.ReadEncodedValue();
        return SignatureCheck.IsBy(issuer, signed, certificate.ReadEncodedValue(), certificate.ReadBitString(out _));
    }

    // ResponseData ::= SEQUENCE { version [0] EXPLICIT INTEGER DEFAULT v1, responderID CHOICE { [1], [2] }, producedAt GeneralizedTime, responses SEQUENCE OF SingleResponse, ... }
    private static RevocationStatus ReadData(AsnReader data, OcspCertId id, DateTimeOffset now, out DateTimeOffset until, out string fault)
    {
        if (data.PeekTag().HasSameClassAndValue(new Asn1Tag(TagClass.ContextSpecific, 0)))
        {
            data.ReadEncodedValue();
        }

        data.ReadEncodedValue();
        data.ReadGeneralizedTime();
        for (var answers = data.ReadSequence(); answers.HasData;)
        {
            var answer = answers.ReadSequence();
            if (id.IsIn(answer.ReadSequence()))
            {
                return ReadAnswer(answer, now, out until, out fault);
            }
        }

        until = now;
        fault = "the responder answers about another certificate";
        return RevocationStatus.Unknown;
    }

    // SingleResponse ::= SEQUENCE { certID, certStatus CHOICE { good [0] NULL, revoked [1] RevokedInfo, unknown [2] NULL }, thisUpdate GeneralizedTime, nextUpdate [0] EXPLICIT GeneralizedTime OPTIONAL, ... }
    private static RevocationStatus ReadAnswer(AsnReader answer, DateTimeOffset now, out DateTimeOffset until, out string fault)
    {
        var status = answer.PeekTag() is { TagClass: TagClass.ContextSpecific } tag ? tag.TagValue : -1;
        answer.ReadEncodedValue();
        var thisUpdate = answer.ReadGeneralizedTime();
        var nextTag = new Asn1Tag(TagClass.ContextSpecific, 0);
        until = answer.HasData && answer.PeekTag().HasSameClassAndValue(nextTag)
            ? answer.ReadSequence(nextTag).ReadGeneralizedTime()
            : thisUpdate + AgeWithoutEnd;
        if (thisUpdate > now + Skew || until < now)
        {
            fault = "the responder's answer is out of date";
            return RevocationStatus.Unknown;
        }

        fault = status is 0 or 1 ? "" : "the responder does not know it";
        return status switch
        {
            0 => RevocationStatus.Good,
            1 => RevocationStatus.Revoked,
            _ => RevocationStatus.Unknown,
        };
    }
}
