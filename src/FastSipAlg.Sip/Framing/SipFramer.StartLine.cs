// SPDX-License-Identifier: MIT

using System.Runtime.CompilerServices;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Sip.Framing;

/// <content>The start line: its first token at once, so that what is not SIP is refused before a line end comes; then the rest.</content>
public sealed partial class SipFramer
{
    // True when the start line was read; false when it is unfinished or malformed.
    private bool ReadStartLine(ReadOnlySpan<byte> buffer)
    {
        // The CR stands at _maxStartLine or before; no octet behind it is looked at but its LF.
        var window = buffer.Length > _maxStartLine ? buffer[..(_maxStartLine + 1)] : buffer;
        if (_methodLength == 0 && !ReadMethodLength(window))
        {
            return false;
        }

        var offset = window[_scanned..].IndexOfAny(SipOctets.Cr, SipOctets.Lf, SipOctets.Nul);
        if (offset < 0)
        {
            return LeaveStartLine(window, window.Length);
        }

        var end = _scanned + offset;
        if (end + 1 >= buffer.Length || window[end] != SipOctets.Cr || buffer[end + 1] != SipOctets.Lf)
        {
            return RefuseStartLine(buffer, end);
        }

        if (!ReadStartLineParts(buffer[..end]))
        {
            return Fail(SipDefect.NotSip, 0);
        }

        _stage = Stage.HeaderSection;
        StartLineLength = end;
        _scanned = end + 2;
        _lineStart = _scanned;
        _fieldStart = _scanned;
        return true;
    }

    // Method = token, then SP; or "SIP" "/": what HTTP, SSH and TLS begin with differs here, or at the line's end   RFC 3261 §7.1, §7.2
    private bool ReadMethodLength(ReadOnlySpan<byte> window)
    {
        var end = _scanned + SipOctets.TokenLength(window[_scanned..]);
        if (end == window.Length)
        {
            return LeaveStartLine(window, end);
        }

        if (window[end] == SipOctets.Space && end > 0)
        {
            // A SIP URI never begins with a slash; the target of an HTTP request does.
            if (end + 1 == window.Length)
            {
                return LeaveStartLine(window, end);
            }

            if (window[end + 1] == '/')
            {
                return Fail(SipDefect.NotSip, 0);
            }

            IsRequest = true;
        }
        else if (window[end] == '/' && System.Text.Ascii.EqualsIgnoreCase(window[..end], "SIP"u8))
        {
            IsRequest = false;
        }
        else
        {
            return Fail(SipDefect.NotSip, 0);
        }

        _methodLength = end;
        _scanned = end + 1;
        return true;
    }

    private bool ReadStartLineParts(ReadOnlySpan<byte> line)
    {
        if (IsRequest)
        {
            Method = SipMethods.Parse(line[.._methodLength]);
            return StartLineShape.IsRequestLine(line, _methodLength);
        }

        StatusCode = StartLineShape.ReadStatusCode(line);
        return StatusCode != 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool LeaveStartLine(ReadOnlySpan<byte> window, int scanned)
    {
        _scanned = scanned;
        return window.Length > _maxStartLine && Fail(SipDefect.StartLineTooLong, 0);
    }

    // A line of something else that ends with LF alone is that something else, not SIP with a fault.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool RefuseStartLine(ReadOnlySpan<byte> buffer, int end)
    {
        return buffer[end] switch
        {
            SipOctets.Nul => Fail(SipDefect.NulInHeaderSection, 0),
            SipOctets.Lf => Fail(ReadStartLineParts(buffer[..end]) ? SipDefect.BareLf : SipDefect.NotSip, 0),
            _ when end + 1 < buffer.Length => Fail(SipDefect.BareCr, 0),
            _ => Pause(end),
        };
    }

    // The last octet is a CR: its LF may come with the next read.
    private bool Pause(int scanned)
    {
        _scanned = scanned;
        return false;
    }
}
