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

    /// <summary>The start line is longer than the limit; RFC 3261 §7 sets none, the section names the answer (RFC 3261 §21.5.7).</summary>
    StartLineTooLong,

    /// <summary>Start line and header fields together are longer than the limit (RFC 3261 §21.5.7).</summary>
    HeaderSectionTooLong,

    /// <summary>There are more header fields than the limit (RFC 3261 §21.5.7).</summary>
    TooManyHeaderFields,

    /// <summary>A NUL octet, which no header field may contain (RFC 3261 §25.1).</summary>
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

    /// <summary>A header name is no token, or something other than SP and HTAB stands before its colon (RFC 3261 §25.1).</summary>
    InvalidHeaderName,

    /// <summary>Content-Length is missing, which a stream transport requires (RFC 3261 §18.3, §20.14).</summary>
    ContentLengthMissing,

    /// <summary>Content-Length occurs more than once, in long or compact form, even with one value (RFC 3261 §7.3.1, §20.14).</summary>
    ContentLengthRepeated,

    /// <summary>Content-Length has no value (RFC 3261 §20.14).</summary>
    ContentLengthEmpty,

    /// <summary>Content-Length has a sign; it is 1*DIGIT (RFC 3261 §20.14, §25.1).</summary>
    ContentLengthSigned,

    /// <summary>Content-Length holds something other than decimal digits (RFC 3261 §20.14, §25.1).</summary>
    ContentLengthNotDecimal,

    /// <summary>Content-Length does not fit in 63 bits (RFC 3261 §20.14).</summary>
    ContentLengthOverflow,

    /// <summary>Content-Length is larger than the limit (RFC 3261 §21.4.11).</summary>
    ContentLengthTooLarge,

    // Start line
    /// <summary>Method, Request-URI and SIP-Version are not separated by exactly one SP each, or white space stands at an end (RFC 3261 §7.1).</summary>
    RequestLineSpacing,

    /// <summary>The start line's SIP-Version is not SIP/2.0 (RFC 3261 §7.1, §21.5.6).</summary>
    SipVersionUnsupported,

    /// <summary>The status code is not 100 to 699 (RFC 3261 §7.2, §21).</summary>
    StatusCodeOutOfRange,

    /// <summary>The reason phrase holds a control octet or no UTF-8, or the SP before it is missing (RFC 3261 §7.2, §25.1).</summary>
    ReasonPhraseInvalid,

    // Any header field
    /// <summary>A line is longer than the profile's max-line-length (RFC 3261 §21.4.11).</summary>
    LineTooLong,

    /// <summary>The body is longer than the profile's max-body-length (RFC 3261 §21.4.11).</summary>
    BodyTooLong,

    /// <summary>A header value holds a control octet other than HTAB, and not behind a backslash (RFC 3261 §25.1).</summary>
    ControlOctetInValue,

    /// <summary>A header value holds octets that are no UTF-8 (RFC 3261 §25.1).</summary>
    InvalidUtf8,

    /// <summary>A header field that may occur once occurs again, in long or compact form (RFC 3261 §7.3.1).</summary>
    HeaderRepeated,

    /// <summary>A header field that needs a value has none (RFC 3261 §25.1).</summary>
    ValueEmpty,

    /// <summary>Between two commas, or before or after one, stands nothing (RFC 3261 §7.3.1, §25.1).</summary>
    ListElementEmpty,

    /// <summary>A quoted string has no closing quote (RFC 3261 §25.1).</summary>
    QuotedStringUnterminated,

    /// <summary>A backslash in a quoted string is followed by CR, LF, an octet above 127, or nothing (RFC 3261 §25.1).</summary>
    QuotedPairInvalid,

    /// <summary>A "&lt;" has no "&gt;" (RFC 3261 §25.1).</summary>
    BracketUnterminated,

    /// <summary>What follows a semicolon is no parameter (RFC 3261 §25.1).</summary>
    ParameterInvalid,

    /// <summary>A parameter that may occur once occurs again (RFC 3261 §7.3.1).</summary>
    ParameterRepeated,

    /// <summary>Something stands behind the end of a header value (RFC 3261 §25.1).</summary>
    ValueTrailing,

    // URIs
    /// <summary>No URI where one must be (RFC 3261 §19.1.1, §25.1).</summary>
    UriEmpty,

    /// <summary>A URI has no scheme, or one that is no scheme (RFC 3261 §19.1.1, §25.1).</summary>
    UriSchemeInvalid,

    /// <summary>The user part of a SIP URI is empty or holds an octet that must be escaped (RFC 3261 §19.1.1, §25.1).</summary>
    UriUserInvalid,

    /// <summary>The host of a SIP URI is missing, or no host name, IPv4 address or bracketed IPv6 address (RFC 3261 §25.1, RFC 5954 §4).</summary>
    UriHostInvalid,

    /// <summary>The port of a SIP URI is empty, not decimal, 0, or above 65535 (RFC 3261 §19.1.1, §25.1).</summary>
    UriPortInvalid,

    /// <summary>A percent sign is not followed by two hexadecimal digits (RFC 3261 §19.1.2, §25.1).</summary>
    UriEscapeInvalid,

    /// <summary>A URI parameter is empty or holds an octet that must be escaped (RFC 3261 §19.1.1, §25.1).</summary>
    UriParameterInvalid,

    /// <summary>The headers part of a URI is no list of name=value, or stands in a Request-URI (RFC 3261 §19.1.1, §25.1).</summary>
    UriHeadersInvalid,

    /// <summary>A URI holds white space or another octet that no URI may hold (RFC 3261 §25.1, RFC 3986 §2).</summary>
    UriOctetInvalid,

    /// <summary>The Request-URI is enclosed in angle brackets (RFC 3261 §7.1).</summary>
    UriInBrackets,

    /// <summary>A URI with a comma, question mark or semicolon is not enclosed in angle brackets (RFC 3261 §20, §20.10).</summary>
    UriWithoutBrackets,

    /// <summary>A tel URI's number is empty, holds other than digits and separators, or is local without a phone-context (RFC 3966 §3).</summary>
    TelNumberInvalid,

    // Name and address
    /// <summary>A display name is neither tokens nor a quoted string (RFC 3261 §20.10, §25.1).</summary>
    DisplayNameInvalid,

    /// <summary>A Route, Record-Route or Path element is not enclosed in angle brackets (RFC 3261 §20.30, §20.34).</summary>
    BracketsMissing,

    // Via
    /// <summary>A message has no Via (RFC 3261 §8.1.1, §20.42).</summary>
    ViaMissing,

    /// <summary>A Via does not begin with SIP/2.0/ and a transport (RFC 3261 §20.42, §25.1).</summary>
    ViaProtocolInvalid,

    /// <summary>A Via's sent-by is missing, or no host with an optional port (RFC 3261 §20.42, §25.1).</summary>
    ViaSentByInvalid,

    /// <summary>The top Via has no branch (RFC 3261 §8.1.1.7).</summary>
    ViaBranchMissing,

    /// <summary>A branch is empty, no token, or only the magic cookie (RFC 3261 §8.1.1.7, §25.1).</summary>
    ViaBranchInvalid,

    /// <summary>A branch does not begin with z9hG4bK, as in RFC 2543 (RFC 3261 §8.1.1.7).</summary>
    ViaBranchWithoutCookie,

    /// <summary>A ttl is not 0 to 255 (RFC 3261 §25.1).</summary>
    ViaTtlInvalid,

    /// <summary>A maddr is no host (RFC 3261 §25.1).</summary>
    ViaMaddrInvalid,

    /// <summary>A received is no IP address (RFC 3261 §18.2.1, §25.1).</summary>
    ViaReceivedInvalid,

    /// <summary>An rport with a value is not 1 to 65535 (RFC 3581 §3).</summary>
    ViaRportInvalid,

    // From, To, Call-ID, CSeq
    /// <summary>A message has no From (RFC 3261 §8.1.1, §20.20).</summary>
    FromMissing,

    /// <summary>From has no tag (RFC 3261 §8.1.1.3).</summary>
    FromTagMissing,

    /// <summary>A message has no To (RFC 3261 §8.1.1, §20.39).</summary>
    ToMissing,

    /// <summary>A response other than 100 has no To tag (RFC 3261 §8.2.6.2).</summary>
    ToTagMissing,

    /// <summary>A tag is empty or no token (RFC 3261 §19.3, §25.1).</summary>
    TagInvalid,

    /// <summary>A message has no Call-ID (RFC 3261 §8.1.1, §20.8).</summary>
    CallIdMissing,

    /// <summary>Call-ID is not word, or word@word (RFC 3261 §20.8, §25.1).</summary>
    CallIdInvalid,

    /// <summary>A message has no CSeq (RFC 3261 §8.1.1, §20.16).</summary>
    CSeqMissing,

    /// <summary>CSeq is not 1*DIGIT LWS Method (RFC 3261 §20.16, §25.1).</summary>
    CSeqInvalid,

    /// <summary>The CSeq number is 2**31 or more (RFC 3261 §8.1.1.5).</summary>
    CSeqTooLarge,

    /// <summary>The method in CSeq differs from that in the request line (RFC 3261 §8.1.1.5).</summary>
    CSeqMethodMismatch,

    // Reliable provisional responses
    /// <summary>RAck is not response-num LWS CSeq-num LWS Method, or a number is out of range (RFC 3262 §7.2).</summary>
    RAckInvalid,

    /// <summary>RAck stands in something other than PRACK (RFC 3262 §7.2).</summary>
    RAckMisplaced,

    /// <summary>RSeq is not 1 to 2**31 - 1 (RFC 3262 §7.1).</summary>
    RSeqInvalid,

    /// <summary>RSeq stands in a request, a final response, or 100 (RFC 3262 §3, §7.1).</summary>
    RSeqMisplaced,

    // Contact
    /// <summary>A request or response that makes a dialog has no Contact (RFC 3261 §8.1.1.8, §12.1.1).</summary>
    ContactMissing,

    /// <summary>A request that makes a dialog has more than one Contact (RFC 3261 §8.1.1.8).</summary>
    ContactNotSingle,

    /// <summary>"*" stands outside REGISTER, or beside other contacts (RFC 3261 §10.2.2, §20.10).</summary>
    ContactWildcardMisplaced,

    /// <summary>"*" needs Expires: 0 (RFC 3261 §10.2.2).</summary>
    ContactWildcardExpires,

    /// <summary>A q is not 0 to 1 with at most three decimals (RFC 3261 §20.10, §25.1).</summary>
    ContactQInvalid,

    /// <summary>An expires parameter is not a number of seconds below 2**32 (RFC 3261 §20.10, §25.1).</summary>
    ContactExpiresInvalid,

    // Other header fields
    /// <summary>Expires is not a number of seconds below 2**32 (RFC 3261 §20.19).</summary>
    ExpiresInvalid,

    /// <summary>A request has no Max-Forwards (RFC 3261 §8.1.1.6, §20.22).</summary>
    MaxForwardsMissing,

    /// <summary>Max-Forwards is not 0 to 255 (RFC 3261 §20.22).</summary>
    MaxForwardsInvalid,

    /// <summary>There is a body and no Content-Type (RFC 3261 §20.15).</summary>
    ContentTypeMissing,

    /// <summary>Content-Type is not type/subtype with parameters (RFC 3261 §20.15, §25.1).</summary>
    ContentTypeInvalid,

    /// <summary>A multipart Content-Type has no boundary, or none of 1 to 70 legal octets (RFC 2046 §5.1.1).</summary>
    BoundaryMissing,

    /// <summary>Allow, Supported, Require or Proxy-Require is no list of tokens (RFC 3261 §20.5, §20.32, §25.1).</summary>
    TokenListInvalid,

    /// <summary>P-Asserted-Identity has more than two values, or two of one kind (RFC 3325 §9.1).</summary>
    IdentityCountInvalid,

    /// <summary>P-Asserted-Identity is no sip, sips or tel URI (RFC 3325 §9.1).</summary>
    IdentitySchemeInvalid,

    /// <summary>There is no Require, which the profile asks for; no RFC does (RFC 3261 §20.32).</summary>
    RequireMissing,

    /// <summary>There is no Proxy-Require, which the profile asks for; no RFC does (RFC 3261 §20.29).</summary>
    ProxyRequireMissing,

    // Bodies
    /// <summary>A multipart body's boundary does not occur, or its end does not (RFC 2046 §5.1.1).</summary>
    MultipartInvalid,

    /// <summary>An SDP line is not a known letter, "=", a value without NUL and CR, and CRLF or LF (RFC 8866 §5).</summary>
    SdpLineInvalid,

    /// <summary>An SDP line stands where its kind may not (RFC 8866 §5, §9).</summary>
    SdpOrderInvalid,

    /// <summary>An SDP line that may occur once in its section occurs again (RFC 8866 §5).</summary>
    SdpLineRepeated,

    /// <summary>v= is missing, not first, or not 0 (RFC 8866 §5.1).</summary>
    SdpVersionInvalid,

    /// <summary>o= is missing, or not six fields with decimal ids and an address of its type (RFC 8866 §5.2).</summary>
    SdpOriginInvalid,

    /// <summary>s= is missing or empty (RFC 8866 §5.3).</summary>
    SdpSessionNameInvalid,

    /// <summary>i= is empty (RFC 8866 §5.4).</summary>
    SdpInformationInvalid,

    /// <summary>c= is not IN, address type and an address of it (RFC 8866 §5.7).</summary>
    SdpConnectionInvalid,

    /// <summary>Neither the session nor each media description has a c= (RFC 8866 §5.7).</summary>
    SdpConnectionMissing,

    /// <summary>b= is not a bandwidth type, ":" and a decimal number (RFC 8866 §5.8).</summary>
    SdpBandwidthInvalid,

    /// <summary>t= is missing, not two decimal numbers, or stops before it starts (RFC 8866 §5.9).</summary>
    SdpTimingInvalid,

    /// <summary>r= is not an interval, a duration and offsets (RFC 8866 §5.10).</summary>
    SdpRepeatInvalid,

    /// <summary>z= is not pairs of a time and an offset (RFC 8866 §5.11).</summary>
    SdpZoneInvalid,

    /// <summary>k= is not clear:, base64:, uri: with a value, or prompt (RFC 4566 §5.12).</summary>
    SdpKeyInvalid,

    /// <summary>a= is not a token with an optional value, or a known attribute's value is not as its RFC says (RFC 8866 §5.13, §6).</summary>
    SdpAttributeInvalid,

    /// <summary>m= is not media, port, transport and at least one format (RFC 8866 §5.14).</summary>
    SdpMediaInvalid,
}
