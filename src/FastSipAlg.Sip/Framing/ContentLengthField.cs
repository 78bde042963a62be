// SPDX-License-Identifier: MIT

using System.Runtime.InteropServices;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Sip.Framing;

/// <summary>
/// Hot path: the Content-Length of one message, fed line by line because its value may be folded.
/// Content-Length = ( "Content-Length" / "l" ) HCOLON 1*DIGIT   RFC 3261 §25.1
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct ContentLengthField
{
    private bool _isPresent;
    private bool _hasDigits;

    /// <summary>Octets of body; 0 until digits were read.</summary>
    public long Value { get; private set; }

    /// <summary>The fault that is known only at the end of the header section.</summary>
    public readonly SipDefect DefectAtEnd => _hasDigits ? SipDefect.None : _isPresent ? SipDefect.ContentLengthEmpty : SipDefect.ContentLengthMissing;

    /// <summary>Takes what stands behind the colon of a Content-Length line.</summary>
    public SipDefect Start(ReadOnlySpan<byte> value)
    {
        if (_isPresent)
        {
            return SipDefect.ContentLengthRepeated;
        }

        _isPresent = true;
        return Continue(value);
    }

    /// <summary>Takes a continuation line; the line break before it separates like a space.</summary>
    public SipDefect Continue(ReadOnlySpan<byte> value)
    {
        value = SipOctets.TrimWhiteSpace(value);
        if (value.IsEmpty)
        {
            return SipDefect.None;
        }

        if (_hasDigits)
        {
            return SipDefect.ContentLengthNotDecimal;
        }

        _hasDigits = true;
        return ReadDigits(value);
    }

    private SipDefect ReadDigits(ReadOnlySpan<byte> value)
    {
        if (value[0] is (byte)'+' or (byte)'-')
        {
            return SipDefect.ContentLengthSigned;
        }

        var number = 0UL;
        var overflows = false;
        foreach (var octet in value)
        {
            var digit = (uint)octet - '0';
            if (digit > 9)
            {
                return SipDefect.ContentLengthNotDecimal;
            }

            // Ten times long.MaxValue / 10 and 9 more still fits in 64 bits without a sign.
            overflows |= number > long.MaxValue / 10;
            number = overflows ? number : number * 10 + digit;
            overflows |= number > long.MaxValue;
        }

        Value = (long)number;
        return overflows ? SipDefect.ContentLengthOverflow : SipDefect.None;
    }
}
