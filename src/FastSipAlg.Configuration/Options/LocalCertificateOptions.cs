// SPDX-License-Identifier: MIT

namespace FastSipAlg.Configuration.Options;

/// <summary><c>config vpn certificate local</c>: a certificate of ours, its key and where the password of the key comes from.</summary>
public sealed class LocalCertificateOptions
{
    public required string Name { get; init; }

    /// <summary>A PEM, DER or PKCS#12 file, or PEM text itself (it then begins with <c>-----BEGIN</c>). Intermediates may follow the certificate.</summary>
    public string? Certificate { get; set; }

    /// <summary>A PEM or DER key file, or PEM text itself; not needed with PKCS#12.</summary>
    public string? PrivateKey { get; set; }

    public string? Password { get; set; }

    /// <summary>A file whose first line is the password.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>The environment variable that holds the password.</summary>
    public string? PasswordEnv { get; set; }

    public string? Comments { get; set; }

    /// <summary>An OCSP response is fetched and sent along. Off: it sends requests to an address that the certificate names.</summary>
    public bool OcspStapling { get; set; }

    /// <summary><see cref="Certificate"/> is a file of the certificate store, which holds the key as well.</summary>
    public bool IsStored { get; set; }
}
