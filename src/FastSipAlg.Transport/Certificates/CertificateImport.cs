// SPDX-License-Identifier: MIT

using System.Diagnostics.CodeAnalysis;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Configuration.Problems;

namespace FastSipAlg.Transport.Certificates;

/// <summary>One certificate to be put into the certificate store.</summary>
/// <param name="Name">What a VoIP profile will call it.</param>
/// <param name="Certificate">A PEM, DER or PKCS#12 file.</param>
/// <param name="PrivateKey">A PEM or DER file; null: the key is in <paramref name="Certificate"/>.</param>
/// <param name="PasswordFile">A file whose first line opens the key or the PKCS#12 file; null: none is needed.</param>
/// <param name="Comment">One line; null: none.</param>
/// <param name="Replaces">Whether a certificate of that name may be in the store already.</param>
public sealed record CertificateImport(string Name, string Certificate, string? PrivateKey, string? PasswordFile, string? Comment, bool Replaces)
{
    /// <summary>Reads, checks and stores. Null: nothing was stored, and the problems say why; each names the option of the command.</summary>
    /// <param name="directory">The store.</param>
    /// <param name="authorities">Roots of the configuration that need not be in the file.</param>
    /// <param name="time">Tells the date.</param>
    /// <param name="problems">All that is wrong, warnings too.</param>
    public CertificateFacts? Store(string directory, IEnumerable<CaCertificateOptions> authorities, TimeProvider time, out IReadOnlyList<OptionProblem> problems)
    {
        var found = new List<OptionProblem>();
        problems = found;
        if (WhyNot(directory) is { } refusal)
        {
            found.Add(refusal);
            return null;
        }

        var loader = new CertificateLoader(time, new KnownIssuers(authorities.SelectMany(AuthorityFile.TryRead)), found, toleratesDates: true);
        var certificate = loader.Load(new LocalCertificateOptions { Name = Name, Certificate = Certificate, PrivateKey = PrivateKey, PasswordFile = PasswordFile });
        for (var i = 0; i < found.Count; i++)
        {
            found[i] = Problem(Switch(found[i].Option), found[i].Sentence, found[i].IsError);
        }

        if (certificate is null)
        {
            return null;
        }

        if (!StoredCertificate.TryWrite(directory, Name, certificate, Comment, Replaces, out var sentence))
        {
            found.Add(Problem("--name", sentence, isError: true));
            return null;
        }

        return CertificateFacts.Of(certificate, Comment);
    }

    /// <summary>Takes a certificate out of the store. Whether something uses it is the caller's to know.</summary>
    public static bool TryDelete(string directory, string name, [NotNullWhen(false)] out string? sentence)
    {
        if (!CertificateDirectory.TryAccept(name, out sentence))
        {
            return false;
        }

        if (!CertificateDirectory.Holds(directory, name))
        {
            sentence = $"the certificate store {directory} holds no certificate `{name}`";
            return false;
        }

        return StoredCertificate.TryDelete(directory, name, out sentence);
    }

    private OptionProblem? WhyNot(string directory)
    {
        if (!CertificateDirectory.TryAccept(Name, out var sentence))
        {
            return Problem("--name", sentence, isError: true);
        }

        if (Comment is { } comment && (comment.Length > StoredCertificate.MaximumCommentLength || comment.Any(char.IsControl)))
        {
            return Problem("--comment", $"a comment is one line of at most {StoredCertificate.MaximumCommentLength} characters", isError: true);
        }

        if (!CertificateDirectory.TryList(directory, out var names, out sentence))
        {
            return Problem("--store", sentence, isError: true);
        }

        return names.FirstOrDefault(other => other.Equals(Name, StringComparison.OrdinalIgnoreCase)) switch
        {
            null => null,
            var other when other != Name => Problem("--name", $"differs only in case from `{other}`, which the certificate store holds", isError: true),
            _ when Replaces => null,
            _ => Problem("--name", $"the certificate store holds a certificate `{Name}` already: --replace puts this one in its place", isError: true),
        };
    }

    private static OptionProblem Problem(string option, string sentence, bool isError) => new("certificate import", option, sentence, isError);

    private static string Switch(string option) => option switch
    {
        "certificate" => "--cert",
        "private-key" => "--key",
        _ => "--" + option,
    };
}
