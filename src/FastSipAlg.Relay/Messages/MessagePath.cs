// SPDX-License-Identifier: MIT

using FastSipAlg.Relay.Diagnostics;
using FastSipAlg.Sip.Framing;
using FastSipAlg.Tracking.Flows;

namespace FastSipAlg.Relay.Messages;

/// <summary>
/// Hot path: the way of one direction's messages, synchronous, without allocation: frame, look at, count, and gather those that pass as they are
/// into runs that are written in one go from the very octets that were decrypted.
/// </summary>
internal sealed class MessagePath(
    MessageDirection direction,
    SipFramer framer,
    RelayMetrics metrics,
    TransactionBalance ownRequests,
    TransactionBalance otherRequests)
{
    /// <summary>For the answer to a malformed request, and the reason why.</summary>
    public SipFramer Framer => framer;

    /// <summary>Takes the next run off the front of <paramref name="octets"/>.</summary>
    public MessageRun TakeRun(ReadOnlySpan<byte> octets)
    {
        var start = 0;
        var position = 0;
        var pings = 0;
        var messages = 0;
        while (true)
        {
            var status = framer.Read(octets[position..], out var consumed);
            switch (status)
            {
                case FrameStatus.Message:
                    position += consumed;
                    messages++;
                    Pass();
                    continue;

                case FrameStatus.Ping:
                case FrameStatus.LineBreaks:
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

    private void Pass()
    {
        if (framer.IsRequest)
        {
            ownRequests.Request(framer.Method);
        }
        else
        {
            otherRequests.Response(framer.StatusCode);
        }

        metrics.Message(direction, framer.IsRequest, framer.Method);
    }
}
