// SPDX-License-Identifier: MIT

using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using FastSipAlg.LoadGenerator.Reporting;

namespace FastSipAlg.LoadGenerator.Cli;

/// <summary><c>report</c>: what earlier runs measured, as tables, as a record to keep, as a section of a document, and as a plot.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "results, one a line (--output of the other commands), or a record (--json of this one)" };
        var subject = new Option<string>("--subject") { Description = "relay that is judged", DefaultValueFactory = _ => "fastsipalg" };
        var peers = new Option<string[]>("--peer") { Description = "relay that it is compared with", DefaultValueFactory = _ => ["haproxy", "nginx"] };
        var apart = new Option<string>("--apart") { Description = "relay that does another job", DefaultValueFactory = _ => "kamailio" };
        var json = new Option<string?>("--json") { Description = "file for the record" };
        var note = new Option<string?>("--note") { Description = "machine and versions: kept in the record" };
        var document = new Option<string?>("--document") { Description = "Markdown file whose marked section is to hold the table" };
        var plot = new Option<string?>("--plot") { Description = "file for the plot, SVG" };
        var command = new Command("report", "Medians of earlier runs as tables, ratios and bars.") { file, subject, peers, apart, json, note, document, plot };
        command.SetAction(async (parsed, stop) =>
        {
            var sides = new ComparisonSides(parsed.GetValue(subject)!, parsed.GetValue(peers)!, parsed.GetValue(apart)!);
            RunRecord record;
            try
            {
                record = RunRecord.Parse(await File.ReadAllTextAsync(parsed.GetValue(file)!, stop));
            }
            catch (Exception exception) when (exception is IOException or JsonException)
            {
                await Console.Error.WriteLineAsync($"{parsed.GetValue(file)}: {exception.Message}");
                return 2;
            }

            var report = new Report(record, sides, parsed.GetValue(note));
            Console.Write(report.Text);
            return await report.WriteAsync(parsed.GetValue(json), parsed.GetValue(document), parsed.GetValue(plot), stop);
        });
        return command;
    }

    /// <summary>A record worked out, and the files that are made of it.</summary>
    private sealed class Report
    {
        private readonly RunRecord _record;
        private readonly ComparisonSides _sides;
        private readonly IReadOnlyList<ComparisonLine> _lines;

        public Report(RunRecord record, ComparisonSides sides, string? note)
        {
            _sides = sides;
            var scenarios = Summary.Of(record.Runs);
            _lines = Comparison.Of(scenarios, sides);
            _record = record with
            {
                Date = record.Date.Length > 0 ? record.Date : DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                Note = note ?? record.Note,
                Figures = [.. _lines.Select(line => new RecordedFigure(line.Figure.Title, line.Figure.Unit, line.Values, line.Ratio, line.IsReached))],
                Scenarios = scenarios,
            };
        }

        public string Text => string.Concat(_record.Scenarios.Select(SummaryTable.Write)) + (_lines.Count > 0 ? $"\n{Table}" : "") + Faults;

        private string Table => ComparisonTable.Write(_lines, _sides);

        // A figure of a run in which something was lost says nothing.
        private string Faults => string.Concat(
            from scenario in _record.Scenarios
            from row in scenario.Rows
            where row.Errors > 0
            select $"\nVoid, {row.Errors} errors: {row.Relay}, {Figures.Title(scenario.Scenario)}\n");

        /// <summary>Exit code: 0, 1 when a run is void, 2 when the document has no section for the table.</summary>
        public async Task<int> WriteAsync(string? json, string? document, string? plot, CancellationToken cancellationToken)
        {
            if (json is not null)
            {
                await File.WriteAllTextAsync(json, _record.ToString(), cancellationToken);
            }

            if (plot is not null)
            {
                await File.WriteAllTextAsync(plot, ComparisonPlot.Write(_lines, _sides, $"{_record.Date}, medians"), cancellationToken);
            }

            if (document is not null)
            {
                var text = MarkedSection.Replace(await File.ReadAllTextAsync(document, cancellationToken), $"{Picture(document, plot)}{Table}{Faults}\n{_record.Date}: {_record.Note}");
                if (text is null)
                {
                    await Console.Error.WriteLineAsync($"{document}: no line {MarkedSection.Begin} with {MarkedSection.End} after it");
                    return 2;
                }

                await File.WriteAllTextAsync(document, text, cancellationToken);
            }

            return Faults.Length > 0 ? 1 : 0;
        }

        private static string Picture(string document, string? plot) =>
            plot is null ? "" : $"![The figures of the table as bars]({Path.GetRelativePath(Path.GetDirectoryName(Path.GetFullPath(document))!, plot)})\n\n";
    }
}
