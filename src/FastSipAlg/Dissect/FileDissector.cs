// SPDX-License-Identifier: MIT

using System.Buffers;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Inspection;
using FastSipAlg.Inspection.Verdicts;
using FastSipAlg.Sip.Editing;
using FastSipAlg.Sip.Framing;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Messages;
using FastSipAlg.Tracking.Flows;

namespace FastSipAlg.Dissect;

/// <summary>
/// Reads a file as a leg would read a stream, and explains each message twice: once with every rule observing, so that all defects are told, and once as the
/// profile has it, for the verdict.
/// </summary>
internal sealed class FileDissector
{
    private readonly SipHeaderIndex _fields = new();
    private readonly SipFramer _framer;
    private readonly FindingReporter _findings;
    private readonly InspectionPipeline _observing;
    private readonly InspectionPipeline _deciding;
    private int _messages;

    public FileDissector(VoipProfileOptions profile)
    {
        var policy = InspectionPolicyCompiler.Compile(profile);
        _framer = new SipFramer(SipFramerLimits.WithRoomFor(profile.Inspection.MaxBodyLength), _fields);
        _findings = new FindingReporter(policy.Table);
        _observing = new InspectionPipeline(InspectionPolicyCompiler.Compile(ObservingProfile.Of(profile)), MessageDirection.PhoneToServer, _findings);
        _deciding = new InspectionPipeline(policy, MessageDirection.PhoneToServer, new NobodyListens());
    }

    public DissectedFile Dissect(string name, ReadOnlyMemory<byte> octets) => new(name, octets.Length, _deciding.Policy.Profile, Parts(octets));

    private IEnumerable<DissectedPart> Parts(ReadOnlyMemory<byte> octets)
    {
        var offset = 0;
        DissectedLineBreaks? breaks = null;
        while (offset < octets.Length)
        {
            var part = Part(offset, octets.Span[offset..]);
            offset += part.Length;
            if (part is DissectedLineBreaks more)
            {
                breaks = new DissectedLineBreaks(breaks?.Offset ?? more.Offset, (breaks?.Length ?? 0) + more.Length, (breaks?.Pings ?? 0) + more.Pings);
                continue;
            }

            if (breaks is not null)
            {
                yield return breaks;
                breaks = null;
            }

            yield return part;
        }

        if (breaks is not null)
        {
            yield return breaks;
        }
    }

    private DissectedPart Part(int offset, ReadOnlySpan<byte> octets)
    {
        var status = _framer.Read(octets, out var consumed);
        return status switch
        {
            FrameStatus.Message => Message(offset, octets[..consumed]),
            FrameStatus.Ping => new DissectedLineBreaks(offset, consumed, Pings: 1),
            FrameStatus.LineBreaks => new DissectedLineBreaks(offset, consumed, Pings: 0),
            FrameStatus.Malformed => Rubble(offset, octets),
            _ when _framer.IsInMessage => Stump(offset, octets),
            _ => new DissectedLineBreaks(offset, octets.Length, Pings: 0),
        };
    }

    private DissectedMessage Message(int offset, ReadOnlySpan<byte> octets)
    {
        var message = new SipMessageView(octets, _framer, _fields);
        _ = _observing.Inspect(message);
        var findings = _findings.Take();
        var verdict = _deciding.Inspect(message);
        var answer = Lines(_deciding.Answers.Span);
        _deciding.ForgetAnswers();
        return new DissectedMessage(offset, octets.Length)
        {
            Number = ++_messages,
            IsRequest = message.IsRequest,
            BodyLength = message.Body.Length,
            Lines = MessageLines.Of(message),
            Findings = findings,
            Verdict = verdict.Kind switch
            {
                VerdictKind.Pass => "pass",
                VerdictKind.Discard => "discard",
                _ => "respond",
            },
            DecidedBy = verdict.IsPass ? "" : InspectionRuleIds.ToKeyword(verdict.Rule),
            Answer = answer,
        };
    }

    private DissectedRubble Rubble(int offset, ReadOnlySpan<byte> octets)
    {
        var answers = new ArrayBufferWriter<byte>();
        SipResponseWriter.TryWrite(
            octets[.._framer.HeaderSectionLength],
            SipDefectText.ToStatusCode(_framer.Defect),
            SipDefectText.ToReasonPhrase(_framer.Defect),
            answers);
        _observing.ReportFraming(octets, _framer, _fields, isAnswered: answers.WrittenCount > 0);
        var finding = _findings.Take()[0];
        return new DissectedRubble(offset, octets.Length)
        {
            Lines = MessageLines.Before(octets, finding.Line),
            Finding = finding,
            Hint = _framer.Defect switch
            {
                SipDefect.BareLf when !octets.Contains((byte)'\r') => "every line of the file ends with LF alone, as a text editor writes it; SIP needs CRLF",
                SipDefect.NotSip => "the file does not hold octets as they were on the wire, or begins in the middle of a message",
                _ => "",
            },
            Answer = Lines(answers.WrittenSpan),
        };
    }

    private DissectedStump Stump(int offset, ReadOnlySpan<byte> octets)
    {
        var missing = (_framer.StartLineLength, _framer.MessageLength) switch
        {
            (_, > 0) => $"{octets.Length - _framer.HeaderSectionLength} of {_framer.MessageLength - _framer.HeaderSectionLength} octets of the body are there",
            ( > 0, _) => "its header section has no end: no empty line",
            _ => "its start line has no end: no CRLF",
        };
        return new DissectedStump(offset, octets.Length, MessageLines.Before(octets, int.MaxValue), missing);
    }

    private static List<string> Lines(ReadOnlySpan<byte> answer)
    {
        var lines = new List<string>();
        while (!answer.IsEmpty)
        {
            var length = answer.IndexOf("\r\n"u8);
            var line = length < 0 ? answer : answer[..length];
            lines.Add(ShownText.OfLine(line, 0, line));
            answer = length < 0 ? [] : answer[(length + 2)..];
        }

        return lines;
    }

    private sealed class NobodyListens : IViolationReporter
    {
        public void Report(in Violation violation)
        {
        }
    }
}
