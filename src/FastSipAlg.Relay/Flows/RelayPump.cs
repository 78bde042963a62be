// SPDX-License-Identifier: MIT

using FastSipAlg.Relay.Diagnostics;
using FastSipAlg.Relay.Messages;
using FastSipAlg.Sip.Framing;
using FastSipAlg.Tracking.Flows;
using FastSipAlg.Transport.Legs;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Relay.Flows;

/// <summary>
/// Hot path: one direction of a flow: read, hand the octets to the message path, write what passes to the other leg. Nothing is read while
/// that write waits: back-pressure. The buffer that was decrypted into is the buffer that is written from.
/// </summary>
internal sealed class RelayPump(LegPair pair, MessageDirection direction, MessagePath path, Leg source, PhoneArrival? arrival)
{
    /// <summary>Reads in a row that found data waiting before others on this thread get their turn.</summary>
    private const int MaxReadsInARow = 32;

    /// <summary>Octets of a ping; a pong is shorter, a message longer.</summary>
    private const int PingLength = 4;

    private long _messageBegan;
    private long _lastRead = pair.Now;
    private volatile bool _busy;
    private bool _isUnderWay = arrival is null;

    /// <summary>When the message began that is still incomplete, in <see cref="FlowClock"/> milliseconds; 0: none.</summary>
    public long MessageBegan => Volatile.Read(ref _messageBegan);

    /// <summary>When something came last, in <see cref="FlowClock"/> milliseconds.</summary>
    public long LastRead => Volatile.Read(ref _lastRead);

    /// <summary>Pings that came.</summary>
    public int Pings => path.Pings;

    /// <summary>Pongs that came to pings of ours.</summary>
    public int Pongs => path.Pongs;

    /// <summary>Something was read and is not dealt with yet.</summary>
    public bool IsBusy => _busy;

    /// <summary>All that was read is dealt with, to the end of a message.</summary>
    public bool IsAtRest => !IsBusy && MessageBegan == 0;

    /// <summary>Messages written to the other leg.</summary>
    public long Messages { get; private set; }

    /// <summary>Octets of them.</summary>
    public long Octets { get; private set; }

    /// <summary>Relays until the source ends, either leg fails, or the flow has an end reason. Never throws what a peer can cause.</summary>
    public async Task RunAsync()
    {
        try
        {
            await RelayAsync();
            await DiscardAsync();
        }
        catch (Exception e) when (Leg.EndReasonOf(e) is { } reason)
        {
            pair.End(source.Side, reason, e.Message);
        }
        catch (Exception e)
        {
            pair.EndByBug(e);
        }
    }

    /// <summary>A ping is sent to the source. May be called from anywhere.</summary>
    public void AwaitPong() => path.AwaitPong();

    private async Task RelayAsync()
    {
        Leg? target = direction == MessageDirection.ServerToPhone ? pair.Phone : pair.Server;
        var readsInARow = 0;
        while (!pair.HasStoppedReading(direction))
        {
            var read = source.Reader.ReadAsync();
            if (!read.IsCompleted)
            {
                readsInARow = 0;
            }
            else if (++readsInARow == MaxReadsInARow)
            {
                readsInARow = 0;
                await new LoopTurn();
            }

            var result = await read;
            if (result.Buffer.IsEmpty && result.IsCompleted)
            {
                await pair.EnterLane();
                pair.End(source.Side, source.EndReasonOfStream, null);
                return;
            }

            if (!MayGoOn())
            {
                source.Reader.AdvanceTo(result.Buffer.End);
                pair.BatchRelayed();
                return;
            }

            var octets = result.Buffer.First;
            if (!_isUnderWay && !(_isUnderWay = await arrival!.AdmitFirstAsync(source, octets)))
            {
                return;
            }

            if (pair.PassesUnread)
            {
                target ??= await pair.OpenServerLegAsync(ReadOnlyMemory<byte>.Empty);
                if (target is null || !await WriteAsync(target, octets))
                {
                    return;
                }

                Octets += octets.Length;
                pair.NoteForwarded(direction, octets.Length);
                pair.NoteActivity();
                source.Reader.AdvanceTo(result.Buffer.End);
                _busy = false;
                pair.BatchRelayed();
                continue;
            }

            var consumed = 0;
            MessageRun run;
            do
            {
                run = path.TakeRun(octets.Span[consumed..]);
                if (!path.Answers.IsEmpty && !await AnswerAsync())
                {
                    return;
                }

                if (run.Length > 0)
                {
                    var messages = octets.Slice(consumed + run.Start, run.Length);
                    target ??= await pair.OpenServerLegAsync(messages);
                    if (target is null || !await WriteAsync(target, messages))
                    {
                        return;
                    }

                    Messages += run.Messages;
                    Octets += run.Length;
                    pair.NoteForwarded(direction, run.Length);
                }

                if (run.Pings > 0 && !await WriteAsync(source, pair.Pongs(direction, run.Pings)))
                {
                    return;
                }

                consumed += run.Consumed;
            }
            while (run.Stop == FrameStatus.Message);

            if (run.Stop == FrameStatus.Malformed)
            {
                await EndMalformedAsync(octets[consumed..]);
                return;
            }

            NoteProgress(consumed);
            source.Reader.AdvanceTo(result.Buffer.GetPosition(consumed), result.Buffer.End);
            if (result.IsCompleted)
            {
                pair.End(source.Side, source.EndReasonOfStream, "in the middle of a message");
                return;
            }

            _busy = false;
            pair.BatchRelayed();
        }
    }

    // What was read while we began to stop has not reached the other side, and must not: its answer would find the flow ended.
    private bool MayGoOn()
    {
        _busy = true;
        Interlocked.MemoryBarrier();
        if (pair.HasStoppedReading(direction))
        {
            _busy = false;
        }

        return _busy;
    }

    // After our close_notify and FIN: closing a socket with unread data in it would reset the connection, and with it destroy an answer under way.
    private async Task DiscardAsync()
    {
        while (pair.EndReason != FlowEndReason.None)
        {
            var result = await source.Reader.ReadAsync();
            source.Reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                return;
            }
        }
    }

    private async ValueTask<bool> WriteAsync(Leg leg, ReadOnlyMemory<byte> octets)
    {
        var reason = await leg.Writer.WriteAsync(octets);
        if (reason == LegEndReason.None)
        {
            return true;
        }

        pair.End(leg.Side, reason, null);
        return false;
    }

    // Back where the messages came from, in their order.
    private async ValueTask<bool> AnswerAsync()
    {
        var isWritten = await WriteAsync(source, path.Answers);
        path.ForgetAnswers();
        return isWritten;
    }

    private void NoteProgress(int consumed)
    {
        Volatile.Write(ref _lastRead, pair.Now);
        if (consumed is 0 or > PingLength || direction == MessageDirection.PhoneToServer || !pair.PingsServer)
        {
            pair.NoteActivity();
        }

        if (!path.Framer.IsInMessage)
        {
            Volatile.Write(ref _messageBegan, 0);
        }
        else if (_messageBegan == 0 || consumed > 0)
        {
            Volatile.Write(ref _messageBegan, pair.Now);
        }
    }

    private async Task EndMalformedAsync(ReadOnlyMemory<byte> octets)
    {
        var answer = LocalAnswer.FramingBroken(octets.Span, path.Framer);
        path.ReportMalformed(octets.Span, answer is not null);
        if (answer is { } answered)
        {
            await source.Writer.WriteAsync(answered);
        }

        pair.EndByFraming(source.Side, path.Framer.Defect);
    }
}
