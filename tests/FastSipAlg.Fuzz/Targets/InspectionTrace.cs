// SPDX-License-Identifier: MIT

using System.Runtime.InteropServices;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Inspection;
using FastSipAlg.Inspection.Verdicts;
using FastSipAlg.Sip.Framing;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Messages;
using FastSipAlg.Tracking.Flows;

namespace FastSipAlg.Fuzz.Targets;

/// <summary>What inspection says of one stream, however it was cut into reads: a verdict for each message, and every violation that is reported with it.</summary>
internal sealed class InspectionTrace(VoipProfileOptions profile) : IViolationReporter
{
    /// <summary>Lines cost more than all else.</summary>
    private const int MaxLines = 4;

    private readonly InspectionPolicy _policy = InspectionPolicyCompiler.Compile(profile);
    private readonly SipHeaderIndex _fields = new();
    private readonly List<Step> _steps = [];
    private readonly List<Reported> _reports = [];
    private int _lines;

    public IReadOnlyList<Step> Steps => _steps;

    /// <summary>The step's, in the order of the steps.</summary>
    public IReadOnlyList<Reported> Reports => _reports;

    public bool IsSameAs(InspectionTrace other) => _steps.SequenceEqual(other._steps) && _reports.SequenceEqual(other._reports);

    public ReadOnlySpan<Reported> ReportsOf(in Step step) => CollectionsMarshal.AsSpan(_reports).Slice(step.FirstReport, step.ReportCount);

    /// <summary>Reads a stream to its end or its fault, in chunks of the lengths that <paramref name="nextLength"/> gives, and holds each answer against its request.</summary>
    /// <param name="stream">The octets.</param>
    /// <param name="direction">The way they go.</param>
    /// <param name="checksLines">Log lines of the first violations are looked at, too.</param>
    /// <param name="nextLength">At least 1.</param>
    public void Read(ReadOnlySpan<byte> stream, MessageDirection direction, bool checksLines, Func<int> nextLength)
    {
        _steps.Clear();
        _reports.Clear();
        _lines = checksLines ? MaxLines : 0;
        var framer = new SipFramer(SipFramerLimits.Default, _fields);
        var pipeline = new InspectionPipeline(_policy, direction, this);
        var start = 0;
        for (var end = 0; end < stream.Length;)
        {
            end = (int)Math.Min(stream.Length, (long)end + nextLength());
            while (start < end && framer.Read(stream[start..end], out var consumed) is not FrameStatus.NeedMoreData and var status)
            {
                if (status == FrameStatus.Malformed)
                {
                    var reported = _reports.Count;
                    pipeline.ReportFraming(stream[start..end], framer, _fields, isAnswered: false);
                    Invariant.Holds(_reports.Count == reported + 1);
                    _steps.Add(new Step(start, 0, default, reported, 1));
                    return;
                }

                if (status == FrameStatus.Message)
                {
                    Inspect(pipeline, new SipMessageView(stream.Slice(start, consumed), framer, _fields), start);
                }

                start += consumed;
            }
        }
    }

    public void Report(in Violation violation)
    {
        Invariant.Holds(violation.Fault.Offset >= 0 && violation.Fault.Offset <= violation.Message.Length);
        _reports.Add(new Reported(
            violation.Rule, violation.Setting, violation.Header, violation.Fault, violation.Outcome, violation.Answer, violation.IsRequest, violation.Method, violation.StatusCode, violation.EndsFlow));
        if (_lines-- > 0)
        {
            ViolationLineCheck.Check(violation);
        }
    }

    private void Inspect(InspectionPipeline pipeline, SipMessageView message, int start)
    {
        var reported = _reports.Count;
        var answered = pipeline.Answers.Length;
        var verdict = pipeline.Inspect(message);
        _steps.Add(new Step(start, message.Octets.Length, verdict, reported, _reports.Count - reported));
        var answer = pipeline.Answers.Span[answered..];
        Invariant.Holds(verdict.Kind == VerdictKind.Respond == answer.Length > 0);
        Invariant.Holds(verdict.Kind == VerdictKind.Respond == (verdict.StatusCode != default));
        if (answer.Length > 0)
        {
            Invariant.Holds(message.IsRequest && message.Method != SipMethod.Ack);
            CheckAnswer(answer, (int)verdict.StatusCode);
        }
    }

    // One whole response, no octet more.
    private static void CheckAnswer(ReadOnlySpan<byte> answer, int statusCode)
    {
        var framer = new SipFramer(SipFramerLimits.Default with { MaxHeaderSection = 1 << 20, MaxStartLine = 1 << 20, MaxHeaderCount = 1 << 16 });
        Invariant.Holds(framer.Read(answer, out var consumed) == FrameStatus.Message && consumed == answer.Length);
        Invariant.Holds(!framer.IsRequest && framer.StatusCode == statusCode);
    }

    /// <summary>One message; or, of no length, what the framer could not go on with.</summary>
    internal readonly record struct Step(int Start, int Length, Verdict Verdict, int FirstReport, int ReportCount);

    internal readonly record struct Reported(
        InspectionRuleId Rule, RuleSetting Setting, SipHeaderId Header, SipFault Fault, VerdictKind Outcome, SipStatusCode Answer, bool IsRequest, SipMethod Method, int StatusCode,
        bool EndsFlow);
}
