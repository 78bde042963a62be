// SPDX-License-Identifier: MIT

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FastSipAlg.Simulation.Certificates;

/// <summary>
/// An issued certificate with its key. The key lives in memory only; on Linux SslStream takes such keys as they are, no detour over PKCS#12 is needed.
/// </summary>
public sealed class LabCertificate : IDisposable
{
    private readonly AsymmetricAlgorithm _key;

    internal LabCertificate(X509Certificate2 certificate, AsymmetricAlgorithm key, IReadOnlyList<X509Certificate2> intermediates)
    {
        Certificate = certificate;
        _key = key;
        Intermediates = intermediates;
    }

    /// <summary>With its private key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>From the issuer upwards, without the root.</summary>
    public IReadOnlyList<X509Certificate2> Intermediates { get; }

    /// <summary>The certificate and its intermediates, as a TLS server's chain file has them.</summary>
    public string ChainPem => string.Join('\n', [Certificate.ExportCertificatePem(), .. Intermediates.Select(i => i.ExportCertificatePem())]) + "\n";

    /// <summary>PKCS#8, not encrypted.</summary>
    public string KeyPem => _key.ExportPkcs8PrivateKeyPem() + "\n";

    /// <summary>Writes <c>NAME.pem</c> (the chain) and <c>NAME.key</c> (readable by the owner only), replacing what is there.</summary>
    public LabCertificateFiles WriteTo(string directory, string name)
    {
        Directory.CreateDirectory(directory);
        var files = new LabCertificateFiles(Path.Combine(directory, name + ".pem"), Path.Combine(directory, name + ".key"));
        File.WriteAllText(files.CertificatePath, ChainPem);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(files.KeyPath, options);
        writer.Write(KeyPem);
        return files;
    }

    public void Dispose()
    {
        Certificate.Dispose();
        _key.Dispose();
    }
}

/// <summary>Where <see cref="LabCertificate.WriteTo"/> put things.</summary>
public sealed record LabCertificateFiles(string CertificatePath, string KeyPath);
