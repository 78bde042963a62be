// SPDX-License-Identifier: MIT

using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using FastSipAlg.Configuration;

namespace FastSipAlg.Microbenchmarks.Benchmarks;

/// <summary>Text to checked options, as at the start and at each reload.</summary>
[MemoryDiagnoser]
public class ConfigurationBenchmarks
{
    // Absolute and nowhere, so that the length of a path, which is allocated, is the same on each machine.
    private const string Directory = "/nowhere/config";
    private const int Listeners = 100;

    private string _text = null!;
    private string _long = null!;

    [ParamsSource(nameof(Files))]
    public CorpusFile File { get; set; } = null!;

    public static IEnumerable<CorpusFile> Files => CorpusFile.Configurations();

    [GlobalSetup]
    public void SetUp()
    {
        _text = Encoding.UTF8.GetString(File.Octets);
        var more = new StringBuilder(_text).Append("\nconfig sip listener\n");
        for (var i = 0; i < Listeners; i++)
        {
            more.Append(CultureInfo.InvariantCulture, $"edit \"added-{i:d3}\"\nset address 192.0.2.1\nset port {20_000 + i}\nset server \"pbx\"\nnext\n");
        }

        _long = more.Append("end\n").ToString();
        if (ConfigurationLoader.LoadText(_long, Directory).Options.Listeners.Count < Listeners)
        {
            throw new InvalidOperationException($"{File} is not read to its end.");
        }
    }

    [Benchmark(Baseline = true)]
    public int Parse() => ConfigurationLoader.LoadText(_text, Directory).Problems.Count;

    [Benchmark]
    public int ParseWithHundredListenersMore() => ConfigurationLoader.LoadText(_long, Directory).Problems.Count;
}
