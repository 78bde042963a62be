// SPDX-License-Identifier: MIT

using System.Runtime.CompilerServices;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Sip.Framing;

/// <summary>
/// Hot path: the header fields of one message in their order, found by id. A framer fills it while it scans and empties it when the next message begins;
/// it holds no octets, and means nothing before <see cref="FrameStatus.Message"/>. Grows as messages need it, at most to the framer's limit, and never shrinks.
/// </summary>
public sealed class SipHeaderIndex
{
    // More than most messages have.
    private const int FirstCapacity = 32;

    private SipHeaderField[] _fields = [];
    private IdSet _present;
    private IdSet _repeated;

    public int Count { get; private set; }

    /// <exception cref="ArgumentOutOfRangeException">Not below <see cref="Count"/>.</exception>
    public ref readonly SipHeaderField this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            return ref _fields[index];
        }
    }

    /// <summary>All fields, in the order of the message.</summary>
    public ReadOnlySpan<SipHeaderField> Fields => _fields.AsSpan(0, Count);

    public bool Contains(SipHeaderId id) => (_present[(int)id >> 6] >> (int)id & 1) != 0;

    /// <summary>There is more than one field of this id; long and compact names count as one.</summary>
    public bool IsRepeated(SipHeaderId id) => (_repeated[(int)id >> 6] >> (int)id & 1) != 0;

    /// <summary>Place of the first field of this id at <paramref name="from"/> or behind; -1 when there is none.</summary>
    public int IndexOf(SipHeaderId id, int from = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        if (!Contains(id))
        {
            return -1;
        }

        var fields = Fields;
        for (var index = from; index < fields.Length; index++)
        {
            if (fields[index].Id == id)
            {
                return index;
            }
        }

        return -1;
    }

    internal void Clear()
    {
        Count = 0;
        _present = default;
        _repeated = default;
    }

    internal void Add(SipHeaderField field)
    {
        if (Count == _fields.Length)
        {
            Array.Resize(ref _fields, Math.Max(FirstCapacity, Count * 2));
        }

        _fields[Count++] = field;
        var bit = 1UL << (int)field.Id;
        _repeated[(int)field.Id >> 6] |= _present[(int)field.Id >> 6] & bit;
        _present[(int)field.Id >> 6] |= bit;
    }

    /// <summary>The last field's value goes on, on a line of its own, up to <paramref name="end"/>.</summary>
    internal void Extend(int start, int end)
    {
        if (end == start)
        {
            return;
        }

        ref var last = ref _fields[Count - 1];
        last = last.ValueLength == 0
            ? new SipHeaderField(last.Id, last.NameStart, last.NameLength, start, end - start)
            : last with { ValueLength = end - last.ValueStart };
    }

    [InlineArray(4)]
    private struct IdSet
    {
        private ulong _bits;
    }
}
