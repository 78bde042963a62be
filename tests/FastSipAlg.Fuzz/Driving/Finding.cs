// SPDX-License-Identifier: MIT

using FastSipAlg.Fuzz.Targets;

namespace FastSipAlg.Fuzz.Driving;

/// <summary>An input that breaks something. Findings of one <paramref name="Kind"/> have one cause, as far as can be told from outside.</summary>
internal sealed record Finding(string Kind, string Detail, byte[] Input)
{
    private const int MaxTries = 3_000;

    /// <summary>What happens with this input; null: nothing.</summary>
    public static Finding? Of(IFuzzTarget target, ReadOnlySpan<byte> input)
    {
        try
        {
            target.Run(input);
            return null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return new Finding(KindOf(exception), exception.ToString(), input.ToArray());
        }
    }

    /// <summary>The same finding with an input from which nothing more can be left out, as far as some thousand tries show.</summary>
    public Finding Minimize(IFuzzTarget target)
    {
        var smallest = this;
        var tries = 0;
        for (var count = Input.Length / 2; count > 0; count /= 2)
        {
            for (var at = 0; at + count <= smallest.Input.Length && tries < MaxTries; tries++)
            {
                byte[] less = [.. smallest.Input.AsSpan(0, at), .. smallest.Input.AsSpan(at + count)];
                if (Of(target, less) is { } finding && finding.Kind == Kind)
                {
                    smallest = finding;
                }
                else
                {
                    at += count;
                }
            }
        }

        return smallest;
    }

    private static string KindOf(Exception exception) =>
        exception is BrokenInvariantException
            ? $"invariant: {exception.Message}"
            : $"{exception.GetType().Name} in {exception.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains(nameof(FastSipAlg), StringComparison.Ordinal))?.Trim()}";
}
