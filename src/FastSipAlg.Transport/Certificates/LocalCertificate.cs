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
    /// <summary>Ours: a month is the time in which a renewal should have happened (public CAs' tools renew at 30 days).</summary>
    public static readonly TimeSpan ExpiryWarning = TimeSpan.FromDays(30);

    private readonly X509Certificate2Collection? _stapledBy;

    /// <param name="name">The entry's name in the configuration.</param>
    /// <param name="leaf">With its private key.</param>
    /// <param name="intermediates">What may form its chain.</param>
    /// <param name="stapledBy">Roots that the chain may lead to, when an OCSP response is to be fetched and sent along; null: none is.</param>
    internal LocalCertificate(string name, X509Certificate2 leaf, X509Certificate2Collection intermediates, X509Certificate2Collection? stapledBy = null)
    {
        _stapledBy = stapledBy;
        Name = name;
        Leaf = leaf;
        Intermediates = intermediates;
        Context = CreateContext(null);
    }

    private LocalCertificate(string name, LocalCertificate same)
    {
        Name = name;
        _stapledBy = same._stapledBy;
        Leaf = same.Leaf;
        Intermediates = same.Intermediates;
        Context = same.Context;
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

    /// <summary>This certificate under a name of the next configuration.</summary>
    internal LocalCertificate As(string name) => name == Name ? this : new LocalCertificate(name, this);

    internal bool IsMadeOf(X509Certificate2 leaf, IEnumerable<X509Certificate2> intermediates, bool isStapled) =>
        isStapled == _stapledBy is not null
        && CertificateContent.Equality.Equals(Leaf, leaf)
        && Intermediates.SequenceEqual(intermediates, CertificateContent.Equality);

    /// <summary>A context that also tells phones which authorities' certificates are welcome. Make one per profile, not one per connection.</summary>
    internal SslStreamCertificateContext CreateContext(SslCertificateTrust? trust) =>
        _stapledBy is null
            ? SslStreamCertificateContext.Create(Leaf, Intermediates, offline: true, trust)

            // The platform asks the responder itself, from the first handshake on, and needs the issuer for that, be it the root.
            : SslStreamCertificateContext.Create(Leaf, [.. Intermediates, .. _stapledBy], offline: false, trust);
}
