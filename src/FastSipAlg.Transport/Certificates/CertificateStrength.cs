// SPDX-License-Identifier: MIT

using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace FastSipAlg.Transport.Certificates;

/// <summary>
/// Key sizes and signature hashes that still count. X509Chain accepts RSA-1024 and SHA-1, and a handshake at OpenSSL's security level 0 does too,
/// so we look ourselves. Bounds: NIST SP 800-57 part 1, 112 bits of security; RFC 9325 §4.5.
/// </summary>
internal static class CertificateStrength
{
    private const int MinRsaBits = 2048;
    private const int MinCurveBits = 256;

    private const string Rsa = "1.2.840.113549.1.1.1";
    private const string RsaPss = "1.2.840.113549.1.1.10";
    private const string EllipticCurve = "1.2.840.10045.2.1";

    /// <summary>SHA-2, SHA-3 and Edwards signatures; whatever else there is (MD2, MD5, SHA-1, DSA, national ones) counts as weak.</summary>
    private static readonly HashSet<string> StrongSignatures =
    [
        "1.2.840.113549.1.1.11", "1.2.840.113549.1.1.12", "1.2.840.113549.1.1.13", "1.2.840.113549.1.1.14",
        "1.2.840.10045.4.3.1", "1.2.840.10045.4.3.2", "1.2.840.10045.4.3.3", "1.2.840.10045.4.3.4",
        "2.16.840.1.101.3.4.3.10", "2.16.840.1.101.3.4.3.11", "2.16.840.1.101.3.4.3.12",
        "2.16.840.1.101.3.4.3.14", "2.16.840.1.101.3.4.3.15", "2.16.840.1.101.3.4.3.16",
        "1.3.101.112", "1.3.101.113",
    ];

    private static readonly HashSet<string> StrongHashes =
    [
        "2.16.840.1.101.3.4.2.1", "2.16.840.1.101.3.4.2.2", "2.16.840.1.101.3.4.2.3", "2.16.840.1.101.3.4.2.4",
        "2.16.840.1.101.3.4.2.8", "2.16.840.1.101.3.4.2.9", "2.16.840.1.101.3.4.2.10",
    ];

    /// <summary>What is weak about the public key, such as <c>RSA with 1024 bits</c>; null when nothing is.</summary>
    internal static string? WeakKey(X509Certificate2 certificate)
    {
        var key = certificate.PublicKey;
        var oid = key.Oid.Value;
        if (PrivateKeyLoader.IsEdwards(oid))
        {
            return null;
        }

        try
        {
            return oid switch
            {
                Rsa or RsaPss => RsaBits(key.EncodedKeyValue.RawData) is var bits && bits >= MinRsaBits ? null : $"RSA with {bits} bits, fewer than {MinRsaBits}",
                EllipticCurve => CurveBits(key.EncodedKeyValue.RawData) is var bits && bits >= MinCurveBits
                    ? null
                    : $"an elliptic curve of {bits} bits, fewer than {MinCurveBits}",
                _ => $"of an algorithm not accepted here ({oid})",
            };
        }
        catch (AsnContentException)
        {
            return "damaged";
        }
    }

    /// <summary>What is weak about the issuer's signature; null when nothing is.</summary>
    internal static string? WeakSignature(X509Certificate2 certificate)
    {
        var oid = certificate.SignatureAlgorithm.Value ?? "";
        if (oid == RsaPss)
        {
            return PssHash(certificate) is { } hash && StrongHashes.Contains(hash) ? null : "RSASSA-PSS with SHA-1 or another hash not accepted here";
        }

        return StrongSignatures.Contains(oid) ? null : certificate.SignatureAlgorithm.FriendlyName ?? oid;
    }

    // RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }   RFC 8017 §A.1.1
    private static int RsaBits(byte[] encoded) =>
        (int)new AsnReader(encoded, AsnEncodingRules.DER).ReadSequence().ReadInteger().GetBitLength();

    // ECPoint: 04 X Y, or 02/03 X   SEC 1 §2.3.3. Bits are those of a coordinate: 256 for P-256.
    private static int CurveBits(byte[] point) => point.Length == 0 ? 0 : (point[0] == 4 ? (point.Length - 1) / 2 : point.Length - 1) * 8;

    // Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm SEQUENCE { OID, RSASSA-PSS-params }, signatureValue }   RFC 5280 §4.1
    // RSASSA-PSS-params ::= SEQUENCE { hashAlgorithm [0] AlgorithmIdentifier DEFAULT sha1, ... }   RFC 8017 §A.2.3
    private static string? PssHash(X509Certificate2 certificate)
    {
        try
        {
            var outer = new AsnReader(certificate.RawDataMemory, AsnEncodingRules.DER).ReadSequence();
            outer.ReadEncodedValue();
            var algorithm = outer.ReadSequence();
            algorithm.ReadObjectIdentifier();
            var parameters = algorithm.ReadSequence();
            var hashTag = new Asn1Tag(TagClass.ContextSpecific, 0);
            return parameters.HasData && parameters.PeekTag().HasSameClassAndValue(hashTag)
                ? parameters.ReadSequence(hashTag).ReadSequence().ReadObjectIdentifier()
                : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }
}
