// SPDX-License-Identifier: MIT

namespace FastSipAlg.Configuration.Problems;

/// <summary>Finds the known word that a misspelt one was meant to be.</summary>
public static class NearestWord
{
    /// <summary>The nearest candidate, or null when none is near enough to be a likely slip of the pen.</summary>
    public static string? Of(string word, IEnumerable<string> candidates)
    {
        string? best = null;
        var bestDistance = int.MaxValue;
        foreach (var candidate in candidates)
        {
            var distance = Distance(word, candidate);
            if (distance < bestDistance)
            {
                best = candidate;
                bestDistance = distance;
            }
        }

        // A third of the letters wrong is still a slip; one letter always is.
        return best is not null && bestDistance <= Math.Max(1, Math.Max(word.Length, best.Length) / 3) ? best : null;
    }

    /// <summary><c>; did you mean `x`?</c>, or else the whole list when it is short, or else nothing.</summary>
    public static string Hint(string word, IReadOnlyCollection<string> candidates)
    {
        if (Of(word, candidates) is { } nearest)
        {
            return $"; did you mean `{nearest}`?";
        }

        return candidates.Count is > 0 and <= 8 ? $"; known: {string.Join(", ", candidates)}" : "";
    }

    // Optimal string alignment: insert, delete, replace, or swap two neighbours, each counts one. Case counts nothing,
    // so that a name in the wrong case is found at distance 0.
    private static int Distance(string left, string right)
    {
        // A word of thousands of letters is nobody's typing error, and the table would be as large.
        if (left.Length > 100 || right.Length > 100)
        {
            return int.MaxValue;
        }

        var table = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            table[i, 0] = i;
        }

        for (var j = 0; j <= right.Length; j++)
        {
            table[0, j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                var cost = Same(left[i - 1], right[j - 1]) ? 0 : 1;
                var best = Math.Min(Math.Min(table[i - 1, j] + 1, table[i, j - 1] + 1), table[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]))
                {
                    best = Math.Min(best, table[i - 2, j - 2] + 1);
                }

                table[i, j] = best;
            }
        }

        return table[left.Length, right.Length];
    }

    private static bool Same(char left, char right) => char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
