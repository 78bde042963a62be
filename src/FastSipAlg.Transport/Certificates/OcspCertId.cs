// SPDX-License-Identifier: MIT

using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FastSipAlg.Transport.Certificates;

/// <summary>
/// How OCSP calls a certificate: hashes of its issuer's name and key, and its serial number. SHA-1, which every responder understands (RFC 5019 §2.1.1): it names, it does not protect.
/// </summary>
internal sealed class OcspCertId
{
    private const string Sha1 = "1.3.14.3.2.26";

    private readonly byte[] _name;
    private readonly byte[] _key;
    private readonly ReadOnlyMemory<byte> _serial;

    internal OcspCertId(X509Certificate2 certificate, X509Certificate2 issuer)
    {
        _name = SHA1.HashData(certificate.IssuerName.RawData);
        _key = SHA1.HashData(issuer.PublicKey.EncodedKeyValue.RawData);
        _serial = certificate.SerialNumberBytes;
    }

    // OCSPRequest ::= SEQUENCE { tbsRequest SEQUENCE { requestList SEQUENCE OF SEQUENCE { reqCert CertID } } }   RFC 6960 §4.1.1
    // CertID ::= SEQUENCE { hashAlgorithm AlgorithmIdentifier, issuerNameHash OCTET STRING, issuerKeyHash OCTET STRING, serialNumber INTEGER }
    internal byte[] ToRequest()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Sha1);
                writer.WriteNull();
            }

            writer.WriteOctetString(_name);
            writer.WriteOctetString(_key);
            writer.WriteInteger(_serial.Span);
        }

        return writer.Encode();
    }

    /// <param name="id">A CertID's content.</param>
    internal bool IsIn(AsnReader id) =>
        id.ReadSequence().ReadObjectIdentifier() == Sha1
        && id.ReadOctetString().AsSpan().SequenceEqual(_name)
        && id.ReadOctetString().AsSpan().SequenceEqual(_key)
        && id.ReadIntegerBytes().Span.SequenceEqual(_serial.Span);
}
