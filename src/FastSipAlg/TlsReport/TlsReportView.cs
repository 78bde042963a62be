// SPDX-License-Identifier: MIT

using System.Globalization;
using FastSipAlg.Certificates;
using FastSipAlg.Transport.Legs;
using Spectre.Console;

namespace FastSipAlg.TlsReport;

/// <summary>The report as tables.</summary>
internal static class TlsReportView
{
    /// <summary>Of whoever is no terminal nobody knows how wide it is; names of suites and certificates should not be broken.</summary>
    private const int WidthOfAFile = 220;

    public static void Write(IAnsiConsole console, IEnumerable<ListenerTls> listeners)
    {
        if (!console.Profile.Capabilities.Interactive)
        {
            console.Profile.Width = WidthOfAFile;
        }

        foreach (var listener in listeners)
        {
            console.WriteLine(listener.Heading);
            console.Write(Facts(listener));
            if (listener.Suites.Count > 0)
            {
                console.Write(Certificates(listener));
                console.Write(Suites(listener));
            }

            console.WriteLine();
        }

        console.WriteLine($"{TlsPlatform.Name} here lacks");
        console.Write(Lacks());
    }

    private static Table Facts(ListenerTls listener)
    {
        var table = New("", "with phones", "with the SIP server");
        foreach (var fact in listener.Facts)
        {
            Add(table, fact.What, fact.WithPhones, fact.WithServer);
        }

        return table;
    }

    private static Table Certificates(ListenerTls listener)
    {
        var table = New("certificate", "shown for", "subject", "names", "key", "valid until");
        foreach (var (shownFor, facts) in listener.Certificates)
        {
            Add(
                table,
                facts.Name,
                shownFor,
                facts.Subject,
                facts.AlternativeNames.Count == 0 ? "none" : string.Join(", ", facts.AlternativeNames),
                facts.Key,
                CertificateText.Time(facts.NotAfter));
        }

        return table;
    }

    private static Table Suites(ListenerTls listener)
    {
        var table = New("", "cipher suite", "versions", "with phones", "with the SIP server");
        foreach (var ((suite, phonesLack), number) in listener.Suites.Select((row, index) => (row, index + 1)))
        {
            Add(
                table,
                number.ToString(CultureInfo.InvariantCulture),
                suite.Suite.ToString(),
                string.Join(", ", suite.Versions),
                phonesLack is null ? "yes" : "no: " + phonesLack,
                suite.CertificateKey is { } key ? $"if its certificate has an {key} key" : "yes");
        }

        return table;
    }

    private static Table Lacks()
    {
        var table = New("what", "why");
        foreach (var (what, why) in TlsPlatform.Lacks)
        {
            Add(table, what, why);
        }

        return table;
    }

    private static Table New(params string[] columns)
    {
        var table = new Table();
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column)));
        }

        return table;
    }

    // As text: what others have named may look like markup.
    private static void Add(Table table, params string[] cells) => table.AddRow(cells.Select(cell => new Text(cell)));
}
