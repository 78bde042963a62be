// SPDX-License-Identifier: MIT

using System.Security.Cryptography;

namespace FastSipAlg.Transport.Certificates;

/// <summary>
/// Turns a PEM block or DER bytes into an RSA or ECDSA key, or into one sentence. The exceptions of the platform's importers end here.
/// </summary>
internal static class PrivateKeyLoader
{
    private const string Ed25519 = "1.3.101.112";
    private const string Ed448 = "1.3.101.113";

    /// <summary>Whether a PEM block of this label may be handed to <see cref="Load(PemBlock, string, string?, out string)"/>.</summary>
    internal static bool IsKeyLabel(string label) => label.EndsWith("PRIVATE KEY", StringComparison.Ordinal);

    /// <param name="block">A block whose label <see cref="IsKeyLabel"/> likes.</param>
    /// <param name="source">How the sentence calls the key's place, such as a path.</param>
    /// <param name="password">null: none is set.</param>
    /// <param name="sentence">What is wrong, when null is returned.</param>
    internal static AsymmetricAlgorithm? Load(PemBlock block, string source, string? password, out string sentence)
    {
        if (block.Label == "OPENSSH PRIVATE KEY")
        {
            sentence = $"the private key in {source} is in OpenSSH's own format: convert it with \"ssh-keygen -p -m PKCS8 -f FILE\"";
            return null;
        }

        if (block.DekInfo is null)
        {
            return Load(block.Data, source, password, out sentence);
        }

        if (password is null)
        {
            sentence = PasswordNeeded(source);
            return null;
        }

        switch (LegacyPemDecryption.TryDecrypt(block, password, out var plain))
        {
            case LegacyPemDecryption.Outcome.Unsupported:
                sentence = $"the private key in {source} is encrypted in a way that cannot be opened here (DEK-Info: "
                    + $"{CertificateText.Printable(block.DekInfo)}): use AES-128-CBC, AES-192-CBC, AES-256-CBC or DES-EDE3-CBC, or encrypted PKCS#8";
                return null;
            case LegacyPemDecryption.Outcome.WrongPassword:
                sentence = WrongPassword(source);
                return null;
            default:
                var key = PrivateKeyForms.Recognise(plain, out _) is PrivateKeyForm.Unknown ? null : Load(plain, source, password, out _);
                CryptographicOperations.ZeroMemory(plain);
                sentence = key is null ? WrongPassword(source) : "";
                return key;
        }
    }

    /// <inheritdoc cref="Load(PemBlock, string, string?, out string)"/>
    internal static AsymmetricAlgorithm? Load(ReadOnlyMemory<byte> der, string source, string? password, out string sentence)
    {
        var form = PrivateKeyForms.Recognise(der, out var algorithm);
        sentence = form switch
        {
            PrivateKeyForm.Unknown => $"there is no private key in {source} that can be read (known: PKCS#8, PKCS#1, SEC1, as PEM or DER)",
            PrivateKeyForm.EncryptedPkcs8 when algorithm is not null =>
                $"the private key in {source} is encrypted in a way that cannot be opened here ({algorithm}): use PBKDF2 with AES-256-CBC, which is what \"openssl pkcs8 -topk8\" makes",
            PrivateKeyForm.EncryptedPkcs8 when password is null => PasswordNeeded(source),
            PrivateKeyForm.Pkcs8 when algorithm is Ed25519 or Ed448 => EdwardsKey(source),
            _ => "",
        };
        if (sentence.Length > 0)
        {
            return null;
        }

        var key = Import(form, der.Span, password);
        if (key is null)
        {
            sentence = form is PrivateKeyForm.EncryptedPkcs8
                ? WrongPassword(source)
                : $"the private key in {source} is neither an RSA nor an ECDSA key that can be used here, or it is damaged";
        }

        return key;
    }

    /// <summary>Also said of a certificate, whose public key shows it before any private key is read.</summary>
    internal static string EdwardsKey(string source) =>
        $"the key in {source} is Ed25519 or Ed448, which this platform's TLS cannot use for a certificate of its own: use RSA or ECDSA";

    internal static bool IsEdwards(string? oid) => oid is Ed25519 or Ed448;

    internal static string PasswordNeeded(string source) => $"{source} is encrypted and no password is given: name a password-file (a configuration may also have password or password-env)";

    internal static string WrongPassword(string source) => $"the password does not open {source}";

    private static AsymmetricAlgorithm? Import(PrivateKeyForm form, ReadOnlySpan<byte> der, string? password) => form switch
    {
        PrivateKeyForm.Pkcs1 => Try(RSA.Create(), der, static (rsa, bytes) => rsa.ImportRSAPrivateKey(bytes, out _)),
        PrivateKeyForm.Sec1 => Try(ECDsa.Create(), der, static (ec, bytes) => ec.ImportECPrivateKey(bytes, out _)),
        PrivateKeyForm.Pkcs8 => Try<AsymmetricAlgorithm>(RSA.Create(), der, static (key, bytes) => key.ImportPkcs8PrivateKey(bytes, out _))
            ?? Try<AsymmetricAlgorithm>(ECDsa.Create(), der, static (key, bytes) => key.ImportPkcs8PrivateKey(bytes, out _)),

        // What is inside shows only after decryption, so both kinds are tried.
        _ => Try<AsymmetricAlgorithm>(RSA.Create(), der, (key, bytes) => key.ImportEncryptedPkcs8PrivateKey(password, bytes, out _))
            ?? Try<AsymmetricAlgorithm>(ECDsa.Create(), der, (key, bytes) => key.ImportEncryptedPkcs8PrivateKey(password, bytes, out _)),
    };

    private static TKey? Try<TKey>(TKey key, ReadOnlySpan<byte> der, KeyImport<TKey> import)
        where TKey : AsymmetricAlgorithm
    {
        try
        {
            import(key, der);
            return key;
        }
        catch (CryptographicException)
        {
            key.Dispose();
            return null;
        }
    }

    private delegate void KeyImport<in TKey>(TKey key, ReadOnlySpan<byte> der);
}
