// SPDX-License-Identifier: MIT

using System.Text;

namespace FastSipAlg.Sip.Grammar;

/// <summary>What a <see cref="SipDefect"/> is called in logs and reason phrases, where it is defined, and the status code that answers it.</summary>
public static class SipDefectText
{
    private static readonly Row[] Rows =
    [
        new(SipDefect.None, "No defect", "", 0),
        new(SipDefect.NotSip, "Not a SIP message", "RFC 3261 §7.1, §7.2", SipStatusCode.BadRequest),
        new(SipDefect.StartLineTooLong, "Start line too long", "RFC 3261 §21.5.7", SipStatusCode.MessageTooLarge),
        new(SipDefect.HeaderSectionTooLong, "Header section too long", "RFC 3261 §21.5.7", SipStatusCode.MessageTooLarge),
        new(SipDefect.TooManyHeaderFields, "Too many header fields", "RFC 3261 §21.5.7", SipStatusCode.MessageTooLarge),
        new(SipDefect.NulInHeaderSection, "NUL in header section", "RFC 3261 §25.1", SipStatusCode.BadRequest),
        new(SipDefect.BareCr, "CR without LF in header section", "RFC 3261 §7", SipStatusCode.BadRequest),
        new(SipDefect.BareLf, "LF without CR in header section", "RFC 3261 §7", SipStatusCode.BadRequest),
        new(SipDefect.LeadingContinuation, "Header section begins with a continuation line", "RFC 3261 §7.3.1", SipStatusCode.BadRequest),
        new(SipDefect.HeaderWithoutColon, "Header field without colon", "RFC 3261 §7.3.1", SipStatusCode.BadRequest),
        new(SipDefect.EmptyHeaderName, "Header field without name", "RFC 3261 §7.3.1", SipStatusCode.BadRequest),
        new(SipDefect.InvalidHeaderName, "Invalid octet in header name", "RFC 3261 §25.1", SipStatusCode.BadRequest),
        new(SipDefect.ContentLengthMissing, "Content-Length missing", "RFC 3261 §18.3, §20.14", SipStatusCode.BadRequest),
        new(SipDefect.ContentLengthRepeated, "Content-Length repeated", "RFC 3261 §7.3.1, §20.14", SipStatusCode.BadRequest),
        new(SipDefect.ContentLengthEmpty, "Content-Length empty", "RFC 3261 §20.14", SipStatusCode.BadRequest),
        new(SipDefect.ContentLengthSigned, "Content-Length with sign", "RFC 3261 §20.14, §25.1", SipStatusCode.BadRequest),
        new(SipDefect.ContentLengthNotDecimal, "Content-Length not decimal", "RFC 3261 §20.14, §25.1", SipStatusCode.BadRequest),
        new(SipDefect.ContentLengthOverflow, "Content-Length overflow", "RFC 3261 §20.14", SipStatusCode.RequestEntityTooLarge),
        new(SipDefect.ContentLengthTooLarge, "Content-Length too large", "RFC 3261 §21.4.11", SipStatusCode.RequestEntityTooLarge),
        new(SipDefect.RequestLineSpacing, "Request line not separated by single spaces", "RFC 3261 §7.1", SipStatusCode.BadRequest),
        new(SipDefect.SipVersionUnsupported, "SIP version not supported", "RFC 3261 §7.1, §21.5.6", SipStatusCode.VersionNotSupported),
        new(SipDefect.StatusCodeOutOfRange, "Status code out of range", "RFC 3261 §7.2, §21", SipStatusCode.BadRequest),
        new(SipDefect.ReasonPhraseInvalid, "Invalid reason phrase", "RFC 3261 §7.2, §25.1", SipStatusCode.BadRequest),
        new(SipDefect.LineTooLong, "Line too long", "RFC 3261 §21.4.11", SipStatusCode.RequestEntityTooLarge),
        new(SipDefect.BodyTooLong, "Body too long", "RFC 3261 §21.4.11", SipStatusCode.RequestEntityTooLarge),
        new(SipDefect.ControlOctetInValue, "Control octet in header value", "RFC 3261 §25.1", SipStatusCode.BadRequest),
        new(SipDefect.InvalidUtf8, "Invalid UTF-8 in header value", "RFC 3261 §25.1", SipStatusCode.BadRequest),
        new(SipDefect.HeaderRepeated, "Header field repeated", "RFC 3261 §7.3.1", SipStatusCode.BadRequest),
        new(SipDefect.ValueEmpty, "Header value empty", "RFC 3261 §25.1", SipStatusCode.BadRequest),
        new(SipDefect.ListElementEmpty, "Empty list element", "RFC 3261 §7.3.1, §25.1", SipStatusCode.BadRequest),
        new(SipDefect.QuotedStringUnterminated, "Quoted string without end", "RFC 3261 §25.1", SipStatusCode.BadRequest),
        new(SipDefect.QuotedPairInvalid, "Invalid quoted pair", "RFC 3261 §25.1", SipStatusCode.BadRequest),
        new(SipDefect.BracketUnterminated, "Angle bracket without end", "RFC 3261 §25.1", SipStatusCode.BadRequest),
        new(SipDefect.ParameterInvalid, "Invalid parameter", "RFC 3261 §25.1", SipStatusCode.BadRequest),
        new(SipDefect.ParameterRepeated, "Parameter repeated", "RFC 3261 §7.3.1", SipStatusCode.BadRequest),
        new(SipDefect.ValueTrailing, "Octets behind header value", "RFC 3261 §25.1", SipStatusCode.BadRequest),
        new(SipDefect.UriEmpty, "URI empty", "RFC 3261 §19.1.1, §25.1", SipStatusCode.BadRequest),
        new(SipDefect.UriSchemeInvalid, "Invalid URI scheme", "RFC 3261 §19.1.1, §25.1", SipStatusCode.BadRequest),
        new(SipDefect.UriUserInvalid, "Invalid URI user", "RFC 3261 §19.1.1, §25.1", SipStatusCode.BadRequest),
        new(SipDefect.UriHostInvalid, "Invalid URI host", "RFC 3261 §25.1, RFC 5954 §4", SipStatusCode.BadRequest),
        new(SipDefect.UriPortInvalid, "Invalid URI port", "RFC 3261 §19.1.1, §25.1", SipStatusCode.BadRequest),
        new(SipDefect.UriEscapeInvalid, "Invalid URI escape", "RFC 3261 §19.1.2, §25.1", SipStatusCode.BadRequest),
        new(SipDefect.UriParameterInvalid, "Invalid URI parameter", "RFC 3261 §19.1.1, §25.1", SipStatusCode.BadRequest),
        new(SipDefect.UriHeadersInvalid, "Invalid URI headers", "RFC 3261 §19.1.1, §25.1", SipStatusCode.BadRequest),
        new(SipDefect.UriOctetInvalid, "Invalid octet in URI", "RFC 3261 §25.1, RFC 3986 §2", SipStatusCode.BadRequest),
        new(SipDefect.UriInBrackets, "Request-URI in angle brackets", "RFC 3261 §7.1", SipStatusCode.BadRequest),
        new(SipDefect.UriWithoutBrackets, "URI needs angle brackets", "RFC 3261 §20, §20.10", SipStatusCode.BadRequest),
        new(SipDefect.TelNumberInvalid, "Invalid telephone number", "RFC 3966 §3", SipStatusCode.BadRequest),
        new(SipDefect.DisplayNameInvalid, "Invalid display name", "RFC 3261 §20.10, §25.1", SipStatusCode.BadRequest),
        new(SipDefect.BracketsMissing, "Angle brackets missing", "RFC 3261 §20.30, §20.34", SipStatusCode.BadRequest),
        new(SipDefect.ViaMissing, "Via missing", "RFC 3261 §8.1.1, §20.42", SipStatusCode.BadRequest),
        new(SipDefect.ViaProtocolInvalid, "Invalid Via protocol", "RFC 3261 §20.42, §25.1", SipStatusCode.BadRequest),
        new(SipDefect.ViaSentByInvalid, "Invalid Via sent-by", "RFC 3261 §20.42, §25.1", SipStatusCode.BadRequest),
        new(SipDefect.ViaBranchMissing, "Via branch missing", "RFC 3261 §8.1.1.7", SipStatusCode.BadRequest),
        new(SipDefect.ViaBranchInvalid, "Invalid Via branch", "RFC 3261 §8.1.1.7, §25.1", SipStatusCode.BadRequest),
        new(SipDefect.ViaBranchWithoutCookie, "Via branch without magic cookie", "RFC 3261 §8.1.1.7", SipStatusCode.BadRequest),
        new(SipDefect.ViaTtlInvalid, "Invalid Via ttl", "RFC 3261 §25.1", SipStatusCode.BadRequest),
        new(SipDefect.ViaMaddrInvalid, "Invalid Via maddr", "RFC 3261 §25.1", SipStatusCode.BadRequest),
        new(SipDefect.ViaReceivedInvalid, "Invalid Via received", "RFC 3261 §18.2.1, §25.1", SipStatusCode.BadRequest),
        new(SipDefect.ViaRportInvalid, "Invalid Via rport", "RFC 3581 §3", SipStatusCode.BadRequest),
        new(SipDefect.FromMissing, "From missing", "RFC 3261 §8.1.1, §20.20", SipStatusCode.BadRequest),
        new(SipDefect.FromTagMissing, "From tag missing", "RFC 3261 §8.1.1.3", SipStatusCode.BadRequest),
        new(SipDefect.ToMissing, "To missing", "RFC 3261 §8.1.1, §20.39", SipStatusCode.BadRequest),
        new(SipDefect.ToTagMissing, "To tag missing", "RFC 3261 §8.2.6.2", SipStatusCode.BadRequest),
        new(SipDefect.TagInvalid, "Invalid tag", "RFC 3261 §19.3, §25.1", SipStatusCode.BadRequest),
        new(SipDefect.CallIdMissing, "Call-ID missing", "RFC 3261 §8.1.1, §20.8", SipStatusCode.BadRequest),
        new(SipDefect.CallIdInvalid, "Invalid Call-ID", "RFC 3261 §20.8, §25.1", SipStatusCode.BadRequest),
        new(SipDefect.CSeqMissing, "CSeq missing", "RFC 3261 §8.1.1, §20.16", SipStatusCode.BadRequest),
        new(SipDefect.CSeqInvalid, "Invalid CSeq", "RFC 3261 §20.16, §25.1", SipStatusCode.BadRequest),
        new(SipDefect.CSeqTooLarge, "CSeq number too large", "RFC 3261 §8.1.1.5", SipStatusCode.BadRequest),
        new(SipDefect.CSeqMethodMismatch, "CSeq method is not the request's", "RFC 3261 §8.1.1.5", SipStatusCode.BadRequest),
        new(SipDefect.RAckInvalid, "Invalid RAck", "RFC 3262 §7.2", SipStatusCode.BadRequest),
        new(SipDefect.RAckMisplaced, "RAck outside PRACK", "RFC 3262 §7.2", SipStatusCode.BadRequest),
        new(SipDefect.RSeqInvalid, "Invalid RSeq", "RFC 3262 §7.1", SipStatusCode.BadRequest),
        new(SipDefect.RSeqMisplaced, "RSeq outside a provisional response", "RFC 3262 §3, §7.1", SipStatusCode.BadRequest),
        new(SipDefect.ContactMissing, "Contact missing", "RFC 3261 §8.1.1.8, §12.1.1", SipStatusCode.BadRequest),
        new(SipDefect.ContactNotSingle, "More than one Contact", "RFC 3261 §8.1.1.8", SipStatusCode.BadRequest),
        new(SipDefect.ContactWildcardMisplaced, "Contact * misplaced", "RFC 3261 §10.2.2, §20.10", SipStatusCode.BadRequest),
        new(SipDefect.ContactWildcardExpires, "Contact * without Expires 0", "RFC 3261 §10.2.2", SipStatusCode.BadRequest),
        new(SipDefect.ContactQInvalid, "Invalid Contact q", "RFC 3261 §20.10, §25.1", SipStatusCode.BadRequest),
        new(SipDefect.ContactExpiresInvalid, "Invalid Contact expires", "RFC 3261 §20.10, §25.1", SipStatusCode.BadRequest),
        new(SipDefect.ExpiresInvalid, "Invalid Expires", "RFC 3261 §20.19", SipStatusCode.BadRequest),
        new(SipDefect.MaxForwardsMissing, "Max-Forwards missing", "RFC 3261 §8.1.1.6, §20.22", SipStatusCode.BadRequest),
        new(SipDefect.MaxForwardsInvalid, "Invalid Max-Forwards", "RFC 3261 §20.22", SipStatusCode.BadRequest),
        new(SipDefect.ContentTypeMissing, "Content-Type missing", "RFC 3261 §20.15", SipStatusCode.BadRequest),
        new(SipDefect.ContentTypeInvalid, "Invalid Content-Type", "RFC 3261 §20.15, §25.1", SipStatusCode.BadRequest),
        new(SipDefect.BoundaryMissing, "Multipart without boundary", "RFC 2046 §5.1.1", SipStatusCode.BadRequest),
        new(SipDefect.TokenListInvalid, "Invalid list of tokens", "RFC 3261 §20.5, §20.32, §25.1", SipStatusCode.BadRequest),
        new(SipDefect.IdentityCountInvalid, "Invalid number of asserted identities", "RFC 3325 §9.1", SipStatusCode.BadRequest),
        new(SipDefect.IdentitySchemeInvalid, "Invalid scheme of asserted identity", "RFC 3325 §9.1", SipStatusCode.BadRequest),
        new(SipDefect.RequireMissing, "Require missing", "RFC 3261 §20.32", SipStatusCode.BadRequest),
        new(SipDefect.ProxyRequireMissing, "Proxy-Require missing", "RFC 3261 §20.29", SipStatusCode.BadRequest),
        new(SipDefect.MultipartInvalid, "Invalid multipart body", "RFC 2046 §5.1.1", SipStatusCode.BadRequest),
        new(SipDefect.SdpLineInvalid, "Invalid SDP line", "RFC 8866 §5", SipStatusCode.BadRequest),
        new(SipDefect.SdpOrderInvalid, "SDP line misplaced", "RFC 8866 §5, §9", SipStatusCode.BadRequest),
        new(SipDefect.SdpLineRepeated, "SDP line repeated", "RFC 8866 §5", SipStatusCode.BadRequest),
        new(SipDefect.SdpVersionInvalid, "Invalid SDP version", "RFC 8866 §5.1", SipStatusCode.BadRequest),
        new(SipDefect.SdpOriginInvalid, "Invalid SDP origin", "RFC 8866 §5.2", SipStatusCode.BadRequest),
        new(SipDefect.SdpSessionNameInvalid, "Invalid SDP session name", "RFC 8866 §5.3", SipStatusCode.BadRequest),
        new(SipDefect.SdpInformationInvalid, "Invalid SDP information", "RFC 8866 §5.4", SipStatusCode.BadRequest),
        new(SipDefect.SdpConnectionInvalid, "Invalid SDP connection", "RFC 8866 §5.7", SipStatusCode.BadRequest),
        new(SipDefect.SdpConnectionMissing, "SDP connection missing", "RFC 8866 §5.7", SipStatusCode.BadRequest),
        new(SipDefect.SdpBandwidthInvalid, "Invalid SDP bandwidth", "RFC 8866 §5.8", SipStatusCode.BadRequest),
        new(SipDefect.SdpTimingInvalid, "Invalid SDP timing", "RFC 8866 §5.9", SipStatusCode.BadRequest),
        new(SipDefect.SdpRepeatInvalid, "Invalid SDP repeat times", "RFC 8866 §5.10", SipStatusCode.BadRequest),
        new(SipDefect.SdpZoneInvalid, "Invalid SDP time zone", "RFC 8866 §5.11", SipStatusCode.BadRequest),
        new(SipDefect.SdpKeyInvalid, "Invalid SDP key", "RFC 4566 §5.12", SipStatusCode.BadRequest),
        new(SipDefect.SdpAttributeInvalid, "Invalid SDP attribute", "RFC 8866 §5.13, §6", SipStatusCode.BadRequest),
        new(SipDefect.SdpMediaInvalid, "Invalid SDP media", "RFC 8866 §5.14", SipStatusCode.BadRequest),
    ];

