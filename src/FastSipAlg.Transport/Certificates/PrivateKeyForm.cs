// SPDX-License-Identifier: MIT

using System.Formats.Asn1;

namespace FastSipAlg.Transport.Certificates;

/// <summary>How a private key is wrapped, told from its first elements; the label of a PEM block is not believed.</summary>
internal enum PrivateKeyForm
{
    Unknown,

    /// <summary>RFC 5208 §5.</summary>
    Pkcs8,

    /// <summary>RFC 5208 §6.</summary>
    EncryptedPkcs8,

    /// <summary>RSAPrivateKey, RFC 8017 §A.1.2.</summary>
    Pkcs1,

    /// <summary>ECPrivateKey, RFC 5915 §3.</summary>
    Sec1,
}

/// <summary>Recognises a <see cref="PrivateKeyForm"/>.</summary>
internal static class PrivateKeyForms
{
    private const string Pbes2 = "1.2.840.113549.1.5.13";
    private const string Pbkdf2 = "1.2.840.113549.1.5.12";

    /// <summary>The older schemes that the platform opens: PKCS#5 with DES or RC2, PKCS#12 with 3DES or RC2.</summary>
    private static readonly string[] OlderSchemes =
    [
        "1.2.840.113549.1.5.3", "1.2.840.113549.1.5.6", "1.2.840.113549.1.5.10", "1.2.840.113549.1.5.11",
        "1.2.840.113549.1.12.1.3", "1.2.840.113549.1.12.1.4", "1.2.840.113549.1.12.1.5", "1.2.840.113549.1.12.1.6",
    ];

    /// <summary>AES-128, -192, -256, 3DES, RC2, each in CBC mode.</summary>
    private static readonly string[] Pbes2Ciphers =
    [
        "2.16.840.1.101.3.4.1.2", "2.16.840.1.101.3.4.1.22", "2.16.840.1.101.3.4.1.42", "1.2.840.113549.3.7", "1.2.840.113549.3.2",
    ];

    /// <param name="der">The key as DER.</param>
    /// <param name="algorithm">The key's algorithm (PKCS#8), or what the platform cannot open of the encryption, else null.</param>
    internal static PrivateKeyForm Recognise(ReadOnlyMemory<byte> der, out string? algorithm)
    {
        algorithm = null;
        try
        {
            // PrivateKeyInfo          ::= SEQUENCE { version INTEGER, privateKeyAlgorithm SEQUENCE { OID ... }, ... }   RFC 5208 §5
            // EncryptedPrivateKeyInfo ::= SEQUENCE { encryptionAlgorithm SEQUENCE { OID ... }, encryptedData OCTET STRING }   §6
            // RSAPrivateKey           ::= SEQUENCE { version INTEGER, modulus INTEGER, ... }   RFC 8017 §A.1.2
            // ECPrivateKey            ::= SEQUENCE { version INTEGER, privateKey OCTET STRING, ... }   RFC 5915 §3
            var outer = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
            if (outer.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
            {
                algorithm = UnsupportedEncryption(outer.ReadSequence());
                return outer.PeekTag().HasSameClassAndValue(Asn1Tag.PrimitiveOctetString) ? PrivateKeyForm.EncryptedPkcs8 : PrivateKeyForm.Unknown;
            }

            outer.ReadInteger();
            var second = outer.PeekTag();
            if (second.HasSameClassAndValue(Asn1Tag.Sequence))
            {
                algorithm = outer.ReadSequence().ReadObjectIdentifier();
                return PrivateKeyForm.Pkcs8;
            }

            return second.HasSameClassAndValue(Asn1Tag.Integer) ? PrivateKeyForm.Pkcs1
                : second.HasSameClassAndValue(Asn1Tag.PrimitiveOctetString) ? PrivateKeyForm.Sec1
                : PrivateKeyForm.Unknown;
        }
        catch (AsnContentException)
        {
            return PrivateKeyForm.Unknown;
        }
    }

    // PBES2-params ::= SEQUENCE { keyDerivationFunc AlgorithmIdentifier, encryptionScheme AlgorithmIdentifier }   RFC 8018 §A.4
    private static string? UnsupportedEncryption(AsnReader scheme)
    {
        var oid = scheme.ReadObjectIdentifier();
        if (oid != Pbes2)
        {
            return OlderSchemes.Contains(oid) ? null : oid;
        }

        var parameters = scheme.ReadSequence();
        var derivation = parameters.ReadSequence().ReadObjectIdentifier();
        var cipher = parameters.ReadSequence().ReadObjectIdentifier();
        return derivation != Pbkdf2 ? derivation : Pbes2Ciphers.Contains(cipher) ? null : cipher;
    }
}
