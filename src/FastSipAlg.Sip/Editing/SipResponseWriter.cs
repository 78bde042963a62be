// SPDX-License-Identifier: MIT

using System.Buffers;
using System.Buffers.Text;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Sip.Editing;

/// <summary>A local 4xx or 5xx built from the request that it answers (RFC 3261 §8.2.6).</summary>
public static class SipResponseWriter
{
    private static ReadOnlySpan<byte> End => "Content-Length: 0\r\n\r\n"u8;

    /// <summary>
    /// Writes an answer to <paramref name="request"/>: a whole message, or as much of a broken one as could be read.
    /// False, and nothing written, when it is a response, an ACK, or lacks a part that an answer must copy.
    /// </summary>
    public static bool TryWrite(ReadOnlySpan<byte> request, SipStatusCode statusCode, ReadOnlySpan<byte> reasonPhrase, IBufferWriter<byte> output)
    {
        return TryWrite(request, statusCode, reasonPhrase, [], output);
    }

    /// <summary>
    /// As above, with header lines of the caller's own, each <c>Name: value</c> and CRLF; false too when <paramref name="extraLines"/> are not
    /// such lines. Control octets in <paramref name="reasonPhrase"/> become spaces. Never throws, whatever the octets.
    /// </summary>
    public static bool TryWrite(
        ReadOnlySpan<byte> request,
        SipStatusCode statusCode,
        ReadOnlySpan<byte> reasonPhrase,
        ReadOnlySpan<byte> extraLines,
        IBufferWriter<byte> output)
    {
        if (!AnswerFields.TryRead(request, out var fields)
            || !ToTag.TryFind(AnswerFields.ValueOf(fields.To), out var isTagged)
            || !AreHeaderLines(extraLines))
        {
            return false;
        }

        var length = "SIP/2.0 400 "u8.Length + reasonPhrase.Length + 2 + fields.ViaLength + fields.From.Length + fields.To.Length + ToTag.Length
            + fields.CallId.Length + fields.CSeq.Length + extraLines.Length + End.Length;
        var target = output.GetSpan(length);
        var rest = target;
        WriteStatusLine(ref rest, statusCode, reasonPhrase);
        AnswerFields.CopyVias(request, rest);
        rest = rest[fields.ViaLength..];
        Append(ref rest, fields.From);
        AppendTo(ref rest, fields.To, isTagged);
        Append(ref rest, fields.CallId);
        Append(ref rest, fields.CSeq);
        Append(ref rest, extraLines);
        Append(ref rest, End);
        output.Advance(target.Length - rest.Length);
        return true;
    }

    // Status-Line = SIP-Version SP Status-Code SP Reason-Phrase CRLF   RFC 3261 §7.2
    private static void WriteStatusLine(ref Span<byte> rest, SipStatusCode statusCode, ReadOnlySpan<byte> reasonPhrase)
    {
        Append(ref rest, "SIP/2.0 "u8);
        _ = Utf8Formatter.TryFormat((int)statusCode, rest, out var digits);
        rest[digits] = SipOctets.Space;
        rest = rest[(digits + 1)..];
        for (var index = 0; index < reasonPhrase.Length; index++)
        {
            rest[index] = reasonPhrase[index] is < SipOctets.Space or 0x7F ? SipOctets.Space : reasonPhrase[index];
        }

        rest = rest[reasonPhrase.Length..];
        Append(ref rest, "\r\n"u8);
    }

    // RFC 3261 §8.2.6.2: a To without a tag gets one; white space behind the value is left out then.
    private static void AppendTo(ref Span<byte> rest, ReadOnlySpan<byte> field, bool isTagged)
    {
        if (isTagged)
        {
            Append(ref rest, field);
            return;
        }

        Append(ref rest, field.TrimEnd(SipOctets.FoldedWhiteSpace));
        ToTag.Write(rest);
        rest = rest[ToTag.Length..];
        Append(ref rest, "\r\n"u8);
    }

    private static bool AreHeaderLines(ReadOnlySpan<byte> lines)
    {
        while (!lines.IsEmpty)
        {
            var end = lines.IndexOfAnyInRange<byte>(0, 0x1F);
            if (end < 0 || !lines[end..].StartsWith("\r\n"u8) || !IsHeaderLine(lines[..end]))
            {
                return false;
            }

            lines = lines[(end + 2)..];
        }

        return true;
    }

    private static bool IsHeaderLine(ReadOnlySpan<byte> line)
    {
        var nameLength = SipOctets.TokenLength(line);
        return nameLength > 0 && nameLength < line.Length && line[nameLength] == ':';
    }

    private static void Append(ref Span<byte> rest, ReadOnlySpan<byte> octets)
    {
        octets.CopyTo(rest);
        rest = rest[octets.Length..];
    }
}
