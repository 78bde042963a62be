// SPDX-License-Identifier: MIT

using System.CommandLine;
using System.Text.Json;
using FastSipAlg.LoadGenerator.Measuring;

namespace FastSipAlg.LoadGenerator.Cli;

/// <summary><c>report</c>: medians and ratios of the results that earlier runs appended to a file.</summary>
internal static class ReportCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Web) { WriteIndented = true };

    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "results, one a line (--output of the other commands)" };
        var subject = new Option<string>("--subject") { Description = "relay whose ratios are given", DefaultValueFactory = _ => "fastsipalg" };
        var baseline = new Option<string>("--baseline") { Description = "relay that it is compared with", DefaultValueFactory = _ => "haproxy" };
        var json = new Option<string?>("--json") { Description = "file for the summary as JSON" };
        var note = new Option<string>("--note") { Description = "machine, versions: kept in the JSON", DefaultValueFactory = _ => "" };
        var command = new Command("report", "Medians of earlier runs as a table, and ratios.") { file, subject, baseline, json, note };
        command.SetAction(async (parsed, stop) =>
        {
            var lines = await File.ReadAllLinesAsync(parsed.GetValue(file)!, stop);
            var results = lines.Select(LoadResult.Parse).OfType<LoadResult>().ToList();
            var (ours, theirs) = (parsed.GetValue(subject)!, parsed.GetValue(baseline)!);
            var scenarios = Summary.Of(results, ours, theirs);
            foreach (var scenario in scenarios)
            {
                Console.Write(SummaryTable.Write(scenario, ours, theirs));
            }

            if (parsed.GetValue(json) is { } path)
            {
                var document = new { Note = parsed.GetValue(note), Subject = ours, Baseline = theirs, Scenarios = scenarios, Runs = results };
                await File.WriteAllTextAsync(path, JsonSerializer.Serialize(document, Json) + "\n", stop);
            }

            return results.Any(result => result.Errors + result.Lost > 0) ? 1 : 0;
        });
        return command;
    }
}
