// SPDX-License-Identifier: MIT

using FastSipAlg.Inspection.Reports;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Messages;

namespace FastSipAlg.Dissect;

/// <summary>A message line by line, each with what was understood of it.</summary>
internal static class MessageLines
{
    /// <summary>Lines that are shown of what is no whole message, from its front.</summary>
    private const int MaxUnread = 100;

    public static List<DissectedLine> Of(in SipMessageView message)
    {
        var lines = new List<DissectedLine>
        {
            new(
                1,
                message.IsRequest ? LineKind.RequestLine : LineKind.StatusLine,
                "",
                ShownText.OfLine(message.Octets, 0, message.StartLine),
                IsMasked(message.StartLine) ? [] : StartLineFacts.Of(message)),
        };
        AddHeaderSection(lines, message);
        lines.Add(new DissectedLine(lines.Count + 1, LineKind.Empty, "", "", []));
        if (!message.Body.IsEmpty)
        {
            AddBody(lines, message);
        }

        return lines;
    }

    /// <summary>The lines of what is no whole message, up to and without line <paramref name="end"/>.</summary>
    public static List<DissectedLine> Before(ReadOnlySpan<byte> octets, int end)
    {
        var lines = new List<DissectedLine>();
        for (var start = 0; start < octets.Length && lines.Count < Math.Min(MaxUnread, end - 1);)
        {
            var line = MessagePlace.LineAt(octets, start);
            lines.Add(new DissectedLine(lines.Count + 1, LineKind.Unread, "", ShownText.Around(octets, start, line, 0, out _), []));
            var length = octets[start..].IndexOf((byte)'\n');
            start = length < 0 ? octets.Length : start + length + 1;
        }

        return lines;
    }

    private static void AddHeaderSection(List<DissectedLine> lines, in SipMessageView message)
    {
        var field = 0;
        var isSecret = false;
        for (var start = message.HeaderSectionStart; start < message.BodyStart - 2;)
        {
            var line = MessagePlace.LineAt(message.Octets, start);
            if (field < message.Fields.Count && message.Fields[field].NameStart == start)
            {
                var known = message.Fields[field++];
                var text = ShownText.OfLine(message.Octets, start, line);
                isSecret = SecretLine.IsSecret(known.Id);
                var id = known.Id == SipHeaderId.Unknown ? ShownText.Of(message.NameOf(known)) : SipHeaderNames.ToName(known.Id);
                var value = message.ValueOf(known);
                lines.Add(new DissectedLine(lines.Count + 1, LineKind.Header, id, text, IsMasked(value) ? [] : FieldFacts.Of(known.Id, value)));
            }
            else
            {
                var text = isSecret ? SecretLine.Mask : ShownText.OfLine(line, 0, line);
                lines.Add(new DissectedLine(lines.Count + 1, LineKind.Continuation, "", text, []));
            }

            start += line.Length + 2;
        }
    }

    private static bool IsMasked(ReadOnlySpan<byte> octets) => SecretLine.ShownLength(octets, 0, octets) < octets.Length;

    private static void AddBody(List<DissectedLine> lines, in SipMessageView message)
    {
        var start = message.BodyStart;
        var number = lines.Count + 1;
        foreach (var range in BodyRanges.Of(message.ValueOf(SipHeaderId.ContentType), message.Body, start, message.Fields.Contains(SipHeaderId.ContentEncoding)))
        {
            number = AddLines(lines, number, message.Octets[start..range.Start], LineKind.Multipart);
            if (range.IsSdp)
            {
                number = AddLines(lines, number, message.Octets[range.Start..range.End], LineKind.Sdp);
            }
            else if (range.Length > 0)
            {
                number = AddContent(lines, number, message.Octets, range);
            }

            start = range.End;
        }

        _ = AddLines(lines, number, message.Octets[start..], LineKind.Multipart);
    }

    private static int AddLines(List<DissectedLine> lines, int number, ReadOnlySpan<byte> octets, LineKind kind)
    {
        while (!octets.IsEmpty)
        {
            var end = octets.IndexOf((byte)'\n');
            var line = MessagePlace.LineAt(octets, 0);

            // The line break before a boundary is the boundary's.
            if (kind == LineKind.Sdp || !line.IsEmpty)
            {
                lines.Add(Line(number, kind, line));
            }

            number += end < 0 ? 0 : 1;
            octets = octets[(end < 0 ? octets.Length : end + 1)..];
        }

        return number;
    }

    private static DissectedLine Line(int number, LineKind kind, ReadOnlySpan<byte> line)
    {
        var shown = SecretLine.ShownLength(line, 0, line);
        var facts = kind == LineKind.Sdp ? SdpFacts.Of(line[..shown]) : [];
        return new DissectedLine(number, kind, facts.Count > 0 ? ShownText.Of(line[..1]) : "", ShownText.OfLine(line, 0, line), facts);
    }

    private static int AddContent(List<DissectedLine> lines, int number, ReadOnlySpan<byte> message, BodyRange range)
    {
        var type = range.Type.Length == 0 ? "no Content-Type" : range.Type;
        var text = $"{range.Length} {(range.Length == 1 ? "octet" : "octets")} of {type}, which no rule looks at";
        lines.Add(new DissectedLine(number, LineKind.Content, "", text, []));
        return number + message[range.Start..range.End].Count((byte)'\n');
    }
}
