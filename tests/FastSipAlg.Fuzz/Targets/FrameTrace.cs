// SPDX-License-Identifier: MIT

using FastSipAlg.Sip.Framing;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Fuzz.Targets;

/// <summary>What a framer says of one stream, however it was cut into reads. Line breaks that are no ping leave no trace.</summary>
internal sealed class FrameTrace
{
    private readonly List<Frame> _frames = [];

    public IReadOnlyList<Frame> Frames => _frames;

    /// <summary>Reads a stream to its end or its fault, in chunks of the lengths that <paramref name="nextLength"/> gives.</summary>
    public void Read(SipFramer framer, SipHeaderIndex? index, ReadOnlySpan<byte> stream, Func<int> nextLength)
    {
        _frames.Clear();
        var start = 0;
        var end = 0;
        while (end < stream.Length)
        {
            end = (int)Math.Min(stream.Length, (long)end + nextLength());
            while (start < end)
            {
                var status = framer.Read(stream[start..end], out var consumed);
                Invariant.Holds(consumed >= 0 && consumed <= end - start);
                Invariant.Holds(consumed == 0 == status is FrameStatus.NeedMoreData or FrameStatus.Malformed);
                if (status == FrameStatus.NeedMoreData)
                {
                    break;
                }

                Add(framer, index, status, start, consumed);
                if (status == FrameStatus.Malformed)
                {
                    Invariant.Holds(framer.Read(stream[start..end], out _) == FrameStatus.Malformed);
                    return;
                }

                start += consumed;
            }
        }
    }

    private void Add(SipFramer framer, SipHeaderIndex? index, FrameStatus status, int start, int consumed)
    {
        switch (status)
        {
            case FrameStatus.Message:
                Invariant.Holds(consumed == framer.MessageLength && framer.HeaderSectionLength <= consumed);
                Invariant.Holds(framer.StartLineLength + 4 <= framer.HeaderSectionLength);
                _frames.Add(new Frame(
                    status, start, consumed, SipDefect.None, framer.HeaderSectionLength, framer.StartLineLength, framer.IsRequest, framer.Method,
                    framer.StatusCode, FieldsOf(index)));
                break;
            case FrameStatus.Malformed:
                Invariant.Holds(framer.Defect != SipDefect.None);
                _frames.Add(new Frame(status, start, 0, framer.Defect, framer.HeaderSectionLength, 0, false, SipMethod.Unknown, 0, 0));
                break;
            case FrameStatus.Ping:
                _frames.Add(new Frame(status, 0, 0, SipDefect.None, 0, 0, false, SipMethod.Unknown, 0, 0));
                break;
        }
    }

    private static int FieldsOf(SipHeaderIndex? index)
    {
        var hash = new HashCode();
        for (var place = 0; place < index?.Count; place++)
        {
            hash.Add(index[place]);
        }

        return hash.ToHashCode();
    }

    /// <summary>One frame, with a hash of its header fields instead of them.</summary>
    internal readonly record struct Frame(
        FrameStatus Status, int Start, int Length, SipDefect Defect, int HeaderSectionLength, int StartLineLength, bool IsRequest, SipMethod Method, int StatusCode,
        int Fields);
}
