// SPDX-License-Identifier: MIT

using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Inspection.Verdicts;

/// <summary>What is said to whoever sent a message that broke a rule. All of it is ours: not one octet of the message is repeated.</summary>
public static class RuleText
{
    /// <summary>One sentence for a rule that forbids something well formed.</summary>
    public static string Forbidden(InspectionRuleId rule) => rule switch
    {
        InspectionRuleId.UnknownHeader => "Header field that no RFC defines",
        InspectionRuleId.BlockUnknown => "Method that is not known",
        InspectionRuleId.CallIdRegex => "Call-ID does not match",
        InspectionRuleId.ContentTypeRegex => "Content-Type does not match",
        _ => "Method that is blocked",
    };

    /// <summary>The status code that answers a request which breaks <paramref name="rule"/>.</summary>
    public static SipStatusCode StatusCode(InspectionRuleId rule, SipDefect defect) => rule switch
    {
        >= InspectionRuleId.BlockAck and <= InspectionRuleId.BlockGeoRedOptions => SipStatusCode.MethodNotAllowed,
        _ => defect == SipDefect.None ? SipStatusCode.BadRequest : SipDefectText.ToStatusCode(defect),
    };

    /// <summary>"Bad Request, malformed Via header: Invalid Via sent-by": the code's own phrase, the line's name, the defect.</summary>
    public static string ReasonPhrase(InspectionRuleId rule, SipDefect defect, SipHeaderId header)
    {
        var phrase = Phrase(StatusCode(rule, defect));
        return defect switch
        {
            SipDefect.None => $"{phrase}, {Forbidden(rule)}",
            SipDefect.LineTooLong or SipDefect.BodyTooLong => $"{phrase}, {SipDefectText.ToSentence(defect)}",
            _ => $"{phrase}, malformed {LineName(rule, header)}: {SipDefectText.ToSentence(defect)}",
        };
    }

    private static string LineName(InspectionRuleId rule, SipHeaderId header) => rule switch
    {
        InspectionRuleId.MalformedRequestLine => "request line",
        InspectionRuleId.MalformedStatusLine => "status line",
        >= InspectionRuleId.MalformedHeaderSdpV and <= InspectionRuleId.MalformedHeaderSdpM => $"SDP {InspectionRuleIds.ToKeyword(rule)[^1]}= line",
        _ when header == SipHeaderId.Unknown => "SDP line",
        _ => SipHeaderNames.ToName(header) + " header",
    };

    private static string Phrase(SipStatusCode statusCode) => statusCode switch
    {
        SipStatusCode.MethodNotAllowed => "Method Not Allowed",
        SipStatusCode.RequestEntityTooLarge => "Request Entity Too Large",
        SipStatusCode.VersionNotSupported => "Version Not Supported",
        SipStatusCode.MessageTooLarge => "Message Too Large",
        _ => "Bad Request",
    };
}
