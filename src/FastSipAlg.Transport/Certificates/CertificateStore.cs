// SPDX-License-Identifier: MIT

using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using FastSipAlg.Configuration.Options;

namespace FastSipAlg.Transport.Certificates;

/// <summary>A snapshot of every certificate that a configuration names. Both legs read from it.</summary>
public sealed class CertificateStore
{
    private readonly Dictionary<string, LocalCertificate> _locals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, X509Certificate2Collection> _authorities = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SubjectRule> _subjects = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string, string), SslStreamCertificateContext> _contexts = new();
    private readonly FastSipAlgOptions _options;

    private CertificateStore(FastSipAlgOptions options) => _options = options;

    /// <summary>Loads what can be loaded and reports every problem. What has an error is not in the store.</summary>
    public static CertificateStore Load(FastSipAlgOptions options, TimeProvider time, out IReadOnlyList<CertificateProblem> problems)
    {
        var store = new CertificateStore(options);
        var found = new List<CertificateProblem>();
        foreach (var ca in options.CaCertificates.Values)
        {
            if (AuthorityFile.Read(ca, found) is { } authority)
            {
                store._authorities[ca.Name] = authority;
            }
        }

        var loader = new CertificateLoader(time, new KnownIssuers(store._authorities.Values.SelectMany(certificates => certificates)), found);
        foreach (var local in options.LocalCertificates.Values)
        {
            if (loader.Load(local) is { } certificate)
            {
                store._locals[local.Name] = certificate;
            }
        }

        foreach (var peer in options.Peers.Values)
        {
            store.LoadSubject(peer, found);
        }

        problems = found;
        return store;
    }

    /// <exception cref="KeyNotFoundException">It was not configured or had an error: the caller did not look at the problems.</exception>
    public LocalCertificate Local(string name) => _locals[name];

    /// <summary>null: it was not configured or had an error.</summary>
    public LocalCertificate? Find(string name) => _locals.GetValueOrDefault(name);

    /// <summary>
    /// What to show to phones: the certificate, and, when their certificates are checked against <paramref name="peersName"/> (a peer or a group), the names of the
    /// authorities that count. One context per pair: sessions do not resume across contexts.
    /// </summary>
    public SslStreamCertificateContext ServerContext(string certificateName, string? peersName)
    {
        var certificate = Local(certificateName);
        return peersName is null ? certificate.Context : _contexts.GetOrAdd((certificateName, peersName), _ =>
        {
            var authorities = new X509Certificate2Collection();
            foreach (var peer in PeersOf(peersName).Where(peer => peer.Ca is not null))
            {
                authorities.AddRange(Authority(peer.Ca!));
            }

            return certificate.CreateContext(
                authorities.Count == 0 ? null : SslCertificateTrust.CreateForX509Collection(authorities, sendTrustInHandshake: true));
        });
    }

    /// <summary>Shared by every <see cref="PeerVerifier"/> of this store; the one thing in it that grows.</summary>
    internal KnownIntermediates Intermediates { get; } = new();

    /// <summary>The trust anchors of a <c>vpn certificate ca</c> entry.</summary>
    internal X509Certificate2Collection Authority(string name) => _authorities[name];

    /// <summary>What a peer demands of the subject; null: nothing.</summary>
    internal SubjectRule? SubjectOf(PeerOptions peer) => string.IsNullOrEmpty(peer.Subject) ? null : _subjects[peer.Name];

    /// <summary>The peer of that name, or the members of the group.</summary>
    internal IReadOnlyList<PeerOptions> PeersOf(string name) =>
        _options.Peers.TryGetValue(name, out var peer) ? [peer] : [.. _options.PeerGroups[name].Members.Select(member => _options.Peers[member])];

    private void LoadSubject(PeerOptions peer, List<CertificateProblem> problems)
    {
        if (string.IsNullOrEmpty(peer.Subject))
        {
            return;
        }

        if (SubjectRule.TryParse(peer.Subject, out var rule, out var sentence))
        {
            _subjects[peer.Name] = rule;
        }
        else
        {
            problems.Add(new CertificateProblem($"user peer {peer.Name}", "subject", sentence, true));
        }
    }
}
