// SPDX-License-Identifier: MIT

using System.Runtime.CompilerServices;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Sip.Framing;

/// <summary>
/// Hot path: cuts one message or keep-alive off the front of a contiguous buffer; remembers how far it scanned, so that no octet is
/// searched twice. One framer serves one direction of one flow, from one thread at a time. What it says about a message holds until the next
/// <see cref="Read"/>. After <see cref="FrameStatus.Malformed"/> it says the same for ever.
/// </summary>
public sealed partial class SipFramer
{
    private readonly int _maxStartLine;
    private readonly int _maxHeaderSection;
    private readonly int _maxHeaderCount;
    private readonly int _maxBody;
    private readonly SipHeaderIndex? _index;

    // 0 <= _fieldStart <= _lineStart <= _scanned <= length of the last buffer, while a message is not whole.
    private Stage _stage;
    private int _scanned;
    private int _lineStart;
    private int _fieldStart;
    private int _headerCount;

    // Octets of the token that the start line begins with; 0 until its end was seen.
    private int _methodLength;

    // A CRLF was consumed and nothing since: another one makes a ping.
    private bool _isPingBegun;

    // The first fault after which the header section could still be walked to its end.
    private SipDefect _pendingDefect;

    private FieldKind _fieldKind;
    private ContentLengthField _contentLength;
    private CSeqField _cseq;

    /// <param name="limits">What is longer, or more, is <see cref="FrameStatus.Malformed"/>.</param>
    /// <param name="index">Filled with the header fields of each message, for this framer alone; without one they are only passed.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is not positive; MaxBody may be 0; a header section too long for an index.</exception>
    public SipFramer(SipFramerLimits limits, SipHeaderIndex? index = null)
    {
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limits.MaxStartLine);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limits.MaxHeaderSection);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limits.MaxHeaderCount);
        ArgumentOutOfRangeException.ThrowIfNegative(limits.MaxBody);
        if (index is not null)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(limits.MaxHeaderSection, SipHeaderField.MaxHeaderSection);
        }

        _maxStartLine = Math.Min(limits.MaxStartLine, Math.Max(0, limits.MaxHeaderSection - 2));
        _maxHeaderSection = limits.MaxHeaderSection;
        _maxHeaderCount = limits.MaxHeaderCount;
        _maxBody = Math.Min(limits.MaxBody, int.MaxValue - limits.MaxHeaderSection);
        _index = index;
    }

    private enum Stage : byte
    {
        BetweenMessages,
        StartLine,
        HeaderSection,
        Body,
        Failed,
    }

    private enum FieldKind : byte
    {
        None,
        Broken,
        Other,
        ContentLength,
        CSeq,
    }

    /// <summary>Why the last call said <see cref="FrameStatus.Malformed"/>.</summary>
    public SipDefect Defect { get; private set; }

    /// <summary>
    /// Octets of the last message's start line, header fields and empty line. After <see cref="FrameStatus.Malformed"/>: octets at the front of
    /// the buffer that are whole header fields, enough perhaps for an answer; 0 when not even the start line is.
    /// </summary>
    public int HeaderSectionLength { get; private set; }

    public bool IsRequest { get; private set; }

    /// <summary>Octets of the start line without its CRLF, once that was read.</summary>
    public int StartLineLength { get; private set; }

    /// <summary>The request's method; for a response, that of its CSeq.</summary>
    public SipMethod Method { get; private set; }

    /// <summary>The response's status code; 0 for a request.</summary>
    public int StatusCode { get; private set; }

    /// <summary>Octets that the message at the front needs in all, once its header section is known; before, 0.</summary>
    public int MessageLength { get; private set; }

    /// <summary>Some of a message, not only CR LF, has been seen and its end has not.</summary>
    public bool IsInMessage => _stage != Stage.BetweenMessages;

    /// <summary>The line break that was read last was a pong (RFC 5626 §3.5.1): another one behind it does not make a ping of the two.</summary>
    public void ForgetLineBreak() => _isPingBegun = false;

    /// <summary>
    /// <paramref name="buffer"/> begins at the first octet not yet consumed. After <see cref="FrameStatus.NeedMoreData"/> the next buffer
    /// begins with the same octets and is longer. <paramref name="consumed"/> octets are what the result stands for; 0 when more data is needed.
    /// </summary>
    public FrameStatus Read(ReadOnlySpan<byte> buffer, out int consumed)
    {
        consumed = 0;
        if (_stage == Stage.BetweenMessages)
        {
            if (buffer.IsEmpty)
            {
                return FrameStatus.NeedMoreData;
            }

            if (buffer[0] is SipOctets.Cr or SipOctets.Lf)
            {
                return ReadLineBreaks(buffer, out consumed);
            }

            BeginMessage();
        }

        if (_stage == Stage.StartLine && !ReadStartLine(buffer))
        {
            return Unfinished();
        }

        if (_stage == Stage.HeaderSection && !ReadHeaderSection(buffer))
        {
            return Unfinished();
        }

        if (_stage == Stage.Failed || buffer.Length < MessageLength)
        {
            return Unfinished();
        }

        _stage = Stage.BetweenMessages;
        consumed = MessageLength;
        return FrameStatus.Message;
    }

    private void BeginMessage()
    {
        _stage = Stage.StartLine;
        _scanned = 0;
        _lineStart = 0;
        _fieldStart = 0;
        _headerCount = 0;
        _methodLength = 0;
        _isPingBegun = false;
        _pendingDefect = SipDefect.None;
        _fieldKind = FieldKind.None;
        _contentLength = default;
        _cseq = default;
        HeaderSectionLength = 0;
        Method = SipMethod.Unknown;
        StatusCode = 0;
        MessageLength = 0;
        StartLineLength = 0;
        _index?.Clear();
    }

    private FrameStatus Unfinished()
    {
        return _stage == Stage.Failed ? FrameStatus.Malformed : FrameStatus.NeedMoreData;
    }

    // Always false: nothing more can be read.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Fail(SipDefect defect, int cleanLength)
    {
        _stage = Stage.Failed;
        Defect = defect;
        HeaderSectionLength = cleanLength;
        MessageLength = 0;
        return false;
    }

    // RFC 3261 §7.5: CRLF before a start line is ignored. RFC 5626 §3.5.1: two are a ping. A CR at the end may become a CRLF: it stays.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private FrameStatus ReadLineBreaks(ReadOnlySpan<byte> buffer, out int consumed)
    {
        if (buffer.StartsWith("\r\n"u8))
        {
            var completesPing = _isPingBegun || buffer.StartsWith("\r\n\r\n"u8);
            consumed = completesPing && !_isPingBegun ? 4 : 2;
            _isPingBegun = !completesPing;
            return completesPing ? FrameStatus.Ping : FrameStatus.LineBreaks;
        }

        consumed = 0;
        while (consumed < buffer.Length)
        {
            var isStray = buffer[consumed] == SipOctets.Lf
                || (buffer[consumed] == SipOctets.Cr && consumed + 1 < buffer.Length && buffer[consumed + 1] != SipOctets.Lf);
            if (!isStray)
            {
                break;
            }

            consumed++;
        }

        _isPingBegun &= consumed == 0;
        return consumed == 0 ? FrameStatus.NeedMoreData : FrameStatus.LineBreaks;
    }
}
