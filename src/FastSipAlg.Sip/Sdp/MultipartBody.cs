// SPDX-License-Identifier: MIT

using System.Diagnostics.CodeAnalysis;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Sip.Sdp;

/// <summary>
/// Hot path: walks the parts of a multipart body (RFC 2046 §5.1.1). Lines may end with LF alone. Nested multiparts are parts like any other:
/// walk their content with their own boundary. <see cref="Fault"/> says what was wrong once <see cref="Next"/> returned false.
/// </summary>
[SuppressMessage("Performance", "CA1815:Override equals and operator equals on value types", Justification = "A ref struct is never compared.")]
public ref struct MultipartBody
{
    // boundary = 0*69<bchars> bcharsnospace   RFC 2046 §5.1.1
    private const int MaxBoundaryLength = 70;

    private readonly ReadOnlySpan<byte> _body;
    private readonly ReadOnlySpan<byte> _boundary;

    // Behind the delimiter of the part that comes next; -1 when none does.
    private int _next;

    /// <param name="body">The octets of the body.</param>
    /// <param name="boundary">The value of the boundary parameter, without quotes.</param>
    public MultipartBody(ReadOnlySpan<byte> body, ReadOnlySpan<byte> boundary)
    {
        _body = body;
        _boundary = boundary;
        if (boundary.Length is 0 or > MaxBoundaryLength)
        {
            _next = Fail(0);
            return;
        }

        // The preamble is nobody's.
        FindDelimiter(0, out _next);
    }

    /// <summary>Nothing, or <see cref="SipDefect.MultipartInvalid"/> where it was noticed.</summary>
    public SipFault Fault { get; private set; }

    /// <summary>The next part; one that no delimiter ends goes up to the end of the body, and is a fault.</summary>
    public bool Next(out MultipartPart part)
    {
        if (_next < 0)
        {
            part = default;
            return false;
        }

        var start = _next;
        var end = FindDelimiter(start, out _next);
        part = ReadPart(_body[..end], start);
        return true;
    }

    // delimiter = CRLF dash-boundary;  close-delimiter = delimiter "--";  then transport-padding CRLF   RFC 2046 §5.1.1
    // Where the line break before the next delimiter begins; behind it in next, -1 for none.
    private int FindDelimiter(int start, out int next)
    {
        for (var index = start; ;)
        {
            var found = _body[index..].IndexOf(_boundary);
            if (found < 0)
            {
                next = Fail(_body.Length);
                return _body.Length;
            }

            var boundary = index + found;
            index = boundary + 1;

            // The line break that ends the delimiter before is also the one before an empty part's next delimiter.
            if (boundary >= 2 && _body[boundary - 1] == '-' && _body[boundary - 2] == '-' && (boundary == 2 || _body[boundary - 3] == SipOctets.Lf)
                && boundary - 2 >= start)
            {
                next = EndDelimiter(boundary + _boundary.Length, boundary - 2);
                return Math.Max(start, LineBreakBefore(boundary - 2));
            }
        }
    }

    // A line that only begins with the boundary ends a part for some and not for others: nobody can say what the parts are.
    private int EndDelimiter(int end, int start)
    {
        var rest = _body[end..];
        if (rest.StartsWith("--"u8))
        {
            return IsLineEnd(rest[2..], out _) ? -1 : Fail(start);
        }

        return IsLineEnd(rest, out var length) && length < rest.Length ? end + length : Fail(start);
    }

    // transport-padding = *LWSP-char, then the line's end or the body's   RFC 2046 §5.1.1
    private static bool IsLineEnd(ReadOnlySpan<byte> rest, out int length)
    {
        length = 0;
        while (length < rest.Length && SipOctets.IsWhiteSpace(rest[length]))
        {
            length++;
        }

        length += rest[length..].StartsWith("\r\n"u8) ? 2 : rest[length..].StartsWith("\n"u8) ? 1 : 0;
        return length == rest.Length || (length > 0 && rest[length - 1] == SipOctets.Lf);
    }

    private readonly int LineBreakBefore(int index)
    {
        return index >= 2 && _body[index - 2] == SipOctets.Cr ? index - 2 : Math.Max(index - 1, 0);
    }

    // body-part = MIME-part-headers [ CRLF *OCTET ]   RFC 2046 §5.1.1
    private static MultipartPart ReadPart(ReadOnlySpan<byte> body, int start)
    {
        var contentType = ReadOnlySpan<byte>.Empty;
        var isEncoded = false;
        var next = start;
        while (next < body.Length)
        {
            var field = NextField(body, ref next);
            if (field.IsEmpty)
            {
                break;
            }

            var name = field[..SipOctets.TokenLength(field)];
            var value = field[name.Length..].TrimStart(" \t"u8);
            if (value.IsEmpty || value[0] != ':')
            {
                continue;
            }

            value = value[1..].Trim(SipOctets.FoldedWhiteSpace);
            if (contentType.IsEmpty && System.Text.Ascii.EqualsIgnoreCase(name, "Content-Type"u8))
            {
                contentType = value;
            }
            else if (System.Text.Ascii.EqualsIgnoreCase(name, "Content-Transfer-Encoding"u8) || System.Text.Ascii.EqualsIgnoreCase(name, "Content-Encoding"u8))
            {
                isEncoded |= !IsPlain(value);
            }
        }

        return new MultipartPart(contentType, body[next..], next, isEncoded);
    }

    // A header line without its line break, with the lines that continue it; empty at the empty line, which is consumed.
    private static ReadOnlySpan<byte> NextField(ReadOnlySpan<byte> body, scoped ref int next)
    {
        var start = next;
        while (true)
        {
            var length = body[next..].IndexOf(SipOctets.Lf);
            var end = length < 0 ? body.Length : next + length;
            next = length < 0 ? end : end + 1;
            var isEmpty = end == start || (end == start + 1 && body[start] == SipOctets.Cr);
            if (next == body.Length || isEmpty || !SipOctets.IsWhiteSpace(body[next]))
            {
                return body[start..end].TrimEnd(SipOctets.Cr);
            }
        }
    }

    // RFC 2045 §6.2, RFC 3261 §20.12
    private static bool IsPlain(ReadOnlySpan<byte> encoding) =>
        encoding.IsEmpty
        || System.Text.Ascii.EqualsIgnoreCase(encoding, "7bit"u8)
        || System.Text.Ascii.EqualsIgnoreCase(encoding, "8bit"u8)
        || System.Text.Ascii.EqualsIgnoreCase(encoding, "binary"u8)
        || System.Text.Ascii.EqualsIgnoreCase(encoding, "identity"u8);

    private int Fail(int offset)
    {
        Fault = new SipFault(SipDefect.MultipartInvalid, offset);
        return -1;
    }
}
