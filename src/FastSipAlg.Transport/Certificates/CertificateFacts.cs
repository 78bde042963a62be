// SPDX-License-Identifier: MIT

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Configuration.Problems;

namespace FastSipAlg.Transport.Certificates;

/// <summary>What one wants to know of a certificate of ours. Texts come from whoever made it and are fit to be printed.</summary>
/// <param name="Name">What a VoIP profile calls it.</param>
/// <param name="Subject">Its distinguished name.</param>
/// <param name="AlternativeNames">Each with its kind: <c>DNS:sip.example.com</c>, <c>URI:sip:example.com</c>, <c>IP:192.0.2.1</c>.</param>
/// <param name="Issuer">The issuer's distinguished name.</param>
/// <param name="Key">Such as <c>RSA 2048</c> or <c>ECDSA P-256</c>.</param>
/// <param name="NotBefore">From when it is valid.</param>
/// <param name="NotAfter">Until when.</param>
/// <param name="SerialNumber">In hexadecimal digits.</param>
/// <param name="Fingerprint">SHA-256 of the certificate, in hexadecimal digits.</param>
/// <param name="Chain">Subjects of the certificates that are sent with it, as they stand in the file.</param>
/// <param name="Comment">null: none.</param>
public sealed record CertificateFacts(
    string Name,
    string Subject,
    IReadOnlyList<string> AlternativeNames,
    string Issuer,
    string Key,
    DateTimeOffset NotBefore,
    DateTimeOffset NotAfter,
    string SerialNumber,
    string Fingerprint,
    IReadOnlyList<string> Chain,
    string? Comment)
{
    /// <summary>Of every local certificate, expired ones too; what cannot be read is a problem.</summary>
    public static IReadOnlyList<CertificateFacts> Read(FastSipAlgOptions options, TimeProvider time, out IReadOnlyList<OptionProblem> problems)
    {
        var found = new List<OptionProblem>();
        var loader = new CertificateLoader(time, new KnownIssuers(options.CaCertificates.Values.SelectMany(AuthorityFile.TryRead)), found, toleratesDates: true);
        var facts = new List<CertificateFacts>();
        foreach (var entry in options.LocalCertificates.Values)
        {
            if (loader.Load(entry) is { } certificate)
            {
                facts.Add(Of(certificate, entry.Comments ?? (entry.IsStored ? StoredCertificate.ReadComment(entry.Certificate!) : null)));
            }
        }

        problems = found;
        return facts;
    }

    internal static CertificateFacts Of(LocalCertificate certificate, string? comment)
    {
        var leaf = certificate.Leaf;
        var names = CertificateNames.Read(leaf);
        return new CertificateFacts(
            certificate.Name,
            CertificateText.Subject(leaf),
            [
                .. names.Uris.Select(uri => "URI:" + CertificateText.Printable(uri)),
                .. names.DnsNames.Select(name => "DNS:" + CertificateText.Printable(name)),
                .. names.Addresses.Select(address => "IP:" + address),
                .. names.Emails.Select(email => "email:" + CertificateText.Printable(email)),
            ],
            CertificateText.Issuer(leaf),
            KeyOf(leaf),
            CertificateText.NotBefore(leaf),
            CertificateText.NotAfter(leaf),
            leaf.SerialNumber,
            leaf.GetCertHashString(HashAlgorithmName.SHA256),
            [.. certificate.Intermediates.Select(CertificateText.Subject)],
            comment);
    }

    private static string KeyOf(X509Certificate2 leaf)
    {
        using var rsa = leaf.GetRSAPublicKey();
        if (rsa is not null)
        {
            return $"RSA {rsa.KeySize}";
        }

        using var curve = leaf.GetECDsaPublicKey();
        return $"ECDSA P-{curve?.KeySize}";
    }
}
