// SPDX-License-Identifier: MIT

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FastSipAlg.Sip.Headers;

/// <summary>
/// Hot path: remembers the names of the parameters of one value, because none may occur twice   RFC 3261 §7.3.1, §19.1.1. The first sixteen are
/// compared with each other and with all that follow: time stays linear, however many there are.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct ParameterNames
{
    private const int Capacity = 16;
    private const int MaxLength = byte.MaxValue;

    // A bit a hash of a name seen: names that are compared are mostly the same.
    private ulong _hashes;
    private int _count;
    private Places _places;

    /// <summary>False when this name in any case has been added before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryAdd(ReadOnlySpan<byte> value, int start, int length)
    {
        var bit = 1UL << ((value[start] | 0x20) * 3 + (value[start + length - 1] | 0x20) * 7 + length * 11);
        if ((_hashes & bit) != 0 && Contains(value, value.Slice(start, length)))
        {
            return false;
        }

        if (_count < Capacity && length <= MaxLength)
        {
            _hashes |= bit;
            _places[_count++] = start << 8 | length;
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly bool Contains(ReadOnlySpan<byte> value, ReadOnlySpan<byte> name)
    {
        for (var index = 0; index < _count; index++)
        {
            var known = value.Slice(_places[index] >>> 8, _places[index] & MaxLength);
            if (System.Text.Ascii.EqualsIgnoreCase(known, name))
            {
                return true;
            }
        }

        return false;
    }

    [InlineArray(Capacity)]
    private struct Places
    {
        private int _place;
    }
}
