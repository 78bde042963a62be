// SPDX-License-Identifier: MIT

using System.Text.Encodings.Web;
using System.Text.Json;

namespace FastSipAlg.Microbenchmarks.Allocation;

/// <summary>Octets a run by case, as <c>perf/baselines/allocations.json</c> keeps them.</summary>
internal static class AllocationBaselines
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Null when there is no repository above this program.</summary>
    public static string? FindFile()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "global.json")))
        {
            directory = directory.Parent;
        }

        return directory is null ? null : Path.Combine(directory.FullName, "perf", "baselines", "allocations.json");
    }

    /// <summary>Empty when the file is not there. JsonException when it is something else.</summary>
    public static IReadOnlyDictionary<string, long> Read(string file) =>
        File.Exists(file) ? JsonSerializer.Deserialize<Dictionary<string, long>>(File.ReadAllText(file))! : new Dictionary<string, long>();

    public static void Write(string file, IReadOnlyDictionary<string, long> octets)
    {
        var sorted = octets.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(pair => pair.Key, pair => pair.Value);
        File.WriteAllText(file, JsonSerializer.Serialize(sorted, Json) + "\n");
    }

    /// <summary>What allocates more than its baseline, one sentence each. A case that is new has none and is held to 0, so that a message more in the corpus needs no more.</summary>
    public static IEnumerable<string> Compare(IReadOnlyDictionary<string, long> baseline, IReadOnlyDictionary<string, long> measured)
    {
        foreach (var (name, octets) in measured)
        {
            var isKnown = baseline.TryGetValue(name, out var before);
            if (octets > before)
            {
                yield return $"{name}: {octets} bytes, {(isKnown ? $"the baseline is {before}" : "and no baseline")}";
            }
        }
    }
}
