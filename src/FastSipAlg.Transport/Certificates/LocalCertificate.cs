// SPDX-License-Identifier: MIT

using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace FastSipAlg.Transport.Certificates;

/// <summary>
/// A certificate of ours, ready for SslStream. Immutable; lives as long as the <see cref="CertificateStore"/> it came from and is never disposed,
/// because flows that began with it may outlive the store.
/// </summary>
public sealed class LocalCertificate
{
    internal LocalCertificate(string name, X509Certificate2 leaf, X509Certificate2Collection intermediates)
    {
        Name = name;
        Leaf = leaf;
        Intermediates = intermediates;
        Context = CreateContext(null);
    }

    /// <summary>The entry's name in the configuration.</summary>
    public string Name { get; }

    /// <summary>With its private key.</summary>
    public X509Certificate2 Leaf { get; }

    /// <summary>What was found beside the leaf; the platform sends those of them that form its chain.</summary>
    public X509Certificate2Collection Intermediates { get; }

    /// <summary>Whether it can take part in RSA key exchange.</summary>
    public bool HasRsaKey => Leaf.GetKeyAlgorithm() == "1.2.840.113549.1.1.1";

    public DateTimeOffset NotAfter => CertificateText.NotAfter(Leaf);

    /// <summary>One for all connections: session resumption needs a context that stays the same.</summary>
    public SslStreamCertificateContext Context { get; }

    /// <summary>A context that also tells phones which authorities' certificates are welcome. Make one per profile, not one per connection.</summary>
    internal SslStreamCertificateContext CreateContext(SslCertificateTrust? trust) =>
        SslStreamCertificateContext.Create(Leaf, Intermediates, offline: true, trust);
}
