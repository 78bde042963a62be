// SPDX-License-Identifier: MIT

using System.Security.Cryptography;
using System.Text;
using FastSipAlg.Configuration.Options;

namespace FastSipAlg.Transport.Certificates;

/// <summary>The files that a configuration's certificates come from, as one value that changes with any of them.</summary>
public static class CertificateFiles
{
    /// <summary>A digest of the contents: times of files say too little where a directory of links is swapped, as container platforms do.</summary>
    public static string Fingerprint(FastSipAlgOptions options)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in Paths(options))
        {
            digest.AppendData(Encoding.UTF8.GetBytes(path + "\n"));
            if (BoundedFile.TryRead(path, out var bytes, out var sentence))
            {
                digest.AppendData(SHA256.HashData(bytes));
                CryptographicOperations.ZeroMemory(bytes);
            }
            else
            {
                digest.AppendData(Encoding.UTF8.GetBytes(sentence));
            }
        }

        return Convert.ToHexString(digest.GetHashAndReset());
    }

    private static IEnumerable<string> Paths(FastSipAlgOptions options) =>
        options.LocalCertificates.Values.SelectMany(local => new[] { local.Certificate, local.PrivateKey, local.PasswordFile })
            .Concat(options.CaCertificates.Values.SelectMany(ca => ca.Crls.Prepend(ca.Ca)))
            .OfType<string>()
            .Where(value => !PemReader.IsPem(value));
}
