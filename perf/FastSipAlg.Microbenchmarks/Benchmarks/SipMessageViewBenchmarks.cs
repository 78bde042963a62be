// SPDX-License-Identifier: MIT

using BenchmarkDotNet.Attributes;
using FastSipAlg.Sip.Framing;
using FastSipAlg.Sip.Headers;
using FastSipAlg.Sip.Messages;

namespace FastSipAlg.Microbenchmarks.Benchmarks;

/// <summary>What does a message say, and is it well-formed? Beside a search for an octet that does not occur, the least that reading costs.</summary>
[MemoryDiagnoser]
public class SipMessageViewBenchmarks
{
    private readonly SipHeaderIndex _index = new();
    private readonly SipFramer _framer;

    public SipMessageViewBenchmarks() => _framer = new SipFramer(SipFramerLimits.Default, _index);

    [ParamsSource(nameof(Messages))]
    public CorpusFile Message { get; set; } = null!;

    public static IEnumerable<CorpusFile> Messages => CorpusFile.Messages();

    [GlobalSetup]
    public void SetUp()
    {
        if (Index() == 0 || IndexAndAllChecks() != 0 || OctetsAndStartLine() != 0)
        {
            throw new InvalidOperationException($"{Message} has a fault.");
        }
    }

    [Benchmark(Baseline = true)]
    public int IndexOf() => Message.Octets.AsSpan().IndexOf((byte)0);

    /// <summary>Frame and index.</summary>
    [Benchmark]
    public int Index()
    {
        _framer.Read(Message.Octets, out _);
        return _index.Count;
    }

    [Benchmark]
    public int OctetsAndStartLine()
    {
        var message = new SipMessageView(Message.Octets, _framer, _index);
        var fault = message.IsRequest ? SipStartLine.CheckRequestLine(message.StartLine) : SipStartLine.CheckStatusLine(message.StartLine);
        return (int)HeaderOctets.Check(message.HeaderSection).Defect + (int)fault.Defect;
    }

    /// <summary>Everything: frame, index, and the check of each field. The sum of the defects.</summary>
    [Benchmark]
    public int IndexAndAllChecks()
    {
        _framer.Read(Message.Octets, out _);
        var defects = OctetsAndStartLine();
        var message = new SipMessageView(Message.Octets, _framer, _index);
        foreach (ref readonly var field in _index.Fields)
        {
            defects += (int)HeaderSyntax.Check(field.Id, message.ValueOf(field)).Defect;
        }

        return defects;
    }
}
