// SPDX-License-Identifier: MIT

using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using FastSipAlg.Configuration.Options;

namespace FastSipAlg.Transport.Certificates;

/// <summary>
/// Decides on the certificate of a phone or of the SIP server, by the rules of one VoIP profile. The platform's own verdict on names is set aside: it falls back to the common
/// name where RFC 5922 forbids it. A verdict stands for <see cref="CacheTime"/>: a storm of server legs shows the same certificate again and again.
/// Thread-safe; belongs to one configuration and goes with it.
/// </summary>
public sealed class PeerVerifier
{
    /// <summary>Ours: a storm of server legs is over sooner. No verdict outlives a certificate of its chain.</summary>
    private static readonly TimeSpan CacheTime = TimeSpan.FromSeconds(60);

    /// <summary>Phones have a certificate each; beyond this many the cache starts anew.</summary>
    private const int CacheSize = 4096;

    private readonly ConcurrentDictionary<string, Trust> _trusted = new(StringComparer.Ordinal);
    private readonly KnownIntermediates _intermediates;
    private readonly OcspResponders _responders;
    private readonly IReadOnlyList<PeerRule> _rules;
    private readonly string? _serverName;
    private readonly TimeProvider _time;

    private PeerVerifier(CertificateStore store, IReadOnlyList<PeerRule> rules, string? serverName, TimeProvider time)
    {
        _intermediates = store.Intermediates;
        _responders = store.Responders;
        _rules = rules;
        _serverName = serverName;
        _time = time;
    }

