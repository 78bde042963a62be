// SPDX-License-Identifier: MIT

using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Sip.Sdp;

/// <summary>
/// Hot path: walks a session description line by line and yields each fault in order, at most one a line. Lines end with CRLF or LF (RFC 8866 §5), the
/// last one also with the body, because inside multipart its line break belongs to the boundary; empty lines at the end and spaces at the end of a line are
/// overlooked. A copy of a reader goes on by itself.
/// </summary>
[SuppressMessage("Performance", "CA1815:Override equals and operator equals on value types", Justification = "A ref struct is never compared.")]
public ref struct SdpReader(ReadOnlySpan<byte> body)
{
    // In the order in which they are reported. c is asked of media descriptions.
    private static ReadOnlySpan<byte> Required => "vostc"u8;

    private readonly ReadOnlySpan<byte> _body = body;
    private int _next;
    private bool _isAtEnd;

    // Something other than a line break stands here, or the body ends: looked for once, however many empty lines come before it.
    private int _afterEmptyLines;
    private SdpLineOrder _order;

    // The current media description begins here and needs a c= of its own.
    private int _mediaStart;
    private bool _needsConnection;
    private bool _hasSessionConnection;

    // What is to be reported before the next line is read: a bit for each missing line of Required, then the fault of the line that was read.
    private int _missing;
    private int _missingAt;
    private SdpFault _held;

    /// <summary>The next fault; false when there is none up to the end of the body.</summary>
    public bool Next(out SdpFault fault)
    {
        while (true)
        {
            if (_missing != 0)
            {
                fault = TakeMissing();
                return true;
            }

            if (!_held.Fault.IsNone)
            {
                fault = _held;
                _held = default;
                return true;
            }

            if (_next < _body.Length)
            {
                _held = ReadLine();
            }
            else if (!_isAtEnd)
            {
                _isAtEnd = true;
                CloseSection(_body.Length);
            }
            else
            {
                fault = default;
                return false;
            }
        }
    }

    // type "=" value CRLF   RFC 8866 §5, §9
    private SdpFault ReadLine()
    {
        var start = _next;
        var rest = _body[start..];
        var length = rest.IndexOfAny(SipOctets.Cr, SipOctets.Lf, SipOctets.Nul);
        var fault = -1;
        if (length >= 0 && length + 1 < rest.Length && rest[length] == SipOctets.Cr && rest[length + 1] == SipOctets.Lf)
        {
            _next = start + length + 2;
        }
        else
        {
            length = EndOddLine(rest, length, out fault);
        }

        if (length < 2 || rest[1] != '=' || !SdpLineOrder.IsKnown(rest[0]))
        {
            return length == 0 && fault < 0 && IsEndOfBody() ? default : Fault('\0', SipDefect.SdpLineInvalid, start);
        }

        return fault < 0 ? ReadLine(start, rest[0], rest[2..length]) : ReadBrokenLine(start, rest[0], start + fault);
    }

    private SdpFault ReadLine(int start, byte letter, ReadOnlySpan<byte> value)
    {
        if (letter == 'm')
        {
            return ReadMediaLine(start, value);
        }

        var defect = Place(letter, start);
        if (defect != SipDefect.None)
        {
            return Fault(RuleLetter(letter), defect, start);
        }

        var fault = Check(letter, value, out defect);
        return fault < 0 ? default : Fault(RuleLetter(letter), defect, start + 2 + fault);
    }

    private SdpFault ReadMediaLine(int start, ReadOnlySpan<byte> value)
    {
        CloseSection(start);
        if (!_order.IsMedia)
        {
            _hasSessionConnection = _order.HasSeen('c');
        }

        _order.StartMedia();
        _mediaStart = start;
        var fault = SdpMedia.Check(WithoutSpaceAtEnd(value), out var isRejected);

        // What is rejected is often a copy of the offer's line and no more.
        _needsConnection = !_hasSessionConnection && !isRejected;
        return fault < 0 ? default : Fault('m', SipDefect.SdpMediaInvalid, start + 2 + fault);
    }

    private SipDefect Place(byte letter, int start)
    {
        var defect = _order.Take(letter);

        // v= is the first line of all   RFC 8866 §5.1
        return letter == 'v' && start > 0 && defect != SipDefect.SdpLineRepeated ? SipDefect.SdpVersionInvalid : defect;
    }

    private static int Check(byte letter, ReadOnlySpan<byte> value, out SipDefect defect)
    {
        switch (letter)
        {
            case (byte)'a':
                defect = SipDefect.SdpAttributeInvalid;
                return SdpAttribute.Check(WithoutSpaceAtEnd(value));
            case (byte)'b':
                defect = SipDefect.SdpBandwidthInvalid;
                return SdpBandwidth.Check(WithoutSpaceAtEnd(value));
            case (byte)'c':
                defect = SipDefect.SdpConnectionInvalid;
                return SdpConnection.Check(WithoutSpaceAtEnd(value));
            case (byte)'k':
                defect = SipDefect.SdpKeyInvalid;
                return SdpKey.Check(WithoutSpaceAtEnd(value));
            case (byte)'o':
                defect = SipDefect.SdpOriginInvalid;
                return SdpOrigin.Check(WithoutSpaceAtEnd(value));
            case (byte)'r':
                defect = SipDefect.SdpRepeatInvalid;
                return SdpTiming.CheckRepeat(WithoutSpaceAtEnd(value));
            case (byte)'t':
                defect = SipDefect.SdpTimingInvalid;
                return SdpTiming.CheckTime(WithoutSpaceAtEnd(value));
            case (byte)'v':
                defect = SipDefect.SdpVersionInvalid;
                return WithoutSpaceAtEnd(value) is [(byte)'0'] ? -1 : 0;
            case (byte)'z':
                defect = SipDefect.SdpZoneInvalid;
                return SdpTiming.CheckZone(WithoutSpaceAtEnd(value));
            default:
                // text = byte-string = 1*( any but NUL, CR, LF )   RFC 8866 §9: what s=, i=, u=, e= and p= say is for people.
                defect = letter == 's' ? SipDefect.SdpSessionNameInvalid : letter == 'i' ? SipDefect.SdpInformationInvalid : SipDefect.SdpLineInvalid;
                return value.IsEmpty ? 0 : -1;
        }
    }

    // The line's length, up to what ends it; where the octet stands that no line may hold, or -1.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int EndOddLine(ReadOnlySpan<byte> rest, int length, out int fault)
    {
        fault = length >= 0 && rest[length] != SipOctets.Lf ? length : -1;
        if (fault >= 0)
        {
            var more = rest[length..].IndexOf(SipOctets.Lf);
            length = more < 0 ? -1 : length + more;
        }

        _next = length < 0 ? _body.Length : _body.Length - rest.Length + length + 1;
        return length < 0 ? rest.Length : length;
    }

    // It stands in its place, if nothing else.
    private SdpFault ReadBrokenLine(int start, byte letter, int at)
    {
        if (letter == 'm')
        {
            _ = ReadMediaLine(start, []);
        }
        else
        {
            Place(letter, start);
        }

        return Fault(RuleLetter(letter), SipDefect.SdpLineInvalid, at);
    }

    private bool IsEndOfBody()
    {
        if (_afterEmptyLines < _next)
        {
            var length = _body[_next..].IndexOfAnyExcept(SipOctets.Cr, SipOctets.Lf);
            _afterEmptyLines = length < 0 ? _body.Length : _next + length;
        }

        return _afterEmptyLines == _body.Length;
    }

    private void CloseSection(int end)
    {
        if (_order.IsMedia)
        {
            _missing = _needsConnection && !_order.HasSeen('c') ? 1 << Required.IndexOf((byte)'c') : 0;
            _missingAt = _mediaStart;
            return;
        }

        _missingAt = end;
        for (var index = 0; Required[index] != 'c'; index++)
        {
            _missing |= _order.HasSeen((char)Required[index]) ? 0 : 1 << index;
        }
    }

    private SdpFault TakeMissing()
    {
        var letter = (char)Required[System.Numerics.BitOperations.TrailingZeroCount(_missing)];
        _missing &= _missing - 1;
        return Fault(letter, letter switch
        {
            'v' => SipDefect.SdpVersionInvalid,
            'o' => SipDefect.SdpOriginInvalid,
            's' => SipDefect.SdpSessionNameInvalid,
            't' => SipDefect.SdpTimingInvalid,
            _ => SipDefect.SdpConnectionMissing,
        }, _missingAt);
    }

    private static ReadOnlySpan<byte> WithoutSpaceAtEnd(ReadOnlySpan<byte> value) =>
        value.IsEmpty || value[^1] != SipOctets.Space ? value : value.TrimEnd(SipOctets.Space);

    private static char RuleLetter(byte letter) => letter is (byte)'u' or (byte)'e' or (byte)'p' ? '\0' : (char)letter;

    private static SdpFault Fault(char line, SipDefect defect, int offset) => new(line, new SipFault(defect, offset));
}
