// SPDX-License-Identifier: MIT

using System.Runtime.CompilerServices;
using FastSipAlg.Inspection;
using FastSipAlg.Relay.Diagnostics;
using FastSipAlg.Relay.Overload;
using FastSipAlg.Sip.Framing;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Messages;
using FastSipAlg.Tracking.Flows;

namespace FastSipAlg.Relay.Messages;

/// <summary>
/// Hot path: the way of one direction's messages, synchronous, without allocation: frame, inspect, count, and gather those that pass as they are
/// into runs that are written in one go from the very octets that were decrypted. A message that does not pass cuts the run; what is answered to it waits in
/// <see cref="Answers"/>.
/// </summary>
internal sealed class MessagePath
{
    /// <summary>Octets of answers in one go: a read full of messages that are refused must not gather as many answers in memory.</summary>
    private const int MaxAnswers = 16 * 1024;

    private readonly MessageDirection _direction;
    private readonly InspectionPipeline _inspection;
    private readonly RelayMetrics _metrics;
    private readonly TransactionBalance _ownRequests;
    private readonly TransactionBalance _otherRequests;
    private readonly OpenCalls _calls;
    private readonly RequestShedding _shedding;

    private readonly SipFramerLimits _limits;
    private SipFramer? _lateFramer;
    private SipHeaderIndex? _lateFields;

    private volatile bool _awaitsPong;
    private volatile int _pings;
    private volatile int _pongs;

    // Null when nothing is inspected: then framing need not note where header fields stand.
    private readonly SipHeaderIndex? _fields;

    public MessagePath(
        MessageDirection direction,
        SipFramerLimits limits,
        InspectionPipeline inspection,
        RelayMetrics metrics,
        TransactionBalance ownRequests,
        TransactionBalance otherRequests,
        OpenCalls calls,
        RequestShedding shedding)
    {
        _direction = direction;
        _limits = limits;
        _inspection = inspection;
        _metrics = metrics;
        _ownRequests = ownRequests;
        _otherRequests = otherRequests;
        _calls = calls;
        _shedding = shedding;
        _fields = inspection.Policy.IsOff ? null : new SipHeaderIndex();
        Framer = new SipFramer(limits, _fields);
    }

    /// <summary>For the answer to a malformed request, and the reason why.</summary>
    public SipFramer Framer { get; }

    /// <summary>Pings that came.</summary>
    public int Pings => _pings;

    /// <summary>Pongs that came to pings of ours.</summary>
    public int Pongs => _pongs;

    /// <summary>Owed to the source of the messages taken so far, before anything else is written there.</summary>
    public ReadOnlyMemory<byte> Answers => _inspection.Answers;

    public void ForgetAnswers() => _inspection.ForgetAnswers();

    /// <summary>We have sent a ping to the source: the next line break is its answer. Called from another thread than the messages.</summary>
    public void AwaitPong() => _awaitsPong = true;

    /// <summary>Takes the next run off the front of <paramref name="octets"/>.</summary>
    public MessageRun TakeRun(ReadOnlySpan<byte> octets)
    {
        var start = 0;
        var position = 0;
        var pings = 0;
        var messages = 0;
        while (true)
        {
            var status = Framer.Read(octets[position..], out var consumed);
            switch (status)
            {
                case FrameStatus.Message when Passes(octets.Slice(position, consumed)):
                    Pass(octets.Slice(position, consumed));
                    position += consumed;
                    messages++;
                    continue;

                case FrameStatus.Message:
                    Drop();
                    if (position > start || _inspection.Answers.Length >= MaxAnswers)
                    {
                        return new MessageRun(start, position - start, messages, position + consumed, pings, FrameStatus.Message);
                    }

                    position += consumed;
                    start = position;
                    continue;

                case FrameStatus.Ping:
                case FrameStatus.LineBreaks:
                    NoteKeepAlive(status);
                    pings += status == FrameStatus.Ping ? 1 : 0;
                    if (position > start)
                    {
                        // What follows is not adjacent to the run any more.
                        return new MessageRun(start, position - start, messages, position + consumed, pings, FrameStatus.Message);
                    }

                    position += consumed;
                    start = position;
                    continue;

                default:
                    return new MessageRun(start, position - start, messages, position, pings, status);
            }
        }
    }

    /// <summary>What the framer cannot go on with, for log and metrics. <paramref name="octets"/>: what was not consumed.</summary>
    public void ReportMalformed(ReadOnlySpan<byte> octets, bool isAnswered) => _inspection.ReportFraming(octets, Framer, _fields, isAnswered);

    private bool Passes(ReadOnlySpan<byte> message) =>
        !(_shedding.IsOn && IsShed(message)) && (_fields is null || _inspection.Inspect(new SipMessageView(message, Framer, _fields)).IsPass);

    // Before anything else is spent on it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool IsShed(ReadOnlySpan<byte> message)
    {
        var isShed = _shedding.Refuses(View(message)) && _inspection.Answer(message, SipStatusCode.ServiceUnavailable, RequestShedding.ReasonPhrase, _shedding.RetryAfter);
        if (isShed)
        {
            _shedding.Count(Framer.Method);
        }

        return isShed;
    }

    private void Pass(ReadOnlySpan<byte> message)
    {
        if (Framer.IsRequest)
        {
            _ownRequests.Request(Framer.Method);
        }
        else
        {
            _otherRequests.Response(Framer.StatusCode);
        }

        _metrics.Message(_direction, Framer.IsRequest, Framer.Method);
        if (OpenCalls.Concerns(Framer))
        {
            NoteCall(message);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void NoteCall(ReadOnlySpan<byte> message) => _calls.Note(message, Framer.IsRequest, View(message).Fields);

    private SipMessageView View(ReadOnlySpan<byte> message)
    {
        if (_fields is not null)
        {
            return new SipMessageView(message, Framer, _fields);
        }

        // Nothing is inspected, so nobody has noted where the header fields stand: for these few messages that is made up for.
        _lateFields ??= new SipHeaderIndex();
        _lateFramer ??= new SipFramer(_limits, _lateFields);
        _lateFramer.Read(message, out _);
        return new SipMessageView(message, _lateFramer, _lateFields);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void NoteKeepAlive(FrameStatus status)
    {
        if (status == FrameStatus.Ping)
        {
            _pings++;
        }
        else if (_awaitsPong)
        {
            _awaitsPong = false;
            _pongs++;
            Framer.ForgetLineBreak();
        }
    }

    // A request that goes no further is open nowhere; a final response that goes no further still was the last of its transaction.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Drop()
    {
        if (!Framer.IsRequest)
        {
            _otherRequests.Response(Framer.StatusCode);
        }
    }
}
