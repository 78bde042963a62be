// SPDX-License-Identifier: MIT

using BenchmarkDotNet.Attributes;
using FastSipAlg.Configuration;
using FastSipAlg.Inspection;
using FastSipAlg.Inspection.Verdicts;
using FastSipAlg.Sip.Framing;
using FastSipAlg.Sip.Messages;
using FastSipAlg.Tracking.Flows;

namespace FastSipAlg.Microbenchmarks.Benchmarks;

/// <summary>One message framed and inspected by every rule of profile strict; beside it the framing alone, and one search over the same octets. Each returns octets.</summary>
[MemoryDiagnoser]
public class InspectionBenchmarks : IViolationReporter
{
    private readonly SipHeaderIndex _fields = new();
    private SipFramer _framer = null!;
    private SipFramer _framerAlone = null!;
    private InspectionPipeline _strict = null!;

    [ParamsSource(nameof(Messages))]
    public CorpusFile Message { get; set; } = null!;

    public static IEnumerable<CorpusFile> Messages => CorpusFile.Phones();

    [GlobalSetup]
    public void SetUp()
    {
        _framer = new SipFramer(SipFramerLimits.Default, _fields);
        _framerAlone = new SipFramer(SipFramerLimits.Default);
        _strict = new InspectionPipeline(Strict(), MessageDirection.PhoneToServer, this);
        if (FrameAndInspect() != Message.Octets.Length || Frame() != Message.Octets.Length || Search() != Message.Octets.Length)
        {
            throw new InvalidOperationException($"{Message} does not pass.");
        }
    }

    [Benchmark(Baseline = true)]
    public int Search() => Message.Octets.AsSpan().IndexOf((byte)0xFF) is < 0 ? Message.Octets.Length : 0;

    [Benchmark]
    public int Frame()
    {
        _framerAlone.Read(Message.Octets, out var consumed);
        return consumed;
    }

    [Benchmark]
    public int FrameAndIndex()
    {
        _framer.Read(Message.Octets, out var consumed);
        return consumed;
    }

    [Benchmark]
    public int FrameAndInspect()
    {
        _framer.Read(Message.Octets, out var consumed);
        return _strict.Inspect(new SipMessageView(Message.Octets, _framer, _fields)).IsPass ? consumed : 0;
    }

    void IViolationReporter.Report(in Violation violation)
    {
        // An unknown header is reported and passes; what a report costs is not asked here.
    }

    internal static InspectionPolicy Strict() => InspectionPolicyCompiler.Compile(
        ConfigurationLoader.LoadText("config voip profile\nedit \"strict\"\nnext\nend\n", "/nowhere").Options.VoipProfiles["strict"]);
}
