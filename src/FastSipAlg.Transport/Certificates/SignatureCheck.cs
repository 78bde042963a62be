// SPDX-License-Identifier: MIT

using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FastSipAlg.Transport.Certificates;

/// <summary>What CRLs and OCSP responses have in common with certificates: signed octets, how they were signed, and the signature. Hashes that no longer count are not known here.</summary>
internal static class SignatureCheck
{
    private const string RsaPss = "1.2.840.113549.1.1.10";

    private static readonly Dictionary<string, HashAlgorithmName> Algorithms = new()
    {
        ["1.2.840.113549.1.1.11"] = HashAlgorithmName.SHA256,
        ["1.2.840.113549.1.1.12"] = HashAlgorithmName.SHA384,
        ["1.2.840.113549.1.1.13"] = HashAlgorithmName.SHA512,
        ["1.2.840.10045.4.3.2"] = HashAlgorithmName.SHA256,
        ["1.2.840.10045.4.3.3"] = HashAlgorithmName.SHA384,
        ["1.2.840.10045.4.3.4"] = HashAlgorithmName.SHA512,
    };

    private static readonly Dictionary<string, HashAlgorithmName> Hashes = new()
    {
        ["2.16.840.1.101.3.4.2.1"] = HashAlgorithmName.SHA256,
        ["2.16.840.1.101.3.4.2.2"] = HashAlgorithmName.SHA384,
        ["2.16.840.1.101.3.4.2.3"] = HashAlgorithmName.SHA512,
    };

    /// <param name="signer">Whose key must have signed.</param>
    /// <param name="signed">The signed octets, a whole DER value.</param>
    /// <param name="algorithm">The AlgorithmIdentifier, a whole DER value.</param>
    /// <param name="signature">Without the count of unused bits.</param>
    internal static bool IsBy(X509Certificate2 signer, ReadOnlyMemory<byte> signed, ReadOnlyMemory<byte> algorithm, ReadOnlyMemory<byte> signature)
    {
        try
        {
            if (HashOf(algorithm, out var padding) is not { } hash)
            {
                return false;
            }

            using var rsa = signer.GetRSAPublicKey();
            if (rsa is not null)
            {
                return padding is not null && rsa.VerifyData(signed.Span, signature.Span, hash, padding);
            }

            using var curve = signer.GetECDsaPublicKey();
            return curve is not null && padding is null && curve.VerifyData(signed.Span, signature.Span, hash, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (Exception exception) when (exception is AsnContentException or CryptographicException)
        {
            return false;
        }
    }

    // AlgorithmIdentifier ::= SEQUENCE { algorithm OBJECT IDENTIFIER, parameters ANY OPTIONAL }   RFC 5280 §4.1.1.2
    private static HashAlgorithmName? HashOf(ReadOnlyMemory<byte> algorithm, out RSASignaturePadding? padding)
    {
        var identifier = new AsnReader(algorithm, AsnEncodingRules.DER).ReadSequence();
        var oid = identifier.ReadObjectIdentifier();
        padding = oid.StartsWith("1.2.840.113549.", StringComparison.Ordinal) ? RSASignaturePadding.Pkcs1 : null;
        if (oid != RsaPss)
        {
            return Algorithms.TryGetValue(oid, out var known) ? known : null;
        }

        // RSASSA-PSS-params ::= SEQUENCE { hashAlgorithm [0] AlgorithmIdentifier DEFAULT sha1, ... }   RFC 8017 §A.2.3
        padding = RSASignaturePadding.Pss;
        var parameters = identifier.ReadSequence();
        var hashTag = new Asn1Tag(TagClass.ContextSpecific, 0);
        return parameters.HasData && parameters.PeekTag().HasSameClassAndValue(hashTag)
            && Hashes.TryGetValue(parameters.ReadSequence(hashTag).ReadSequence().ReadObjectIdentifier(), out var hash) ? hash : null;
    }
}
