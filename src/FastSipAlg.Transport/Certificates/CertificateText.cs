// SPDX-License-Identifier: MIT

using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace FastSipAlg.Transport.Certificates;

/// <summary>
/// How certificates are put into sentences. Names come from whoever made the certificate, often the peer,
/// so they are shortened and lose everything that could break or forge a log line.
/// </summary>
internal static class CertificateText
{
    private const int MaxNameLength = 120;
    private const int MaxNames = 5;

    internal static string Subject(X509Certificate2 certificate) =>
        certificate.Subject.Length == 0 ? $"serial number {certificate.SerialNumber}" : Printable(certificate.Subject);

    internal static string Issuer(X509Certificate2 certificate) =>
        certificate.Issuer.Length == 0 ? "an issuer without a name" : Printable(certificate.Issuer);

    internal static string Date(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    internal static string List(IReadOnlyCollection<string> names)
    {
        var shown = string.Join(", ", names.Take(MaxNames).Select(Printable));
        return names.Count > MaxNames ? $"{shown} and {names.Count - MaxNames} more" : shown;
    }

    internal static string Printable(string text)
    {
        var cut = text.Length > MaxNameLength ? string.Concat(text.AsSpan(0, MaxNameLength), "...") : text;
        return string.Create(cut.Length, cut, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = char.IsControl(source[i]) || char.IsSurrogate(source[i]) || IsInvisible(source[i]) ? '?' : source[i];
            }
        });
    }

    /// <summary>X509Certificate2 gives its dates as local time.</summary>
    internal static DateTimeOffset NotBefore(X509Certificate2 certificate) => new(certificate.NotBefore.ToUniversalTime());

    internal static DateTimeOffset NotAfter(X509Certificate2 certificate) => new(certificate.NotAfter.ToUniversalTime());

    // Line separators, bidirectional overrides and the like.
    private static bool IsInvisible(char c) =>
        CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