    private static readonly byte[][] ReasonPhrases = Array.ConvertAll(Rows, row => Encoding.ASCII.GetBytes(row.Sentence));

    /// <summary>One ASCII sentence without a full stop, fit for a log line.</summary>
    /// <exception cref="IndexOutOfRangeException">Not a member.</exception>
    public static string ToSentence(SipDefect defect) => Rows[(int)defect].Sentence;

    /// <summary>Where the rule stands that is broken: <c>RFC 3261 §20.42</c>, several after commas; empty for <see cref="SipDefect.None"/>.</summary>
    /// <exception cref="IndexOutOfRangeException">Not a member.</exception>
    public static string ToSection(SipDefect defect) => Rows[(int)defect].Section;

    /// <summary>The sentence as octets, for <see cref="Editing.SipResponseWriter"/>; allocates nothing.</summary>
    /// <exception cref="IndexOutOfRangeException">Not a member.</exception>
    public static ReadOnlySpan<byte> ToReasonPhrase(SipDefect defect) => ReasonPhrases[(int)defect];

    /// <summary>
    /// 413 for a body or line, 513 for a header section beyond its limit, 505 for another version, 400 for everything else
    /// (RFC 3261 §21.4.1, §21.4.11, §21.5.6, §21.5.7).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a defect: <see cref="SipDefect.None"/>.</exception>
    /// <exception cref="IndexOutOfRangeException">Not a member.</exception>
    public static SipStatusCode ToStatusCode(SipDefect defect)
    {
        ArgumentOutOfRangeException.ThrowIfEqual((int)defect, (int)SipDefect.None, nameof(defect));
        return Rows[(int)defect].StatusCode;
    }

    // In the order of the enum: a test compares.
    internal sealed record Row(SipDefect Defect, string Sentence, string Section, SipStatusCode StatusCode);

    internal static IReadOnlyList<SipDefect> Order => Array.ConvertAll(Rows, row => row.Defect);
}
