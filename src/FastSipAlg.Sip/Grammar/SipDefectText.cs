// SPDX-License-Identifier: MIT

using System.Text;

namespace FastSipAlg.Sip.Grammar;

/// <summary>What a <see cref="SipDefect"/> is called in logs and reason phrases, and the status code that answers it.</summary>
public static class SipDefectText
{
    private static readonly byte[][] ReasonPhrases =
        Array.ConvertAll(Enum.GetValues<SipDefect>(), defect => Encoding.ASCII.GetBytes(ToSentence(defect)));

    /// <summary>One ASCII sentence without a full stop, fit for a log line.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a member.</exception>
    public static string ToSentence(SipDefect defect)
    {
        return defect switch
        {
            SipDefect.None => "No defect",
            SipDefect.NotSip => "Not a SIP message",
            SipDefect.StartLineTooLong => "Start line too long",
            SipDefect.HeaderSectionTooLong => "Header section too long",
            SipDefect.TooManyHeaderFields => "Too many header fields",
            SipDefect.NulInHeaderSection => "NUL in header section",
            SipDefect.BareCr => "CR without LF in header section",
            SipDefect.BareLf => "LF without CR in header section",
            SipDefect.LeadingContinuation => "Header section begins with a continuation line",
            SipDefect.HeaderWithoutColon => "Header field without colon",
            SipDefect.EmptyHeaderName => "Header field without name",
            SipDefect.InvalidHeaderName => "Invalid octet in header name",
            SipDefect.ContentLengthMissing => "Content-Length missing",
            SipDefect.ContentLengthRepeated => "Content-Length repeated",
            SipDefect.ContentLengthEmpty => "Content-Length empty",
            SipDefect.ContentLengthSigned => "Content-Length with sign",
            SipDefect.ContentLengthNotDecimal => "Content-Length not decimal",
            SipDefect.ContentLengthOverflow => "Content-Length overflow",
            SipDefect.ContentLengthTooLarge => "Content-Length too large",
            _ => throw new ArgumentOutOfRangeException(nameof(defect), defect, null),
        };
    }

    /// <summary>The sentence as octets, for <see cref="Editing.SipResponseWriter"/>; allocates nothing.</summary>
    /// <exception cref="IndexOutOfRangeException">Not a member.</exception>
    public static ReadOnlySpan<byte> ToReasonPhrase(SipDefect defect)
    {
        return ReasonPhrases[(int)defect];
    }

    /// <summary>413 for a body, 513 for a header section beyond its limit, 400 for everything else (RFC 3261 §21.4.1, §21.4.11, §21.5.7).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a defect: <see cref="SipDefect.None"/>, or not a member.</exception>
    public static SipStatusCode ToStatusCode(SipDefect defect)
    {
        return defect switch
        {
            SipDefect.NotSip
                or SipDefect.NulInHeaderSection
                or SipDefect.BareCr
                or SipDefect.BareLf
                or SipDefect.LeadingContinuation
                or SipDefect.HeaderWithoutColon
                or SipDefect.EmptyHeaderName
                or SipDefect.InvalidHeaderName
                or SipDefect.ContentLengthMissing
                or SipDefect.ContentLengthRepeated
                or SipDefect.ContentLengthEmpty
                or SipDefect.ContentLengthSigned
                or SipDefect.ContentLengthNotDecimal => SipStatusCode.BadRequest,
            SipDefect.ContentLengthOverflow
                or SipDefect.ContentLengthTooLarge => SipStatusCode.RequestEntityTooLarge,
            SipDefect.StartLineTooLong
                or SipDefect.HeaderSectionTooLong
                or SipDefect.TooManyHeaderFields => SipStatusCode.MessageTooLarge,
            _ => throw new ArgumentOutOfRangeException(nameof(defect), defect, null),
        };
    }
}
