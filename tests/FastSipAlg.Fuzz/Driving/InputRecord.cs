// SPDX-License-Identifier: MIT

using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;

namespace FastSipAlg.Fuzz.Driving;

/// <summary>The input that is being executed, in a file that outlives the process; and a watch that ends the process when one takes for ever.</summary>
internal sealed class InputRecord : IDisposable
{
    /// <summary>Exit code of a process that an input kept for too long.</summary>
    public const int HangExitCode = 3;

    private const int MaxLength = 128 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly Timer _watch;
    private long _executions;
    private long _executionsAtLastLook;

    public InputRecord(string path)
    {
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Create, mapName: null, MaxLength + sizeof(int));
        _view = _file.CreateViewAccessor();
        _watch = new Timer(_ => Look(path), null, Patience, Patience);
    }

    public void Begin(ReadOnlySpan<byte> input)
    {
        Interlocked.Increment(ref _executions);
        var kept = input[..Math.Min(input.Length, MaxLength)];
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, kept.Length);
        _view.SafeMemoryMappedViewHandle.WriteSpan<byte>(0, length);
        _view.SafeMemoryMappedViewHandle.WriteSpan(sizeof(int), kept);
    }

    /// <summary>What a record holds: the last input.</summary>
    public static byte[] Read(string path)
    {
        var octets = File.ReadAllBytes(path);
        return octets.AsSpan(sizeof(int), BinaryPrimitives.ReadInt32LittleEndian(octets)).ToArray();
    }

    public void Dispose()
    {
        _watch.Dispose();
        _view.Dispose();
        _file.Dispose();
    }

    private void Look(string path)
    {
        var executions = Interlocked.Read(ref _executions);
        if (executions == Interlocked.Exchange(ref _executionsAtLastLook, executions))
        {
            Console.Error.WriteLine($"No end of an input in {Patience.TotalSeconds} s; it is the last one in {path}.");
            Environment.Exit(HangExitCode);
        }
    }
}
