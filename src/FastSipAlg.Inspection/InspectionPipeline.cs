// SPDX-License-Identifier: MIT

using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using FastSipAlg.Inspection.Checks;
using FastSipAlg.Inspection.Verdicts;
using FastSipAlg.Sip.Editing;
using FastSipAlg.Sip.Framing;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Messages;
using FastSipAlg.Tracking.Flows;

namespace FastSipAlg.Inspection;

/// <summary>
/// Hot path: inspects the messages of one direction of one flow, one after the other, from one thread at a time. Every rule of the profile looks; the first that
/// discards or responds decides, and nothing more is looked at. Answers gather here until they have been sent.
/// </summary>
public sealed class InspectionPipeline(InspectionPolicy policy, MessageDirection direction, IViolationReporter reporter)
{
    private ArrayBufferWriter<byte>? _answers;

    public InspectionPolicy Policy => policy;

    /// <summary>What is owed to the sender of the messages inspected so far: whole answers, in their order.</summary>
    public ReadOnlyMemory<byte> Answers => _answers?.WrittenMemory ?? default;

    /// <summary>They have been sent. An idle flow keeps no buffer for them.</summary>
    public void ForgetAnswers() => _answers = null;

    public Verdict Inspect(in SipMessageView message)
    {
        var context = new InspectionContext(message, direction, policy.Table, reporter);
        foreach (var rule in policy.Rules)
        {
            rule.Inspect(ref context);
            if (context.IsDecided)
            {
                return Decide(context);
            }
        }

        return default;
    }

    /// <summary>Answers a request that shall not be looked at; in order with <see cref="Answers"/>. False: it cannot be answered, see <see cref="SipResponseWriter"/>.</summary>
    /// <param name="request">The whole message.</param>
    /// <param name="statusCode">Of the answer.</param>
    /// <param name="reasonPhrase">Of the answer.</param>
    /// <param name="lines">Header lines of its own, each with its CRLF.</param>
    public bool Answer(ReadOnlySpan<byte> request, SipStatusCode statusCode, ReadOnlySpan<byte> reasonPhrase, ReadOnlySpan<byte> lines) =>
        SipResponseWriter.TryWrite(request, statusCode, reasonPhrase, lines, _answers ??= new ArrayBufferWriter<byte>());

    /// <summary>Reports what ended the flow: the framer could not go on. The relay answers that by itself.</summary>
    /// <param name="octets">What the framer was given last.</param>
    /// <param name="framer">It knows the defect, and what it has read before.</param>
    /// <param name="fields">The header fields it has found; null when it does not tell.</param>
    /// <param name="isAnswered">Whether its sender hears of it.</param>
    public void ReportFraming(ReadOnlySpan<byte> octets, SipFramer framer, SipHeaderIndex? fields, bool isAnswered)
    {
        ArgumentNullException.ThrowIfNull(framer);
        var rule = InspectionRuleIds.OfFraming(framer.Defect);
        reporter.Report(new Violation
        {
            Message = octets,
            Fields = fields,
            Direction = direction,
            IsRequest = framer.IsRequest,
            Method = framer.Method,
            StatusCode = framer.StatusCode,
            Rule = rule,
            Setting = policy.Table[rule],
            Fault = new SipFault(framer.Defect, FramingPlace.Find(octets, framer, fields)),
            Outcome = isAnswered ? VerdictKind.Respond : VerdictKind.Discard,
            Answer = isAnswered ? SipDefectText.ToStatusCode(framer.Defect) : default,
            EndsFlow = true,
        });
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Verdict Decide(in InspectionContext context)
    {
        var wantsAnswer = policy.Table[context.Rule].Action == VerdictKind.Respond || policy.AnswersDiscarded;
        var statusCode = RuleText.StatusCode(context.Rule, context.Fault.Defect);
        var isAnswered = wantsAnswer && TryAnswer(context, statusCode);
        var outcome = isAnswered ? VerdictKind.Respond : VerdictKind.Discard;
        var answer = isAnswered ? statusCode : default;
        reporter.Report(context.Violation(context.Rule, context.Fault, context.Header, outcome, answer));
        return new Verdict(outcome, context.Rule, context.Header, context.Fault, answer);
    }

    // Never to a response or an ACK, and only from parts that are sound: the writer sees to that   RFC 3261 §8.2.6, §17
    private bool TryAnswer(in InspectionContext context, SipStatusCode statusCode)
    {
        return Answer(
            context.Message.Octets,
            statusCode,
            Encoding.ASCII.GetBytes(RuleText.ReasonPhrase(context.Rule, context.Fault.Defect, context.Header)),
            statusCode == SipStatusCode.MethodNotAllowed ? policy.AllowLine.Span : []);
    }
}
