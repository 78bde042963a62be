// SPDX-License-Identifier: MIT

using System.Buffers;
using System.Globalization;
using System.Text;
using FastSipAlg.Sip.Editing;
using FastSipAlg.Sip.Framing;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Relay.Messages;

/// <summary>Cold: what we answer ourselves to requests that go no further. Null when nothing can or may be answered.</summary>
internal static class LocalAnswer
{
    private const int MaxPongs = 16;

    /// <summary>CRLFCRLF (RFC 5626 §3.5.1).</summary>
    public static readonly ReadOnlyMemory<byte> Ping = "\r\n\r\n"u8.ToArray();

    private static readonly byte[] CrLfs = [.. Enumerable.Repeat("\r\n"u8.ToArray(), MaxPongs).SelectMany(crLf => crLf)];

    /// <summary>503 to each request of a run of whole messages, with the same reason phrase, and Retry-After <paramref name="retryAfter"/> seconds (RFC 3261 §20.33).</summary>
    public static ReadOnlyMemory<byte>? ServerUnavailable(ReadOnlySpan<byte> run, ReadOnlySpan<byte> reasonPhrase, int retryAfter, SipFramerLimits limits)
    {
        var field = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"Retry-After: {retryAfter}\r\n"));
        var answers = new ArrayBufferWriter<byte>();
        var framer = new SipFramer(limits);
        while (framer.Read(run, out var consumed) == FrameStatus.Message)
        {
            SipResponseWriter.TryWrite(run[..consumed], SipStatusCode.ServiceUnavailable, reasonPhrase, field, answers);
            run = run[consumed..];
        }

        return NullIfEmpty(answers);
    }

    /// <summary>400, 413 or 513 to a request whose framing broke, from as much of it as was sound.</summary>
    public static ReadOnlyMemory<byte>? FramingBroken(ReadOnlySpan<byte> octets, SipFramer framer)
    {
        var answers = new ArrayBufferWriter<byte>();
        SipResponseWriter.TryWrite(
            octets[..framer.HeaderSectionLength],
            SipDefectText.ToStatusCode(framer.Defect),
            SipDefectText.ToReasonPhrase(framer.Defect),
            answers);
        return NullIfEmpty(answers);
    }

    /// <summary>A CRLF for each ping (RFC 5626 §3.5.1), up to 16 at once: a storm of them in one read is answered in part.</summary>
    public static ReadOnlyMemory<byte> Pongs(int pings) => CrLfs.AsMemory(0, 2 * Math.Min(pings, MaxPongs));

    private static ReadOnlyMemory<byte>? NullIfEmpty(ArrayBufferWriter<byte> answers) =>
        answers.WrittenCount == 0 ? null : answers.WrittenMemory;
}
