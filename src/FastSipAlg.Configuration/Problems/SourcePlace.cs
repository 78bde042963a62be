// SPDX-License-Identifier: MIT

namespace FastSipAlg.Configuration.Problems;

/// <summary>Where a word of the configuration stands. Line and column count from 1; an environment variable is a file of its own, at 1:1.</summary>
public readonly record struct SourcePlace(string File, int Line, int Column) : IComparable<SourcePlace>
{
    /// <summary>Reading order within a file; files by name.</summary>
    public int CompareTo(SourcePlace other)
    {
        var byFile = string.CompareOrdinal(File, other.File);
        if (byFile != 0)
        {
            return byFile;
        }

        return Line != other.Line ? Line.CompareTo(other.Line) : Column.CompareTo(other.Column);
    }

    public static bool operator <(SourcePlace left, SourcePlace right) => left.CompareTo(right) < 0;

    public static bool operator >(SourcePlace left, SourcePlace right) => left.CompareTo(right) > 0;

    public static bool operator <=(SourcePlace left, SourcePlace right) => left.CompareTo(right) <= 0;

    public static bool operator >=(SourcePlace left, SourcePlace right) => left.CompareTo(right) >= 0;
}
