// SPDX-License-Identifier: MIT

using System.Security.Cryptography.X509Certificates;

namespace FastSipAlg.Transport.Certificates;

/// <summary>
/// The chain from a peer's certificate up to the first anchor on its way, and what is wrong with it up to there. The platform knows only self-signed roots as anchors;
/// ours may as well be an intermediate, or the peer's certificate itself: what lies above an anchor does not matter. Names and usage are not looked at here.
/// </summary>
internal sealed class PeerChain : IDisposable
{
    /// <summary>What the platform says of a chain that ends where it may end for us.</summary>
    private const X509ChainStatusFlags EndsAtAnchor = X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot;

    private readonly X509Chain _chain = new();

    private PeerChain()
    {
    }

    /// <summary>From the peer's certificate to the anchor; to where the chain ends when no anchor was met.</summary>
    internal IReadOnlyList<X509Certificate2> Certificates { get; private set; } = [];

    internal bool IsAnchored { get; private set; }

    /// <summary>Leads to an anchor, and nothing is wrong on the way.</summary>
    internal bool IsSound => IsAnchored && Fault is null && Outdated is null;

    /// <summary>The platform's words for what is wrong on the way, dates aside; null: nothing.</summary>
    internal string? Fault { get; private set; }

    /// <summary>The first of <see cref="Certificates"/> that has expired or is not valid yet.</summary>
    internal X509Certificate2? Outdated { get; private set; }

    /// <summary>When the first of <see cref="Certificates"/> expires; only of a sound chain.</summary>
    internal DateTimeOffset NotAfter => Certificates.Min(CertificateText.NotAfter);

    /// <param name="leaf">The peer's certificate.</param>
    /// <param name="anchors">null: the system's trust store.</param>
    /// <param name="candidates">Certificates that may help to find the way; they lend no trust.</param>
    /// <param name="now">The time at which all must be valid.</param>
    internal static PeerChain Build(X509Certificate2 leaf, X509Certificate2Collection? anchors, IEnumerable<X509Certificate2> candidates, DateTimeOffset now)
    {
        var result = new PeerChain();
        var policy = result._chain.ChainPolicy;
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;
        policy.VerificationTime = now.LocalDateTime;
        if (anchors is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(anchors);

            // Before all candidates: of two issuers with one name and key, the anchor is the way to go.
            policy.ExtraStore.AddRange(anchors);
        }

        foreach (var candidate in candidates)
        {
            policy.ExtraStore.Add(candidate);
        }

        var isTrustedBySystem = result._chain.Build(leaf);
        result.Judge(anchors, isTrustedBySystem, now);
        return result;
    }

    public void Dispose()
    {
        foreach (var element in _chain.ChainElements)
        {
            element.Certificate.Dispose();
        }

        _chain.Dispose();
    }

    private void Judge(X509Certificate2Collection? anchors, bool isTrusted, DateTimeOffset now)
    {
        var elements = _chain.ChainElements;
        var last = anchors is null
            ? (isTrusted ? elements.Count - 1 : -1)
            : IndexOfAnchor(elements, anchors);
        IsAnchored = last >= 0;
        var count = IsAnchored ? last + 1 : elements.Count;
        Certificates = [.. elements.Take(count).Select(element => element.Certificate)];

        // The platform leaves out the dates of the topmost certificate when that is no root.
        Outdated = Certificates.FirstOrDefault(certificate => CertificateText.NotBefore(certificate) > now || CertificateText.NotAfter(certificate) < now);
        for (var i = 0; i < count && Fault is null; i++)
        {
            var beside = X509ChainStatusFlags.NotTimeValid | (i == last ? EndsAtAnchor : X509ChainStatusFlags.NoError);
            var faults = elements[i].ChainElementStatus.Where(status => (status.Status & ~beside) != 0);
            Fault = faults.Select(status => status.StatusInformation.TrimEnd('.')).FirstOrDefault();
        }
    }

    private static int IndexOfAnchor(X509ChainElementCollection elements, X509Certificate2Collection anchors)
    {
        for (var i = 0; i < elements.Count; i++)
        {
            if (anchors.Contains(elements[i].Certificate, CertificateContent.Equality))
            {
                return i;
            }
        }

        return -1;
    }
}
