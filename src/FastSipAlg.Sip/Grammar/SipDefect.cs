// SPDX-License-Identifier: MIT

namespace FastSipAlg.Sip.Grammar;

/// <summary>
/// Every way a message can be malformed, each with its RFC section. <see cref="None"/>: not at all.
/// Texts and status codes are in <see cref="SipDefectText"/>; one example a member lies in tests/corpus/sip/defects.
/// </summary>
public enum SipDefect : byte
{
    None,

    /// <summary>The stream does not begin with a request line or a status line (RFC 3261 §7.1, §7.2).</summary>
    NotSip,

    /// <summary>The start line is longer than the limit (RFC 3261 §7 sets none; §21.5.7 names the answer).</summary>
    StartLineTooLong,

    /// <summary>Start line and header fields together are longer than the limit (RFC 3261 §21.5.7).</summary>
    HeaderSectionTooLong,

    /// <summary>There are more header fields than the limit (RFC 3261 §21.5.7).</summary>
    TooManyHeaderFields,

    /// <summary>A NUL octet, which no header field may contain (RFC 3261 §25.1, TEXT-UTF8char).</summary>
    NulInHeaderSection,

    /// <summary>A CR that no LF follows; only CRLF ends a line (RFC 3261 §7).</summary>
    BareCr,

    /// <summary>A LF that no CR precedes; only CRLF ends a line (RFC 3261 §7).</summary>
    BareLf,

    /// <summary>The first line after the start line begins with white space, so it continues nothing (RFC 3261 §7.3.1).</summary>
    LeadingContinuation,

    /// <summary>A header line has no colon (RFC 3261 §7.3.1).</summary>
    HeaderWithoutColon,

    /// <summary>A header line begins with its colon (RFC 3261 §7.3.1).</summary>
    EmptyHeaderName,

    /// <summary>A header name is no token, or something other than SP and HTAB stands before its colon (RFC 3261 §25.1, HCOLON).</summary>
    InvalidHeaderName,

    /// <summary>Content-Length is missing, which a stream transport requires (RFC 3261 §18.3, §20.14).</summary>
    ContentLengthMissing,

    /// <summary>Content-Length occurs more than once, in long or compact form, even with one value (RFC 3261 §7.3.1, §20.14).</summary>
    ContentLengthRepeated,

    /// <summary>Content-Length has no value (RFC 3261 §20.14).</summary>
    ContentLengthEmpty,

    /// <summary>Content-Length has a sign (RFC 3261 §20.14, §25.1: 1*DIGIT).</summary>
    ContentLengthSigned,

    /// <summary>Content-Length holds something other than decimal digits (RFC 3261 §20.14, §25.1: 1*DIGIT).</summary>
    ContentLengthNotDecimal,

    /// <summary>Content-Length does not fit in 63 bits (RFC 3261 §20.14).</summary>
    ContentLengthOverflow,

    /// <summary>Content-Length is larger than the limit (RFC 3261 §21.4.11).</summary>
    ContentLengthTooLarge,
}
