// SPDX-License-Identifier: MIT

namespace FastSipAlg.Configuration.Options;

/// <summary>Header fields that go with each export: a line NAME=VALUE each (OTEL_EXPORTER_OTLP_HEADERS has commas between them).</summary>
public static class TelemetryHeaders
{
    /// <summary>Ours: some keys and tokens; what is larger is another file.</summary>
    private const int MaximumLength = 16 * 1024;

    /// <summary>None when <see cref="Fault"/> has something to say.</summary>
    public static IReadOnlyList<string> Read(string file) => TryRead(file, out var lines) is null ? lines : [];

    /// <summary>What is wrong with the file; null: nothing. Never tells a value.</summary>
    public static string? Fault(string file) => TryRead(file, out _);

    private static string? TryRead(string file, out string[] lines)
    {
        lines = [];
        try
        {
            if (new FileInfo(file).Length > MaximumLength)
            {
                return $"is larger than {MaximumLength} octets";
            }

            lines = [.. File.ReadAllLines(file).Select(line => line.Trim()).Where(line => line.Length > 0)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "cannot be read: " + e.Message;
        }

        // A comma would begin the next one.
        var wrong = Array.FindIndex(lines, line => line.IndexOf('=', StringComparison.Ordinal) < 1 || line.Contains(','));
        return wrong < 0 ? null : $"line {wrong + 1} of those that are not empty is not NAME=VALUE without a comma";
    }
}
