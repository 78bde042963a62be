// SPDX-License-Identifier: MIT

using System.Net.Security;
using System.Security.Authentication;
using FastSipAlg.Configuration.Options;
using static System.Net.Security.TlsCipherSuite;

namespace FastSipAlg.Transport.Legs;

/// <summary>
/// The cipher suites that we negotiate where the platform's own list does not do: each of them was seen to work on either leg with SslStream. What OpenSSL knows by name is more than what works: IDEA and SEED
/// are never chosen, and DHE is not, because .NET's TLS server has no Diffie-Hellman parameters. As a client we do not offer DHE either: at security level 0 a server could choose a group that is too small.
/// NULL, anonymous, export and CCM_8 (short tags, RFC 9325 §4.2) suites are left out on purpose.
/// </summary>
internal static class CipherSuites
{
    /// <summary>RFC 8446 §B.4. Key exchange is apart from them, and always ephemeral.</summary>
    public static readonly IReadOnlyList<TlsCipherSuite> Tls13 =
    [
        TLS_AES_256_GCM_SHA384, TLS_CHACHA20_POLY1305_SHA256, TLS_AES_128_GCM_SHA256, TLS_AES_128_CCM_SHA256,
    ];

    /// <summary>TLS 1.2 with ephemeral keys, AEAD before CBC (RFC 9325 §4.2).</summary>
    public static readonly IReadOnlyList<TlsCipherSuite> EphemeralTls12 =
    [
        TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        TLS_ECDHE_ECDSA_WITH_AES_256_CCM, TLS_ECDHE_ECDSA_WITH_AES_128_CCM,
        TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384, TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384,
        TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256,
    ];

    /// <summary>TLS 1.0 to 1.2 with ephemeral keys (RFC 8422).</summary>
    public static readonly IReadOnlyList<TlsCipherSuite> EphemeralTls10 =
    [
        TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA, TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA,
        TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
    ];

    /// <summary>TLS 1.2 with RSA key exchange.</summary>
    public static readonly IReadOnlyList<TlsCipherSuite> RsaTls12 =
    [
        TLS_RSA_WITH_AES_256_GCM_SHA384, TLS_RSA_WITH_AES_128_GCM_SHA256, TLS_RSA_WITH_AES_256_CCM, TLS_RSA_WITH_AES_128_CCM,
        TLS_RSA_WITH_AES_256_CBC_SHA256, TLS_RSA_WITH_AES_128_CBC_SHA256,
    ];

    /// <summary>TLS 1.0 to 1.2 with RSA key exchange (RFC 3268).</summary>
    public static readonly IReadOnlyList<TlsCipherSuite> RsaTls10 = [TLS_RSA_WITH_AES_256_CBC_SHA, TLS_RSA_WITH_AES_128_CBC_SHA];

    /// <summary>What <c>ssl-algorithm</c> adds below <c>high</c>, by the name of the cipher. Builds of OpenSSL without weak ciphers, as Debian's, have none of them.</summary>
    public static readonly IReadOnlyList<WeakCipher> Weak =
    [
        new("3DES", SslAlgorithm.Medium, [TLS_ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA, TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA], [TLS_RSA_WITH_3DES_EDE_CBC_SHA]),
        new("RC4", SslAlgorithm.Medium, [TLS_ECDHE_ECDSA_WITH_RC4_128_SHA, TLS_ECDHE_RSA_WITH_RC4_128_SHA], [TLS_RSA_WITH_RC4_128_SHA, TLS_RSA_WITH_RC4_128_MD5]),
        new("DES", SslAlgorithm.Low, [], [TLS_RSA_WITH_DES_CBC_SHA]),
    ];

    private static readonly Lazy<HashSet<TlsCipherSuite>> Platform = new(() => [.. new CipherSuitesPolicy(
    [
        .. Tls13, .. EphemeralTls12, .. EphemeralTls10, .. RsaTls12, .. RsaTls10, .. Weak.SelectMany(weak => weak.Ephemeral.Concat(weak.Rsa)),
    ]).AllowedCipherSuites]);

    /// <summary>Whether this platform's OpenSSL has the suite.</summary>
    public static bool IsHere(TlsCipherSuite suite) => Platform.Value.Contains(suite);

    /// <summary>In our order of preference, of those that <paramref name="isHere"/>.</summary>
    /// <exception cref="ArgumentException">TLS 1.3 without ephemeral keys was asked for: the validator did not look.</exception>
    public static IReadOnlyList<TlsCipherSuite> Choose(SslProtocols versions, SslAlgorithm algorithm, SslPfs pfs, Func<TlsCipherSuite, bool> isHere)
    {
        var hasTls13 = versions.HasFlag(SslProtocols.Tls13);
        if (hasTls13 && pfs == SslPfs.Deny)
        {
            throw new ArgumentException("TLS 1.3 has ephemeral keys only", nameof(pfs));
        }

        var hasTls12 = versions.HasFlag(SslProtocols.Tls12);
        var hasAnyOlder = (versions & ~SslProtocols.Tls13) != SslProtocols.None;
        var weak = Weak.Where(weak => hasAnyOlder && weak.From <= algorithm).ToList();
        IEnumerable<TlsCipherSuite> ephemeral = [.. hasTls12 ? EphemeralTls12 : [], .. hasAnyOlder ? EphemeralTls10 : [], .. weak.SelectMany(weak => weak.Ephemeral)];
        IEnumerable<TlsCipherSuite> rsa = [.. hasTls12 ? RsaTls12 : [], .. hasAnyOlder ? RsaTls10 : [], .. weak.SelectMany(weak => weak.Rsa)];
        return
        [
            .. (hasTls13 ? Tls13 : []).Concat(pfs == SslPfs.Deny ? [] : ephemeral).Concat(pfs == SslPfs.Require ? [] : rsa).Where(isHere),
        ];
    }

    /// <summary>Names of the ciphers that <paramref name="algorithm"/> means and no suite has that <paramref name="isHere"/>.</summary>
    public static IReadOnlyList<string> Lacking(SslAlgorithm algorithm, Func<TlsCipherSuite, bool> isHere) =>
    [
        .. Weak.Where(weak => weak.From <= algorithm && !weak.Ephemeral.Concat(weak.Rsa).Any(isHere)).Select(weak => weak.Name),
    ];

    /// <param name="Name">As operators know it.</param>
    /// <param name="From">The first <c>ssl-algorithm</c> that takes it.</param>
    /// <param name="Ephemeral">Its suites with ephemeral keys.</param>
    /// <param name="Rsa">Its suites with RSA key exchange.</param>
    internal sealed record WeakCipher(string Name, SslAlgorithm From, IReadOnlyList<TlsCipherSuite> Ephemeral, IReadOnlyList<TlsCipherSuite> Rsa);
}
