// SPDX-License-Identifier: MIT

using BenchmarkDotNet.Attributes;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Inspection;
using FastSipAlg.Inspection.Verdicts;
using FastSipAlg.Relay.Diagnostics;
using FastSipAlg.Relay.Messages;
using FastSipAlg.Relay.Overload;
using FastSipAlg.Sip.Framing;
using FastSipAlg.Tracking.Flows;
using Microsoft.Extensions.Logging.Abstractions;

namespace FastSipAlg.Microbenchmarks.Benchmarks;

/// <summary>All that is synchronous on a message's way. Each returns the messages that passed.</summary>
[MemoryDiagnoser]
public class MessagePathBenchmarks : IDisposable, IViolationReporter
{
    private const int Run = 8;

    private readonly RelayMetrics _metrics = new();
    private readonly OverloadControl _control = new(TimeProvider.System, NullLogger.Instance);
    private MessagePath _path = null!;
    private MessagePath _strictPath = null!;
    private byte[] _run = null!;
    private byte[] _pinged = null!;

    [ParamsSource(nameof(Messages))]
    public CorpusFile Message { get; set; } = null!;

    public static IEnumerable<CorpusFile> Messages => CorpusFile.Messages();

    [GlobalSetup]
    public void SetUp()
    {
        _path = Path(InspectionPolicyCompiler.Compile(new VoipProfileOptions { Name = "off", Inspection = { Mode = InspectionMode.Off } }));
        _strictPath = Path(InspectionBenchmarks.Strict());
        _run = [.. Enumerable.Repeat(Message.Octets, Run).SelectMany(octets => octets)];
        _pinged = [.. Enumerable.Repeat<byte[]>([.. Message.Octets, .. "\r\n\r\n"u8], Run).SelectMany(octets => octets)];
        if (One() != 1 || SplitInTwo() != 1 || RunOfEight() != Run || EightWithPingsBetween() != Run)
        {
            throw new InvalidOperationException($"{Message} does not pass.");
        }
    }

    [Benchmark(Baseline = true)]
    public int One() => _path.TakeRun(Message.Octets).Messages;

    [Benchmark]
    public int OneUnderStrict() => _strictPath.TakeRun(Message.Octets).Messages;

    [Benchmark]
    public int SplitInTwo() =>
        _path.TakeRun(Message.Octets.AsSpan(0, Message.Octets.Length / 2)).Messages + _path.TakeRun(Message.Octets).Messages;

    [Benchmark]
    public int RunOfEight() => _path.TakeRun(_run).Messages;

    [Benchmark]
    public int EightWithPingsBetween()
    {
        var rest = _pinged.AsSpan();
        var messages = 0;
        MessageRun run;
        do
        {
            run = _path.TakeRun(rest);
            messages += run.Messages;
            rest = rest[run.Consumed..];
        }
        while (run.Stop == FrameStatus.Message);

        return messages;
    }

    void IViolationReporter.Report(in Violation violation)
    {
        // Of no interest here.
    }

    private MessagePath Path(InspectionPolicy policy) => new(
        MessageDirection.PhoneToServer,
        SipFramerLimits.Default,
        new InspectionPipeline(policy, MessageDirection.PhoneToServer, this),
        _metrics,
        new TransactionBalance(),
        new TransactionBalance(),
        new OpenCalls(),
        new RequestShedding(_control, 1, 10));

    [GlobalCleanup]
    public void Dispose()
    {
        _metrics.Dispose();
        _control.Dispose();
        GC.SuppressFinalize(this);
    }
}
