// SPDX-License-Identifier: MIT

using System.Runtime.CompilerServices;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Sip.Framing;

/// <content>The header fields, line by line, to the empty line; what the body needs is taken on the way.</content>
public sealed partial class SipFramer
{
    // True when the header section was read; false when it is unfinished or malformed.
    private bool ReadHeaderSection(ReadOnlySpan<byte> buffer)
    {
        var window = buffer.Length > _maxHeaderSection ? buffer[.._maxHeaderSection] : buffer;
        while (true)
        {
            var offset = window[_scanned..].IndexOfAny(SipOctets.Cr, SipOctets.Lf, SipOctets.Nul);
            var end = _scanned + offset;
            if (offset < 0 || end + 1 >= window.Length || window[end] != SipOctets.Cr || window[end + 1] != SipOctets.Lf)
            {
                return LeaveHeaderSection(window, offset < 0 ? window.Length : end);
            }

            if (end == _lineStart)
            {
                return EndHeaderSection(end + 2);
            }

            var line = window[_lineStart..end];
            if (SipOctets.IsWhiteSpace(line[0]))
            {
                ReadContinuation(line);
            }
            else if (++_headerCount > _maxHeaderCount)
            {
                return Fail(SipDefect.TooManyHeaderFields, _lineStart);
            }
            else
            {
                _fieldStart = _lineStart;
                ReadHeaderLine(line);
            }

            _scanned = end + 2;
            _lineStart = _scanned;
        }
    }

    // message-header = header-name HCOLON header-value;  HCOLON = *( SP / HTAB ) ":" SWS   RFC 3261 §25.1
    private void ReadHeaderLine(ReadOnlySpan<byte> line)
    {
        if (_index is not null && TryReadKnownField(_index, line))
        {
            return;
        }

        var nameLength = SipOctets.TokenLength(line);
        var colon = nameLength;
        if (nameLength == 0 || nameLength == line.Length || line[nameLength] != ':')
        {
            colon = FindOddColon(line, nameLength);
        }

        if (colon < 0)
        {
            _fieldKind = FieldKind.Broken;
            return;
        }

        _fieldKind = FieldKind.Other;
        if (_index is not null)
        {
            AddField(_index, SipHeaderNames.Find(line[..nameLength]), line, nameLength, colon);
            return;
        }

        switch (line[0] | 0x20)
        {
            case 'c':
                ReadFieldInC(line, nameLength, colon);
                break;
            case 'l' when nameLength == 1:
                StartContentLength(line[(colon + 1)..]);
                break;
        }
    }

    // The usual field has a name that is known, so that it need not be looked at octet by octet, and its colon right behind.
    private bool TryReadKnownField(SipHeaderIndex index, ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        if (colon <= 0)
        {
            return false;
        }

        var id = SipHeaderNames.Find(line[..colon]);
        if (id == SipHeaderId.Unknown)
        {
            return false;
        }

        _fieldKind = FieldKind.Other;
        AddField(index, id, line, colon, colon);
        return true;
    }

    private void AddField(SipHeaderIndex index, SipHeaderId id, ReadOnlySpan<byte> line, int nameLength, int colon)
    {
        var value = line[(colon + 1)..];
        var start = SipOctets.WhiteSpaceLength(value);
        var end = SipOctets.LengthWithoutWhiteSpace(value, start);
        index.Add(new SipHeaderField(id, _lineStart, nameLength, _lineStart + colon + 1 + start, end - start));
        if (id == SipHeaderId.ContentLength)
        {
            StartContentLength(value);
        }
        else if (id == SipHeaderId.CSeq && !IsRequest)
        {
            StartCSeq(value);
        }
    }

    private void ReadFieldInC(ReadOnlySpan<byte> line, int nameLength, int colon)
    {
        if (nameLength == "Content-Length".Length)
        {
            if (System.Text.Ascii.EqualsIgnoreCase(line[..nameLength], "Content-Length"u8))
            {
                StartContentLength(line[(colon + 1)..]);
            }
        }
        else if (!IsRequest && nameLength == "CSeq".Length && System.Text.Ascii.EqualsIgnoreCase(line[..nameLength], "CSeq"u8))
        {
            StartCSeq(line[(colon + 1)..]);
        }
    }

    private void StartCSeq(ReadOnlySpan<byte> value)
    {
        _fieldKind = FieldKind.CSeq;
        _cseq.Continue(value);
    }

    private void StartContentLength(ReadOnlySpan<byte> value)
    {
        _fieldKind = FieldKind.ContentLength;
        Remember(_contentLength.Start(value));
    }

    // Where the colon stands when it does not follow the name directly; -1, and a defect remembered, when it may not stand there.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int FindOddColon(ReadOnlySpan<byte> line, int nameLength)
    {
        var colon = line.IndexOf((byte)':');
        if (colon > 0 && nameLength > 0 && line[nameLength..colon].IndexOfAnyExcept(SipOctets.Space, SipOctets.Tab) < 0)
        {
            return colon;
        }

        Remember(colon switch
        {
            < 0 => SipDefect.HeaderWithoutColon,
            0 => SipDefect.EmptyHeaderName,
            _ => SipDefect.InvalidHeaderName,
        });
        return -1;
    }

    // A line that begins with white space belongs to the value before it   RFC 3261 §7.3.1
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ReadContinuation(ReadOnlySpan<byte> line)
    {
        switch (_fieldKind)
        {
            case FieldKind.None:
                Remember(SipDefect.LeadingContinuation);
                break;
            case FieldKind.ContentLength:
                Remember(_contentLength.Continue(line));
                break;
            case FieldKind.CSeq:
                _cseq.Continue(line);
                break;
        }

        if (_index is not null && _fieldKind is not (FieldKind.None or FieldKind.Broken))
        {
            var start = SipOctets.WhiteSpaceLength(line);
            _index.Extend(_lineStart + start, _lineStart + SipOctets.LengthWithoutWhiteSpace(line, start));
        }
    }

    private void Remember(SipDefect defect)
    {
        if (_pendingDefect == SipDefect.None)
        {
            _pendingDefect = defect;
        }
    }

    private bool EndHeaderSection(int length)
    {
        Remember(_contentLength.DefectAtEnd);
        if (_contentLength.Value > _maxBody)
        {
            Remember(SipDefect.ContentLengthTooLarge);
        }

        if (_pendingDefect != SipDefect.None)
        {
            return Fail(_pendingDefect, length);
        }

        if (!IsRequest)
        {
            Method = _cseq.Method;
        }

        HeaderSectionLength = length;
        MessageLength = length + (int)_contentLength.Value;
        _stage = Stage.Body;
        return true;
    }

    // No CRLF at hand: more must come, or the limit is reached, or another octet stands where none may.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool LeaveHeaderSection(ReadOnlySpan<byte> window, int end)
    {
        // What a fault interrupts is no whole field; neither is the field before it when the broken line continues that, or might.
        var isNewField = _lineStart < window.Length && !SipOctets.IsWhiteSpace(window[_lineStart]);
        var cleanLength = isNewField ? _lineStart : _fieldStart;
        if (end < window.Length && window[end] != SipOctets.Cr)
        {
            return Fail(window[end] == SipOctets.Lf ? SipDefect.BareLf : SipDefect.NulInHeaderSection, cleanLength);
        }

        if (end + 1 < window.Length)
        {
            return Fail(SipDefect.BareCr, cleanLength);
        }

        _scanned = end;
        return window.Length == _maxHeaderSection && Fail(SipDefect.HeaderSectionTooLong, cleanLength);
    }
}
