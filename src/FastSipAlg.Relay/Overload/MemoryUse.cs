// SPDX-License-Identifier: MIT

using System.Buffers.Text;
using Microsoft.Win32.SafeHandles;

namespace FastSipAlg.Relay.Overload;

/// <summary>
/// The memory of the process that is resident. When that is much, what is not used any more is given back first: with little to do nothing else would collect it, and memory would be short for ever.
/// </summary>
internal sealed class MemoryUse(TimeProvider time) : IDisposable
{
    /// <summary>Between two collections. Ours: each stops the process for tens of milliseconds.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    // Read without allocation, which Environment.WorkingSet is not, several times a second.
    private readonly SafeFileHandle _file = File.OpenHandle("/proc/self/statm");
    private long? _collected;

    /// <summary>Octets; collects before when they are as many as <paramref name="much"/>.</summary>
    public long Read(double much)
    {
        var resident = Resident();
        if (resident < much || (_collected is { } collected && time.GetElapsedTime(collected) < Pause))
        {
            return resident;
        }

        _collected = time.GetTimestamp();
        UnusedMemory.GiveBack();
        return Resident();
    }

    public void Dispose() => _file.Dispose();

    // proc(5): pages in all, pages that are resident, …
    private long Resident()
    {
        Span<byte> text = stackalloc byte[128];
        var numbers = text[..RandomAccess.Read(_file, text, fileOffset: 0)];
        return Utf8Parser.TryParse(numbers[(numbers.IndexOf((byte)' ') + 1)..], out long pages, out _) ? pages * Environment.SystemPageSize : 0;
    }
}
