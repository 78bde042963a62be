// SPDX-License-Identifier: MIT

using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Authentication;
using FastSipAlg.Configuration.Options;

namespace FastSipAlg.Transport.Legs;

/// <summary>
/// TLS versions and cipher suites of a VoIP profile, the same for both legs. Where the platform's own list of suites does what the profile says there is none of ours: <see cref="CipherSuitesPolicy"/> switches
/// session resumption off, gives each connection a context of its own (12 KB) and costs CPU.
/// </summary>
public sealed class TlsParameters
{
    private static readonly ConcurrentDictionary<(SslProtocols, SslAlgorithm, SslPfs), TlsParameters> Known = new();

    private readonly CipherSuitesPolicy? _policy;
    private readonly EncryptionPolicy _encryption;

    private TlsParameters(SslProtocols versions, CipherSuitesPolicy? policy, EncryptionPolicy encryption)
    {
        Versions = versions;
        _policy = policy;
        _encryption = encryption;
    }

    /// <summary>As flags.</summary>
    public SslProtocols Versions { get; }

    /// <summary>Lowest first, such as <c>TLS1.2</c>.</summary>
    public IReadOnlyList<string> VersionNames => [.. TlsVersions.NamesOf(Versions)];

    /// <summary>null: the platform's.</summary>
    internal CipherSuitesPolicy? OwnSuites => _policy;

    /// <summary>Whether TLS sessions resume.</summary>
    public bool Resumes => _policy is null;

    /// <summary>Whether OpenSSL's own bounds are off (security level 0), so that only ours hold.</summary>
    public bool LowersSecurityLevel => _encryption != EncryptionPolicy.RequireEncryption;

    /// <summary>One for all profiles that say the same: building a policy takes a tenth of a millisecond, and the runtime caches by it.</summary>
    public static TlsParameters Of(VoipProfileOptions profile) =>
        Known.GetOrAdd(
            (TlsVersions.Between(profile.SslMinVersion, profile.SslMaxVersion), profile.SslAlgorithm, profile.SslPfs),
            static key => Create(key.Item1, key.Item2, key.Item3, CipherSuites.IsHere));

    internal static TlsParameters Create(SslProtocols versions, SslAlgorithm algorithm, SslPfs pfs, Func<TlsCipherSuite, bool> isHere)
    {
        var suites = CipherSuites.Choose(versions, algorithm, pfs, isHere);

        // RC4 and DES are below every level but 0, TLS 1.0 and 1.1 because of their signatures.
        var isWeak = (versions & TlsVersions.Old) != SslProtocols.None
            || CipherSuites.Weak.Any(weak => weak.Ephemeral.Concat(weak.Rsa).Any(suites.Contains));
        var isPlatforms = !isWeak && pfs == SslPfs.Require;
        return new TlsParameters(versions, isPlatforms ? null : new CipherSuitesPolicy(suites), isWeak ? TlsVersions.NoSecurityLevel : EncryptionPolicy.RequireEncryption);
    }

    internal void ApplyTo(SslServerAuthenticationOptions options)
    {
        options.EnabledSslProtocols = Versions;
        options.CipherSuitesPolicy = _policy;
        options.EncryptionPolicy = _encryption;
    }

    internal void ApplyTo(SslClientAuthenticationOptions options)
    {
        options.EnabledSslProtocols = Versions;
        options.CipherSuitesPolicy = _policy;
        options.EncryptionPolicy = _encryption;
    }
}
