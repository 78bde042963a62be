// SPDX-License-Identifier: MIT

using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Configuration.Problems;

namespace FastSipAlg.Transport.Certificates;

/// <summary>
/// How it is found out whether certificates of one <c>vpn certificate ca</c> entry were revoked: by lists, which must be signed by the issuer in the very chain that is judged, and by OCSP where no list answers.
/// Thread-safe.
/// </summary>
internal sealed class RevocationRules
{
    private readonly IReadOnlyList<RevocationList> _lists;
    private readonly ConcurrentDictionary<(RevocationList, string Issuer), bool> _signatures = new();

    private RevocationRules(CaCertificateOptions ca, IReadOnlyList<RevocationList> lists)
    {
        _lists = lists;
        AsksResponders = ca.Ocsp;
        AcceptsUnknown = ca.AcceptsUnknownRevocation;
    }

    internal bool HasLists => _lists.Count > 0;

    /// <summary>Whether the responder that a certificate names is asked.</summary>
    internal bool AsksResponders { get; }

    /// <summary>What becomes of a certificate about which nobody knows anything.</summary>
    internal bool AcceptsUnknown { get; }

    /// <summary>null: the entry asks for nothing.</summary>
    internal static RevocationRules? Load(CaCertificateOptions ca, X509Certificate2Collection authority, DateTimeOffset now, List<OptionProblem> problems)
    {
        if (ca.Crls.Count == 0 && !ca.Ocsp)
        {
            return null;
        }

        var lists = new List<RevocationList>();
        foreach (var value in ca.Crls)
        {
            var read = RevocationListFile.Read(value, out var source, out var sentence);
            if (sentence is not null)
            {
                problems.Add(new OptionProblem($"vpn certificate ca {ca.Name}", "crl", sentence, true));
            }

            foreach (var list in read)
            {
                lists.Add(list);
                if (WhyOdd(list, authority, now, source, out var isError) is { } odd)
                {
                    problems.Add(new OptionProblem($"vpn certificate ca {ca.Name}", "crl", odd, isError));
                }
            }
        }

        return new RevocationRules(ca, lists);
    }

    /// <summary>
    /// What the lists say of a sound chain. <see cref="RevocationStatus.Unknown"/>: the peer's own certificate is in nobody's reach; of those above it each is looked up whose issuer's list is there.
    /// </summary>
    internal RevocationFinding LookUp(IReadOnlyList<X509Certificate2> chain, DateTimeOffset now)
    {
        var own = RevocationFinding.Of(RevocationStatus.Unknown, chain[0], null);
        for (var i = 0; i < chain.Count - 1; i++)
        {
            var finding = LookUp(chain[i], chain[i + 1], now);
            if (finding.Status == RevocationStatus.Revoked)
            {
                return finding;
            }

            own = i == 0 ? finding : own;
        }

        // An anchor stands for itself.
        return chain.Count == 1 ? RevocationFinding.Of(RevocationStatus.Good, chain[0], null) : own;
    }

    private RevocationFinding LookUp(X509Certificate2 certificate, X509Certificate2 issuer, DateTimeOffset now)
    {
        RevocationList? stale = null;
        RevocationList? current = null;
        foreach (var list in _lists.Where(list => list.Issuer.Span.SequenceEqual(certificate.IssuerName.RawData) && IsBy(list, issuer)))
        {
            // A list that is out of date still tells what was revoked.
            if (list.Holds(certificate))
            {
                return RevocationFinding.Of(RevocationStatus.Revoked, certificate, list);
            }

            if (IsCurrent(list, now))
            {
                current = list;
            }
            else
            {
                stale = list;
            }
        }

        return RevocationFinding.Of(current is null ? RevocationStatus.Unknown : RevocationStatus.Good, certificate, current ?? stale);
    }

    private bool IsBy(RevocationList list, X509Certificate2 issuer) =>
        _signatures.GetOrAdd((list, issuer.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256)), _ => list.IsBy(issuer));

    private static bool IsCurrent(RevocationList list, DateTimeOffset now) => list.ThisUpdate <= now && (list.NextUpdate is not { } next || next >= now);

    private static string? WhyOdd(RevocationList list, X509Certificate2Collection authority, DateTimeOffset now, string source, out bool isError)
    {
        var name = CertificateText.Printable(list.IssuerName);
        var namesakes = authority.Where(each => each.SubjectName.RawData.AsSpan().SequenceEqual(list.Issuer.Span)).ToArray();
        isError = namesakes.Length > 0 && !namesakes.Any(list.IsBy);
        return isError ? $"the revocation list in {source} is not signed by {name}, which it names as its issuer"
            : list.ThisUpdate > now ? $"the revocation list of {name} in {source} is not valid before {CertificateText.Date(list.ThisUpdate)}"
            : list.NextUpdate < now ? $"the revocation list of {name} in {source} is out of date: the next was due on {CertificateText.Date(list.NextUpdate.Value)}"
            : namesakes.Length == 0 ? $"the revocation list in {source} is of {name}, which is not in this entry: it counts for chains in which that stands below it"
            : null;
    }
}

/// <summary>What is known about a certificate's revocation.</summary>
internal enum RevocationStatus
{
    Unknown,
    Good,
    Revoked,
}

/// <param name="Status">What was found.</param>
/// <param name="Sentence">For a refusal; empty when good.</param>
/// <param name="Until">When what was found must be found anew; null: it does not say.</param>
internal readonly record struct RevocationFinding(RevocationStatus Status, string Sentence, DateTimeOffset? Until)
{
    internal static RevocationFinding Of(RevocationStatus status, X509Certificate2 certificate, RevocationList? list) => new(
        status,
        status switch
        {
            RevocationStatus.Good => "",
            RevocationStatus.Revoked => $"{CertificateText.Subject(certificate)} (serial number {certificate.SerialNumber}) was revoked by {CertificateText.Issuer(certificate)}",
            _ when list is not null => $"whether {CertificateText.Subject(certificate)} was revoked is not known: the list of {CertificateText.Issuer(certificate)} is out of date",
            _ => $"whether {CertificateText.Subject(certificate)} was revoked is not known: there is no list of {CertificateText.Issuer(certificate)}",
        },
        list?.NextUpdate);
}
