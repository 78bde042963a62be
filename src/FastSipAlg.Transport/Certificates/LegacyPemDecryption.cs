// SPDX-License-Identifier: MIT

using System.Security.Cryptography;
using System.Text;

namespace FastSipAlg.Transport.Certificates;

/// <summary>
/// Opens a key block marked <c>Proc-Type: 4,ENCRYPTED</c>, the form OpenSSL wrote before PKCS#8 and FortiOS still exports.
/// <c>DEK-Info: cipher "," hex-iv</c>, RFC 1421 §4.6.1.3; the key is derived as OpenSSL's EVP_BytesToKey does with MD5, one round, the IV's first 8 bytes as salt.
/// </summary>
internal static class LegacyPemDecryption
{
    private const int SaltLength = 8;

    internal enum Outcome
    {
        Decrypted,

        /// <summary>The padding is wrong. A wrong password passes this test once in some 256 tries, so the caller must look at the result too.</summary>
        WrongPassword,

        /// <summary>A cipher that is not offered here, or a DEK-Info that cannot be read.</summary>
        Unsupported,
    }

    internal static Outcome TryDecrypt(PemBlock block, string password, out byte[] plain)
    {
        plain = [];
        var parts = block.DekInfo!.Split(',', 2, StringSplitOptions.TrimEntries);
        var iv = parts.Length == 2 && parts[1].Length % 2 == 0 && parts[1].All(char.IsAsciiHexDigit) ? Convert.FromHexString(parts[1]) : [];
        using var cipher = CreateCipher(parts[0].ToUpperInvariant(), out var keyLength);
        if (cipher is null || iv.Length != cipher.BlockSize / 8)
        {
            return Outcome.Unsupported;
        }

        var key = DeriveKey(password, iv.AsSpan(0, SaltLength), keyLength);
        try
        {
            cipher.Key = key;
            plain = cipher.DecryptCbc(block.Data, iv);
            return Outcome.Decrypted;
        }
        catch (CryptographicException)
        {
            return Outcome.WrongPassword;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

#pragma warning disable CA5350, CA5351, CA1850 // The file's author chose 3DES and MD5; here they only open it.
    private static SymmetricAlgorithm? CreateCipher(string name, out int keyLength)
    {
        keyLength = name switch
        {
            "AES-128-CBC" => 16,
            "AES-192-CBC" or "DES-EDE3-CBC" => 24,
            "AES-256-CBC" => 32,
            _ => 0,
        };
        return keyLength == 0 ? null : name.StartsWith("AES", StringComparison.Ordinal) ? Aes.Create() : TripleDES.Create();
    }

    // D(1) = MD5(password salt), D(i) = MD5(D(i-1) password salt); the key is the first bytes of D(1) D(2) ...
    private static byte[] DeriveKey(string password, ReadOnlySpan<byte> salt, int length)
    {
        var secret = Encoding.UTF8.GetBytes(password);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        var key = new byte[length];
        byte[] digest = [];
        for (var filled = 0; filled < length; filled += digest.Length)
        {
            hash.AppendData(digest);
            hash.AppendData(secret);
            hash.AppendData(salt);
            digest = hash.GetHashAndReset();
            digest.AsSpan(0, Math.Min(digest.Length, length - filled)).CopyTo(key.AsSpan(filled));
        }

        CryptographicOperations.ZeroMemory(secret);
        return key;
    }
#pragma warning restore CA5350, CA5351, CA1850
}
