// SPDX-License-Identifier: MIT

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace FastSipAlg.Transport.Certificates;

/// <summary>
/// What one option's value holds: a PEM, DER or PKCS#12 file, or PEM text in place of a path. Reading decides the form by content, never by file name.
/// Either <see cref="Fault"/> says in one sentence what is wrong, or the rest is filled in.
/// </summary>
internal sealed class CertificateFile
{
    // RSAPrivateKey and friends also begin with SEQUENCE; what is no certificate and no PKCS#12 is taken for a key and judged by whoever wants one.
    private CertificateFile(string source) => Source = source;

    /// <summary>How sentences call it: the path, or "the PEM text of OPTION".</summary>
    internal string Source { get; }

    internal string? Fault { get; private set; }

    internal List<X509Certificate2> Certificates { get; } = [];

    /// <summary>Private keys in PEM.</summary>
    internal List<PemBlock> PemKeys { get; } = [];

    /// <summary>DER that is not a certificate.</summary>
    internal byte[]? DerKey { get; private set; }

    /// <summary>Certificates come from PKCS#12: one of them may have its key already.</summary>
    internal bool IsPkcs12 { get; private set; }

    internal bool HasKey => PemKeys.Count > 0 || DerKey is not null;

    /// <param name="option">The option's keyword.</param>
    /// <param name="value">Its value: an absolute path, or PEM text.</param>
    /// <param name="password">For PKCS#12; null: none is set.</param>
    internal static CertificateFile Read(string option, string value, string? password)
    {
        if (PemReader.IsPem(value))
        {
            var inline = new CertificateFile($"the PEM text of {option}");
            inline.ReadPem(value);
            return inline;
        }

        var file = new CertificateFile(value);
        if (!BoundedFile.TryRead(value, out var bytes, out var sentence))
        {
            file.Fault = sentence;
        }
        else if (bytes.Length == 0)
        {
            file.Fault = $"{value} is empty";
        }
        else if (PemReader.IsPem(bytes))
        {
            file.ReadPem(Encoding.UTF8.GetString(bytes));
        }
        else
        {
            file.ReadBinary(bytes, password);
        }

        return file;
    }

    private void ReadPem(string text)
    {
        var blocks = new List<PemBlock>();
        if (!PemReader.TryRead(text, blocks, out var fault))
        {
            Fault = $"{Source}: {fault}";
            return;
        }

        foreach (var block in blocks)
        {
            if (block.Label is "CERTIFICATE" or "X509 CERTIFICATE")
            {
                AddCertificate(block.Data);
            }
            else if (PrivateKeyLoader.IsKeyLabel(block.Label))
            {
                PemKeys.Add(block);
            }
            else if (block.Label is "PKCS7" or "CMS")
            {
                Fault ??= $"{Source} holds a PKCS#7 bundle: convert it with \"openssl pkcs7 -print_certs\"";
            }
            else if (block.Label is "TRUSTED CERTIFICATE")
            {
                Fault ??= $"{Source} holds OpenSSL's own \"TRUSTED CERTIFICATE\" form: convert it with \"openssl x509\"";
            }
        }
    }

    private void AddCertificate(byte[] der)
    {
        try
        {
            Certificates.Add(X509CertificateLoader.LoadCertificate(der));
        }
        catch (CryptographicException)
        {
            Fault ??= $"certificate {Certificates.Count + 1} in {Source} cannot be decoded";
        }
    }

    private void ReadBinary(byte[] bytes, string? password)
    {
        switch (ContentTypeOf(bytes))
        {
            case X509ContentType.Cert:
                AddCertificate(bytes);
                break;
            case X509ContentType.Pkcs12:
                IsPkcs12 = true;
                ReadPkcs12(bytes, password);
                break;
            case X509ContentType.Pkcs7:
                Fault = $"{Source} holds a PKCS#7 bundle: convert it with \"openssl pkcs7 -inform DER -print_certs\"";
                break;
            default:
                DerKey = bytes;
                break;
        }
    }

    private static X509ContentType ContentTypeOf(byte[] bytes)
    {
        try
        {
            return X509Certificate2.GetCertContentType(bytes);
        }
        catch (CryptographicException)
        {
            return X509ContentType.Unknown;
        }
    }

    private void ReadPkcs12(byte[] bytes, string? password)
    {
        try
        {
            Certificates.AddRange(X509CertificateLoader.LoadPkcs12Collection(bytes, password));
        }
        catch (CryptographicException exception) when (exception.HResult == InvalidPassword)
        {
            Fault = password is null ? PrivateKeyLoader.PasswordNeeded(Source) : PrivateKeyLoader.WrongPassword(Source);
        }
        catch (CryptographicException exception)
        {
            // Ed25519 keys end here too: the platform refuses the whole container.
            Fault = $"{Source} is PKCS#12 that cannot be opened here ({exception.Message}): its key must be RSA or ECDSA";
        }
    }

    // HRESULT of ERROR_INVALID_PASSWORD, which the platform uses for PKCS#12 everywhere.
    private const int InvalidPassword = unchecked((int)0x80070056);
}
