// SPDX-License-Identifier: MIT

using System.Security.Cryptography.X509Certificates;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Configuration.Problems;

namespace FastSipAlg.Transport.Certificates;

/// <summary>The certificates of one <c>vpn certificate ca</c> entry.</summary>
internal static class AuthorityFile
{
    /// <summary>null: <paramref name="problems"/> has one more.</summary>
    internal static X509Certificate2Collection? Read(CaCertificateOptions ca, List<OptionProblem> problems)
    {
        if (string.IsNullOrWhiteSpace(ca.Ca))
        {
            return Error("no certificate is set: give a path, or the PEM text itself");
        }

        var file = CertificateFile.Read("ca", ca.Ca, null);
        return file.Fault is { } fault ? Error(fault)
            : file.Certificates.Count == 0 ? Error($"there is no certificate in {file.Source}")
            : [.. file.Certificates];

        X509Certificate2Collection? Error(string sentence)
        {
            problems.Add(new OptionProblem($"vpn certificate ca {ca.Name}", "ca", sentence, true));
            return null;
        }
    }

    /// <summary>An authority that has expired is no fault of the configuration's form, but nothing that it issued is accepted.</summary>
    internal static void CheckDates(CaCertificateOptions ca, X509Certificate2Collection authority, DateTimeOffset now, List<OptionProblem> problems)
    {
        foreach (var certificate in authority.Where(certificate => CertificateText.NotAfter(certificate) < now + LocalCertificate.ExpiryWarning))
        {
            var notAfter = CertificateText.NotAfter(certificate);
            var sentence = $"{CertificateText.Subject(certificate)} {(notAfter < now ? "expired" : "expires")} on {CertificateText.Date(notAfter)}: no certificate that it issued is accepted after that";
            problems.Add(new OptionProblem($"vpn certificate ca {ca.Name}", "ca", sentence, false));
        }
    }

    /// <summary>None, when the entry has a fault that somebody else will report.</summary>
    internal static IEnumerable<X509Certificate2> TryRead(CaCertificateOptions ca) => Read(ca, []) ?? [];
}
