// SPDX-License-Identifier: MIT

using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Headers;

namespace FastSipAlg.Sip.Editing;

/// <summary>
/// The fields that an answer copies from its request, each as the octets of its whole lines, folding included. Only what is sound is taken:
/// a broken Via, From, To, Call-ID or CSeq makes no answer (the class of CVE-2023-28095).
/// </summary>
internal ref struct AnswerFields
{
    private ReadOnlySpan<byte> _cseq;
    private int _viaCount;

    public ReadOnlySpan<byte> From { get; private set; }

    public ReadOnlySpan<byte> To { get; private set; }

    public ReadOnlySpan<byte> CallId { get; private set; }

    public readonly ReadOnlySpan<byte> CSeq => _cseq;

    /// <summary>Octets of all Via fields together.</summary>
    public int ViaLength { get; private set; }

    /// <summary>False when <paramref name="request"/> is no request that can be answered; then nothing else here means anything.</summary>
    public static bool TryRead(ReadOnlySpan<byte> request, out AnswerFields fields)
    {
        fields = default;
        var startLine = NextLine(request);
        var methodLength = startLine.IsEmpty ? 0 : StartLineShape.ReadMethodLength(startLine[..^2]);
        if (methodLength == 0 || !IsClean(startLine[..^2]))
        {
            return false;
        }

        var method = startLine[..methodLength];
        var rest = request[startLine.Length..];
        for (var field = NextField(ref rest); !field.IsEmpty; field = NextField(ref rest))
        {
            if (!fields.TryTake(field))
            {
                return false;
            }
        }

        // An ACK is never answered   RFC 3261 §17
        return !method.SequenceEqual("ACK"u8) && fields.IsComplete && IsCSeqOf(method, fields._cseq);
    }

    /// <summary>Copies the Via fields of <paramref name="request"/>, in order, into the front of <paramref name="target"/>.</summary>
    public static void CopyVias(ReadOnlySpan<byte> request, Span<byte> target)
    {
        var rest = request[NextLine(request).Length..];
        for (var field = NextField(ref rest); !field.IsEmpty; field = NextField(ref rest))
        {
            if (IdOf(field) == SipHeaderId.Via)
            {
                field.CopyTo(target);
                target = target[field.Length..];
            }
        }
    }

    /// <summary>What stands behind the colon of a field that <see cref="TryRead"/> took, without the white space around it.</summary>
    public static ReadOnlySpan<byte> ValueOf(ReadOnlySpan<byte> field)
    {
        return field[(field.IndexOf((byte)':') + 1)..].Trim(SipOctets.FoldedWhiteSpace);
    }

    private readonly bool IsComplete => _viaCount > 0 && !From.IsEmpty && !To.IsEmpty && !CallId.IsEmpty && !_cseq.IsEmpty;

    private bool TryTake(ReadOnlySpan<byte> field)
    {
        var id = IdOf(field);
        if (id is not (SipHeaderId.Via or SipHeaderId.From or SipHeaderId.To or SipHeaderId.CallId or SipHeaderId.CSeq))
        {
            return true;
        }

        if (!IsClean(field) || ValueOf(field).IsEmpty)
        {
            return false;
        }

        // Single-instance fields occur once, whichever form their name has   RFC 3261 §7.3.1
        switch (id)
        {
            case SipHeaderId.From when From.IsEmpty:
                From = field;
                return true;
            case SipHeaderId.To when To.IsEmpty:
                To = field;
                return true;
            case SipHeaderId.CallId when CallId.IsEmpty:
                CallId = field;
                return true;
            case SipHeaderId.CSeq when _cseq.IsEmpty:
                _cseq = field;
                return true;
            case SipHeaderId.Via:
                _viaCount++;
                ViaLength += field.Length;
                return true;
            default:
                return false;
        }
    }

    private static SipHeaderId IdOf(ReadOnlySpan<byte> field)
    {
        var name = field[..SipOctets.TokenLength(field)];
        if (!field[name.Length..].TrimStart(" \t"u8).StartsWith(":"u8))
        {
            return SipHeaderId.Unknown;
        }

        return SipHeaderNames.Find(name);
    }

    // CSeq = "CSeq" HCOLON 1*DIGIT LWS Method   RFC 3261 §25.1; the method is the request's   §8.1.1.5
    private static bool IsCSeqOf(ReadOnlySpan<byte> method, ReadOnlySpan<byte> field)
    {
        var value = ValueOf(field);
        var at = value.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return at > 0 && CSeqHeader.TryReadMethod(value, ref at, out var name) && name.SequenceEqual(method);
    }

    // A line with its CRLF; empty when there is no whole one.
    private static ReadOnlySpan<byte> NextLine(ReadOnlySpan<byte> octets)
    {
        var end = octets.IndexOf("\r\n"u8);
        return end < 0 ? [] : octets[..(end + 2)];
    }

    // A header line with the lines that continue it; nothing at the empty line, or when its last line is cut off.
    private static ReadOnlySpan<byte> NextField(scoped ref ReadOnlySpan<byte> rest)
    {
        var length = NextLine(rest).Length;
        if (length <= 2)
        {
            return [];
        }

        while (length < rest.Length && SipOctets.IsWhiteSpace(rest[length]))
        {
            var continuation = NextLine(rest[length..]);
            if (continuation.IsEmpty)
            {
                return [];
            }

            length += continuation.Length;
        }

        var field = rest[..length];
        rest = rest[length..];
        return field;
    }

    // Between its line breaks, no control octet but HTAB.
    private static bool IsClean(ReadOnlySpan<byte> lines)
    {
        while (!lines.IsEmpty)
        {
            var end = lines.IndexOf("\r\n"u8);
            foreach (var octet in end < 0 ? lines : lines[..end])
            {
                if (octet is < SipOctets.Space and not SipOctets.Tab or 0x7F)
                {
                    return false;
                }
            }

            lines = end < 0 ? [] : lines[(end + 2)..];
        }

        return true;
    }
}
