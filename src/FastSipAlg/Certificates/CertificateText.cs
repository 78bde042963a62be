// SPDX-License-Identifier: MIT

using System.Globalization;
using FastSipAlg.Transport.Certificates;

namespace FastSipAlg.Certificates;

/// <summary>Certificates for people: a table of all, or all about one.</summary>
internal static class CertificateText
{
    private const string Gap = "  ";

    private static readonly string[] Headings = ["NAME", "SUBJECT", "NAMES", "ISSUER", "KEY", "EXPIRES", "USED BY", "COMMENT"];

    /// <summary>One line each; columns are as wide as what stands in them, so nothing is cut off.</summary>
    public static void WriteTable(TextWriter output, IReadOnlyList<CertificateFacts> certificates, Func<string, IReadOnlyList<string>> usersOf, DateTimeOffset now)
    {
        string[][] rows = [Headings, .. certificates.Select(facts => Row(facts, usersOf(facts.Name), now))];
        var widths = Enumerable.Range(0, Headings.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            output.WriteLine(string.Join(Gap, row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }

    public static void WriteOne(TextWriter output, CertificateFacts facts, IReadOnlyList<string> users, DateTimeOffset now)
    {
        (string Label, string Text)[] lines =
        [
            ("name", facts.Name),
            ("subject", facts.Subject),
            ("names", Join(facts.AlternativeNames)),
            ("issuer", facts.Issuer),
            ("key", facts.Key),
            ("valid from", Time(facts.NotBefore)),
            ("expires", $"{Time(facts.NotAfter)} ({Left(facts.NotAfter - now)})"),
            ("serial number", facts.SerialNumber),
            ("SHA-256", facts.Fingerprint),
            .. facts.Chain.Select((subject, index) => (index == 0 ? "sent with it" : "", subject)),
            ("used by", Join(users)),
            ("comment", facts.Comment ?? "-"),
        ];
        foreach (var (label, text) in lines)
        {
            output.WriteLine($"{label,-14}{text}");
        }
    }

    public static string Expiry(DateTimeOffset notAfter, DateTimeOffset now) =>
        $"{notAfter.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} ({Left(notAfter - now)})";

    private static string[] Row(CertificateFacts facts, IReadOnlyList<string> users, DateTimeOffset now) =>
        [facts.Name, facts.Subject, Join(facts.AlternativeNames), facts.Issuer, facts.Key, Expiry(facts.NotAfter, now), Join(users), facts.Comment ?? "-"];

    private static string Join(IReadOnlyList<string> parts) => parts.Count == 0 ? "-" : string.Join(", ", parts);

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string Left(TimeSpan left) => left < TimeSpan.Zero ? "expired" : left.Days == 1 ? "1 day left" : $"{left.Days} days left";
}
