// SPDX-License-Identifier: MIT

using System.Diagnostics.CodeAnalysis;

namespace FastSipAlg.Fuzz.Targets;

/// <summary>
/// Puts a whole together again from the parts that a reader gave: each lies in it, behind the one before, and what lies between are only
/// octets that may separate them. So the parts, and nothing else, make the whole.
/// </summary>
[SuppressMessage("Performance", "CA1815:Override equals and operator equals on value types", Justification = "A ref struct is never compared.")]
internal ref struct Reprint(ReadOnlySpan<byte> whole, ReadOnlySpan<byte> separators)
{
    private readonly ReadOnlySpan<byte> _whole = whole;
    private readonly ReadOnlySpan<byte> _separators = separators;
    private int _end;

    public void Add(ReadOnlySpan<byte> part)
    {
        if (part.IsEmpty)
        {
            return;
        }

        var isInside = _whole.Overlaps(part, out var offset);
        Invariant.Holds(isInside && offset >= _end && offset + part.Length <= _whole.Length);
        Invariant.Holds(_whole[_end..offset].IndexOfAnyExcept(_separators) < 0);
        _end = offset + part.Length;
    }

    public readonly void End() => Invariant.Holds(_whole[_end..].IndexOfAnyExcept(_separators) < 0);
}
