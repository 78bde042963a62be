// SPDX-License-Identifier: MIT

using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Configuration.Problems;

namespace FastSipAlg.Transport.Certificates;

/// <summary>
/// A snapshot of every certificate that a configuration names. Both legs read from it. One that follows another takes over what has not changed, above all the contexts:
/// sessions do not resume across contexts, and each context that was in use holds memory of OpenSSL's.
/// </summary>
public sealed class CertificateStore
{
    private readonly Dictionary<string, LocalCertificate> _locals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, X509Certificate2Collection> _authorities = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RevocationRules> _revocation = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SubjectRule> _subjects = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Certificate, string Peers), TrustingContext> _contexts = new();
    private readonly FastSipAlgOptions _options;

    private CertificateStore(FastSipAlgOptions options, KnownIntermediates intermediates, OcspResponders responders)
    {
        _options = options;
        Intermediates = intermediates;
        Responders = responders;
    }

    public IEnumerable<LocalCertificate> Locals => _locals.Values;

    /// <summary>Shared by every <see cref="PeerVerifier"/> of this store and of those that follow: a session ticket outlives a change of certificates. The one thing in it that grows.</summary>
    internal KnownIntermediates Intermediates { get; }

    /// <summary>Likewise shared, with what they answered.</summary>
    internal OcspResponders Responders { get; }

    /// <summary>Loads what can be loaded and reports every problem. What has an error is not in the store.</summary>
    public static CertificateStore Load(FastSipAlgOptions options, TimeProvider time, out IReadOnlyList<OptionProblem> problems) =>
        Load(options, time, previous: null, out problems);

    /// <summary>Loads anew, and takes from <paramref name="previous"/> what is still the same.</summary>
    public static CertificateStore Load(FastSipAlgOptions options, TimeProvider time, CertificateStore? previous, out IReadOnlyList<OptionProblem> problems)
    {
        var store = new CertificateStore(options, previous?.Intermediates ?? new KnownIntermediates(), previous?.Responders ?? new OcspResponders(time));
        var found = new List<OptionProblem>();
        foreach (var ca in options.CaCertificates.Values)
        {
            if (AuthorityFile.Read(ca, found) is { } authority)
            {
                store._authorities[ca.Name] = KeepOld(previous?._authorities.Values, authority);
                AuthorityFile.CheckDates(ca, store._authorities[ca.Name], time.GetUtcNow(), found);
                if (RevocationRules.Load(ca, store._authorities[ca.Name], time.GetUtcNow(), found) is { } rules)
                {
                    store._revocation[ca.Name] = rules;
                }
            }
        }

        var loader = new CertificateLoader(time, new KnownIssuers(store._authorities.Values.SelectMany(certificates => certificates)), found)
        {
            Known = previous?._locals.Values,
            Authorities = [.. store._authorities.Values.SelectMany(certificates => certificates)],
        };
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

        if (previous is not null)
        {
            store.InheritContexts(previous);
        }

        problems = found;
        return store;
    }

    /// <exception cref="KeyNotFoundException">It was not configured or had an error: the caller did not look at the problems.</exception>
    public LocalCertificate Local(string name) => _locals[name];

    /// <summary>null: it was not configured or had an error.</summary>
    public LocalCertificate? Find(string name) => _locals.GetValueOrDefault(name);

    /// <summary>
    /// What to show to phones: the certificates to choose from, the default first, and, when the phones' own are checked against <paramref name="peersName"/> (a peer or a group), the
    /// names of the authorities that count.
    /// </summary>
    public ServerCertificates ShownToPhones(IReadOnlyList<string> certificateNames, string? peersName) =>
        new([.. certificateNames.Select(name => (Local(name).Leaf, ServerContext(name, peersName)))]);

    /// <summary>The names that these certificates are for, as phones ask for them; wildcards included.</summary>
    public IReadOnlySet<string> NamesOf(IEnumerable<string> certificateNames) =>
        certificateNames.SelectMany(name => ServerCertificates.NamesOf(Local(name).Leaf)).ToHashSet(StringComparer.Ordinal);

    /// <summary>The trust anchors of a <c>vpn certificate ca</c> entry.</summary>
    internal X509Certificate2Collection Authority(string name) => _authorities[name];

    /// <summary>Likewise; null: it was not configured or had an error.</summary>
    internal X509Certificate2Collection? FindAuthority(string name) => _authorities.GetValueOrDefault(name);

    /// <summary>How it is found out whether what a <c>vpn certificate ca</c> entry issued was revoked; null: not at all.</summary>
    internal RevocationRules? RevocationOf(string authority) => _revocation.GetValueOrDefault(authority);

    /// <summary>What a peer demands of the subject; null: nothing.</summary>
    internal SubjectRule? SubjectOf(PeerOptions peer) => string.IsNullOrEmpty(peer.Subject) ? null : _subjects[peer.Name];

    /// <summary>The peer of that name, or the members of the group.</summary>
    internal IReadOnlyList<PeerOptions> PeersOf(string name) =>
        _options.Peers.TryGetValue(name, out var peer) ? [peer] : [.. _options.PeerGroups[name].Members.Select(member => _options.Peers[member])];

    // One context per certificate and peers: sessions do not resume across contexts.
    private SslStreamCertificateContext ServerContext(string certificateName, string? peersName)
    {
        var certificate = Local(certificateName);
        return peersName is null ? certificate.Context : _contexts.GetOrAdd((certificateName, peersName), _ =>
        {
            var authorities = AuthoritiesOf(peersName);
            var trust = authorities.Count == 0 ? null : SslCertificateTrust.CreateForX509Collection([.. authorities], sendTrustInHandshake: true);
            return new TrustingContext(certificate.Leaf, authorities, certificate.CreateContext(trust));
        }).Context;
    }

    private void InheritContexts(CertificateStore previous)
    {
        foreach (var (key, context) in previous._contexts)
        {
            var isThere = _locals.TryGetValue(key.Certificate, out var certificate) && (_options.Peers.ContainsKey(key.Peers) || _options.PeerGroups.ContainsKey(key.Peers));
            if (isThere && certificate!.Leaf == context.Leaf && AuthoritiesOf(key.Peers).SequenceEqual(context.Authorities, ReferenceEqualityComparer.Instance))
            {
                _contexts[key] = context;
            }
        }
    }

    private IReadOnlyList<X509Certificate2> AuthoritiesOf(string peersName) =>
        [.. PeersOf(peersName).Where(peer => peer.Ca is not null && _authorities.ContainsKey(peer.Ca)).SelectMany(peer => Authority(peer.Ca!))];

    private static X509Certificate2Collection KeepOld(IEnumerable<X509Certificate2Collection>? known, X509Certificate2Collection loaded)
    {
        if (known?.FirstOrDefault(old => old.SequenceEqual(loaded, CertificateContent.Equality)) is not { } old)
        {
            return loaded;
        }

        foreach (var certificate in loaded)
        {
            certificate.Dispose();
        }

        return old;
    }

    private void LoadSubject(PeerOptions peer, List<OptionProblem> problems)
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
            problems.Add(new OptionProblem($"user peer {peer.Name}", "subject", sentence, true));
        }
    }

    /// <summary>A context that names authorities, and what it was made of: objects, which the stores that follow keep while they are the same.</summary>
    private sealed record TrustingContext(X509Certificate2 Leaf, IReadOnlyList<X509Certificate2> Authorities, SslStreamCertificateContext Context);
}
