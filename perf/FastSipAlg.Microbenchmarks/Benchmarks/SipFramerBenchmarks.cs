// SPDX-License-Identifier: MIT

using BenchmarkDotNet.Attributes;
using FastSipAlg.Sip.Framing;

namespace FastSipAlg.Microbenchmarks.Benchmarks;

/// <summary>Where does this message end? Each returns what was consumed.</summary>
[MemoryDiagnoser]
public class SipFramerBenchmarks
{
    // Smaller than any read of a leg, so that a message comes in a dozen.
    private const int ChunkLength = 64;

    private readonly SipFramer _framer = new(SipFramerLimits.Default);

    [ParamsSource(nameof(Messages))]
    public CorpusFile Message { get; set; } = null!;

    public static IEnumerable<CorpusFile> Messages => CorpusFile.Messages();

    // What does not do its work is soon done.
    [GlobalSetup]
    public void SetUp()
    {
        if (Whole() != Message.Octets.Length || SplitInTwo() != Message.Octets.Length || SplitInChunks() != Message.Octets.Length)
        {
            throw new InvalidOperationException($"{Message} is not one frame.");
        }
    }

    [Benchmark(Baseline = true)]
    public int Whole()
    {
        _framer.Read(Message.Octets, out var consumed);
        return consumed;
    }

    [Benchmark]
    public int SplitInTwo()
    {
        _framer.Read(Message.Octets.AsSpan(0, Message.Octets.Length / 2), out _);
        _framer.Read(Message.Octets, out var consumed);
        return consumed;
    }

    [Benchmark]
    public int SplitInChunks()
    {
        for (var length = ChunkLength; length < Message.Octets.Length; length += ChunkLength)
        {
            _framer.Read(Message.Octets.AsSpan(0, length), out _);
        }

        _framer.Read(Message.Octets, out var consumed);
        return consumed;
    }
}
