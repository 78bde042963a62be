// SPDX-License-Identifier: MIT

using System.Text.Json;
using FastSipAlg.LoadGenerator.Measuring;

namespace FastSipAlg.LoadGenerator.Reporting;

/// <summary>One line of the comparison as a file keeps it.</summary>
internal sealed record RecordedFigure(string Title, string Unit, IReadOnlyDictionary<string, double> Values, double? Ratio, bool? IsReached);

/// <summary>
/// A whole run, as <c>perf/results</c> keeps it. What was measured stands in <see cref="Runs"/>; the rest follows from it and is there for readers.
/// </summary>
internal sealed record RunRecord
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Day and minute, UTC.</summary>
    public string Date { get; init; } = "";

    /// <summary>Machine and versions.</summary>
    public string Note { get; init; } = "";

    public IReadOnlyList<RecordedFigure> Figures { get; init; } = [];

    public IReadOnlyList<ScenarioSummary> Scenarios { get; init; } = [];

    public required IReadOnlyList<LoadResult> Runs { get; init; }

    /// <summary>Reads a record, or the bare lines that <c>--output</c> collects. JsonException when it is neither.</summary>
    public static RunRecord Parse(string text)
    {
        var firstLine = text.AsSpan(0, Math.Max(text.AsSpan().IndexOf('\n'), 0)).Trim();
        return firstLine is "{"
            ? JsonSerializer.Deserialize<RunRecord>(text, Json)!
            : new RunRecord { Runs = [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(LoadResult.Parse).OfType<LoadResult>()] };
    }

    public override string ToString() => JsonSerializer.Serialize(this, Json) + "\n";
}
