// SPDX-License-Identifier: MIT

namespace FastSipAlg.Inspection.Reports;

/// <summary>The last violations of the process, for whoever asks: a ring of fixed size, so a peer that breaks rules all day takes no more memory than one that breaks a few.</summary>
public sealed class ViolationHistory
{
    /// <summary>Ours: a line is some 1,200 characters, so all of them together stay below 3 MiB.</summary>
    public const int Capacity = 1000;

    private readonly Lock _lock = new();
    private readonly string?[] _lines = new string?[Capacity];
    private long _count;

    /// <summary>All that came, kept or not.</summary>
    public long Count
    {
        get
        {
            lock (_lock)
            {
                return _count;
            }
        }
    }

    /// <summary>The last <paramref name="most"/> of them, the newest first, each one JSON object in which what a peer chose is escaped and secrets are masked.</summary>
    public IReadOnlyList<string> Last(int most)
    {
        lock (_lock)
        {
            var lines = new string[Math.Min(most, Math.Min(_count, Capacity))];
            for (var back = 0; back < lines.Length; back++)
            {
                lines[back] = _lines[(_count - 1 - back) % Capacity]!;
            }

            return lines;
        }
    }

    internal void Add(string line)
    {
        lock (_lock)
        {
            _lines[_count++ % Capacity] = line;
        }
    }
}
