// SPDX-License-Identifier: MIT

using BenchmarkDotNet.Attributes;
using FastSipAlg.Sip.Sdp;

namespace FastSipAlg.Microbenchmarks.Benchmarks;

/// <summary>Is this a session description? Each returns its faults, of which there are none.</summary>
[MemoryDiagnoser]
public class SdpReaderBenchmarks
{
    [ParamsSource(nameof(Bodies))]
    public CorpusFile Body { get; set; } = null!;

    public static IEnumerable<CorpusFile> Bodies => CorpusFile.SessionDescriptions();

    [GlobalSetup]
    public void SetUp()
    {
        if (Walk() != 0)
        {
            throw new InvalidOperationException($"{Body} has faults.");
        }
    }

    [Benchmark]
    public int Walk()
    {
        var reader = new SdpReader(Body.Octets);
        var faults = 0;
        while (reader.Next(out _))
        {
            faults++;
        }

        return faults;
    }
}