    /// <summary>
    /// For the chain that SslStream builds before it asks <see cref="Verify"/>, whose verdict alone counts. It must trust nobody and above all fetch nothing: else a stranger's
    /// certificate says where we send requests. What the peer sent along reaches the verifier all the same. SslStream works on copies of it.
    /// </summary>
    public static X509ChainPolicy PlatformChain { get; } = new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        DisableCertificateDownloads = true,
        RevocationMode = X509RevocationMode.NoCheck,
    };

    /// <summary>For certificates of the management endpoint's callers (<c>client-ca</c>): what <paramref name="authority"/>, a <c>vpn certificate ca</c> entry, has issued. null: it is not there.</summary>
    public static PeerVerifier? ForCallers(CertificateStore store, string authority, TimeProvider time) => store.FindAuthority(authority) is not { } anchors
        ? null
        : new(store, [new PeerRule(anchors, new PeerOptions { Name = "client-ca", Ca = authority }, null, store.RevocationOf(authority))], null, time);

    /// <summary>For certificates of phones (<c>ssl-auth-client</c>): <paramref name="peersName"/> is a peer or a group of which any may match.</summary>
    public static PeerVerifier ForPhones(CertificateStore store, string peersName, TimeProvider time) => new(store, Rules(store, peersName), null, time);

    /// <summary>For the SIP server's certificate (<c>ssl-auth-server</c>): also the name must be <paramref name="serverName"/>. Without peers, the system's trust store.</summary>
    public static PeerVerifier ForServer(CertificateStore store, string? peersName, string serverName, TimeProvider time) =>
        new(store, peersName is null ? [new PeerRule(null, null, null, null)] : Rules(store, peersName), serverName, time);

    /// <summary>For SslStream's callback.</summary>
    /// <param name="certificate">The peer's; null: it showed none.</param>
    /// <param name="presentedChain">Gives the intermediates that the peer sent.</param>
    /// <param name="verdict">What was decided.</param>
    /// <param name="refusal">null when trusted, else one sentence: what was expected and what was shown.</param>
    /// <param name="pending">What must still be asked after the handshake, when trusted; null: nothing.</param>
    public bool Verify(X509Certificate? certificate, X509Chain? presentedChain, out PeerVerdict verdict, out string? refusal, out PendingVerdict? pending)
    {
        pending = null;
        if (certificate is null)
        {
            verdict = PeerVerdict.NoCertificate;
            refusal = "the peer showed no certificate";
            return false;
        }

        using var copy = certificate is X509Certificate2 ? null : X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        var leaf = certificate as X509Certificate2 ?? copy!;
        var key = leaf.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256);
        if (_trusted.TryGetValue(key, out var trust) && _time.GetElapsedTime(trust.Since) < CacheTime && _time.GetUtcNow() <= trust.NotAfter)
        {
            (verdict, refusal) = (PeerVerdict.Trusted, null);
            return true;
        }

        (verdict, refusal) = Decide(leaf, presentedChain, out var notAfter, out var question);

        // Another chain to the same leaf may be better: only what was trusted is worth remembering.
        if (verdict == PeerVerdict.Trusted && question is null)
        {
            Remember(key, notAfter);
        }
        else if (verdict == PeerVerdict.Trusted)
        {
            pending = new PendingVerdict(_responders, question!.Value.Question, question.Value.AcceptsUnknown, () => Remember(key, notAfter));
        }

        return verdict == PeerVerdict.Trusted;
    }

    private void Remember(string key, DateTimeOffset notAfter)
    {
        if (_trusted.Count >= CacheSize)
        {
            _trusted.Clear();
        }

        _trusted[key] = new Trust(_time.GetTimestamp(), notAfter);
    }

    private static IReadOnlyList<PeerRule> Rules(CertificateStore store, string peersName) =>
        [.. store.PeersOf(peersName).Select(peer => new PeerRule(peer.Ca is null ? null : store.Authority(peer.Ca), peer, store.SubjectOf(peer), peer.Ca is null ? null : store.RevocationOf(peer.Ca)))];

    private (PeerVerdict, string?) Decide(X509Certificate2 leaf, X509Chain? presentedChain, out DateTimeOffset notAfter, out (OcspQuestion Question, bool AcceptsUnknown)? question)
    {
        notAfter = default;
        question = null;
        var names = CertificateNames.Read(leaf);
        if (_serverName is not null && !SipDomainName.Matches(names, _serverName, acceptWildcards: false))
        {
            return (PeerVerdict.WrongName, $"the certificate is not for {_serverName}: {SipDomainName.Describe(names, _serverName)}");
        }

        // Of several rules the refusal that came furthest is told: a wrong name says more than an issuer that another rule is about.
        (PeerVerdict Verdict, string? Refusal) best = (PeerVerdict.UntrustedIssuer, null);
        foreach (var rule in _rules)
        {
            var outcome = DecideBy(rule, leaf, names, presentedChain, out notAfter, out question);
            if (outcome.Verdict is PeerVerdict.Trusted or PeerVerdict.Revoked)
            {
                return outcome;
            }

            if (best.Refusal is null || outcome.Verdict != PeerVerdict.UntrustedIssuer)
            {
                best = outcome;
            }
        }

        return best;
    }

    private (PeerVerdict Verdict, string? Refusal) DecideBy(
        PeerRule rule,
        X509Certificate2 leaf,
        CertificateNames names,
        X509Chain? presentedChain,
        out DateTimeOffset notAfter,
        out (OcspQuestion Question, bool AcceptsUnknown)? question)
    {
        question = null;
        IEnumerable<X509Certificate2> sent = presentedChain?.ChainPolicy.ExtraStore ?? [];
        using var chain = PeerChain.Build(leaf, rule.Anchors, sent.Concat(_intermediates.Certificates), _time.GetUtcNow());
        if (!chain.IsSound)
        {
            notAfter = default;
            return Refused(chain, leaf, rule);
        }

        notAfter = chain.NotAfter;
        if (!PeerUsage.Admits(chain.Certificates, _serverName is null ? PeerUsage.ClientAuthentication : PeerUsage.ServerAuthentication))
        {
            return (PeerVerdict.WrongUsage, $"{CertificateText.Subject(leaf)} is not made for SIP or TLS {(_serverName is null ? "clients" : "servers")} (extended key usage)");
        }

        if (Weakness(chain.Certificates) is { Refusal: not null } weakness)
        {
            return weakness;
        }

        foreach (var intermediate in chain.Certificates.Skip(1).SkipLast(1))
        {
            _intermediates.Remember(intermediate);
        }

        if (rule.WhyNot(names, leaf) is { } sentence)
        {
            return (PeerVerdict.WrongPeer, sentence);
        }

        return rule.Revocation is { } revocation ? DecideOnRevocation(revocation, chain.Certificates, ref notAfter, out question) : (PeerVerdict.Trusted, null);
    }

    // Lists first: they are here. The responder that the certificate names is asked about what they do not know, now sound as its chain is.
    private (PeerVerdict Verdict, string? Refusal) DecideOnRevocation(
        RevocationRules rules,
        IReadOnlyList<X509Certificate2> chain,
        ref DateTimeOffset notAfter,
        out (OcspQuestion Question, bool AcceptsUnknown)? question)
    {
        question = null;
        var found = rules.LookUp(chain, _time.GetUtcNow());
        if (found.Status == RevocationStatus.Revoked)
        {
            return (PeerVerdict.Revoked, found.Sentence);
        }

        if (found.Status == RevocationStatus.Good)
        {
            notAfter = found.Until < notAfter ? found.Until.Value : notAfter;
            return (PeerVerdict.Trusted, null);
        }

        var remembered = rules.AsksResponders ? _responders.Remembered(chain) : RevocationStatus.Unknown;
        if (remembered == RevocationStatus.Revoked)
        {
            return (PeerVerdict.Revoked, $"{CertificateText.Subject(chain[0])} (serial number {chain[0].SerialNumber}) was revoked, said its responder");
        }

        if (rules.AsksResponders && remembered == RevocationStatus.Unknown && OcspResponders.QuestionFor(chain) is { } toAsk)
        {
            question = (toAsk, rules.AcceptsUnknown);
            return (PeerVerdict.Trusted, null);
        }

        // Where there are no lists, a certificate that names no responder is not to be checked.
        return remembered == RevocationStatus.Good || rules.AcceptsUnknown || !rules.HasLists
            ? (PeerVerdict.Trusted, null)
            : (PeerVerdict.RevocationUnknown, found.Sentence);
    }

    private (PeerVerdict, string?) Refused(PeerChain chain, X509Certificate2 leaf, PeerRule rule)
    {
        if (chain.Outdated is { } outdated)
        {
            return CertificateText.NotAfter(outdated) < _time.GetUtcNow()
                ? (PeerVerdict.Expired, $"{CertificateText.Subject(outdated)} expired on {CertificateText.Date(CertificateText.NotAfter(outdated))}")
                : (PeerVerdict.NotYetValid, $"{CertificateText.Subject(outdated)} is not valid before {CertificateText.Date(CertificateText.NotBefore(outdated))}");
        }

        var anchors = rule.Anchors is null
            ? "the system's trust store"
            : $"CA {rule.Peer!.Ca} ({CertificateText.List([.. rule.Anchors.Select(anchor => anchor.Subject)])})";
        return (PeerVerdict.UntrustedIssuer, $"{CertificateText.Subject(leaf)}, issued by {CertificateText.Issuer(leaf)}, does not lead to {anchors}: {chain.Fault}");
    }

    // X509Chain accepts RSA-1024 and SHA-1 of peers. The anchor is trusted as it is: its own signature proves nothing.
    private static (PeerVerdict, string? Refusal) Weakness(IReadOnlyList<X509Certificate2> chain)
    {
        for (var i = 0; i < chain.Count; i++)
        {
            var certificate = chain[i];
            if (CertificateStrength.WeakKey(certificate) is { } key)
            {
                return (PeerVerdict.WeakKey, $"the key of {CertificateText.Subject(certificate)} is {key}");
            }

            if (i < chain.Count - 1 && CertificateStrength.WeakSignature(certificate) is { } signature)
            {
                return (PeerVerdict.WeakSignature, $"{CertificateText.Subject(certificate)} is signed with {signature}, which is too weak");
            }
        }

        return (PeerVerdict.Trusted, null);
    }

    /// <param name="Since">A timestamp of the verifier's clock.</param>
    /// <param name="NotAfter">When the first certificate of the chain expires.</param>
    private readonly record struct Trust(long Since, DateTimeOffset NotAfter);
}
