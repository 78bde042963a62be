// SPDX-License-Identifier: MIT

using System.Text;
using BenchmarkDotNet.Attributes;
using FastSipAlg.Sip.Sdp;

namespace FastSipAlg.Microbenchmarks.Benchmarks;

/// <summary>Where are the parts? Returns how many.</summary>
[MemoryDiagnoser]
public class MultipartBodyBenchmarks
{
    private byte[] _boundary = null!;

    [ParamsSource(nameof(Bodies))]
    public CorpusFile Body { get; set; } = null!;

    public static IEnumerable<CorpusFile> Bodies => CorpusFile.Multiparts();

    [GlobalSetup]
    public void SetUp()
    {
        // The close delimiter is the last line with a dash before and behind.
        var text = Encoding.Latin1.GetString(Body.Octets);
        _boundary = Encoding.Latin1.GetBytes(text.Split("\r\n").Last(line => line.StartsWith("--", StringComparison.Ordinal)).Trim('-'));
        if (Walk() != 2)
        {
            throw new InvalidOperationException($"{Body} has not its two parts.");
        }
    }

    [Benchmark]
    public int Walk()
    {
        var body = new MultipartBody(Body.Octets, _boundary);
        var parts = 0;
        while (body.Next(out _))
        {
            parts++;
        }

        return body.Fault.IsNone ? parts : -1;
    }
}
