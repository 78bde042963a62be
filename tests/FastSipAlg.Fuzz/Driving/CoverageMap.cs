// SPDX-License-Identifier: MIT

using System.Numerics;
using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace FastSipAlg.Fuzz.Driving;

/// <summary>
/// How often each edge between branches was taken in one run, as assemblies count that SharpFuzz has instrumented. They write through a pointer, so it must
/// be there before any of their code runs. With assemblies as they were built it stays empty.
/// </summary>
internal sealed unsafe class CoverageMap
{
    private const int Length = 1 << 16;

    // For each edge a bit for each class of counts that was seen: 1, 2, 3, 4-7, 8-15, 16-31, 32-127, 128 and more.
    private readonly byte[] _seen = new byte[Length];

    /// <summary>Edges seen so far.</summary>
    public int Edges { get; private set; }

    /// <summary>Gives instrumented code a place to count in. Once, first of all.</summary>
    public static void Install()
    {
        if (Trace.SharedMem == null)
        {
            Trace.SharedMem = (byte*)NativeMemory.AllocZeroed(Length);
        }
    }

    /// <summary>Takes the counts of a run and clears them; true when there is an edge, or a class of counts of one, that no run had before.</summary>
    public bool Take()
    {
        if (Trace.SharedMem == null)
        {
            return false;
        }

        Trace.PrevLocation = 0;
        var map = new Span<byte>(Trace.SharedMem, Length);
        var words = MemoryMarshal.Cast<byte, ulong>(map);
        var isNew = false;
        while (true)
        {
            var next = words.IndexOfAnyExcept(0UL);
            if (next < 0)
            {
                return isNew;
            }

            words = words[next..];
            var edges = Length - (words.Length * sizeof(ulong));
            for (var index = edges; index < edges + sizeof(ulong); index++)
            {
                isNew |= map[index] != 0 && Note(index, map[index]);
            }

            words[0] = 0;
        }
    }

    private bool Note(int edge, byte count)
    {
        var bit = (byte)(1 << ClassOf(count));
        var before = _seen[edge];
        _seen[edge] |= bit;
        Edges += before == 0 ? 1 : 0;
        return (before & bit) == 0;
    }

    private static int ClassOf(byte count) => count <= 3 ? count - 1 : Math.Min(BitOperations.Log2(count), 7) switch { 2 => 3, 3 => 4, 4 => 5, 5 or 6 => 6, _ => 7 };
}
