// SPDX-License-Identifier: MIT

using FastSipAlg.Inspection.Verdicts;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Tests.Inspection.Rules;

/// <summary>Header fields, alone and together: which rule decides on which defect, and where it points.</summary>
public sealed class FieldRulesTests
{
    [Theory]
    [InlineData("Via", "Via: SIP/2.0/TLS 192.0.2.1", InspectionRuleId.MalformedHeaderVia, SipDefect.ViaBranchMissing)]
    [InlineData("Via", "Via: SIP/2.0/TLS 192.0.2.1;branch=1", InspectionRuleId.MalformedHeaderVia, SipDefect.ViaBranchWithoutCookie)]
    [InlineData("From", "From: <sip:alice@example.com>", InspectionRuleId.MalformedHeaderFrom, SipDefect.FromTagMissing)]
    [InlineData("From", "From: <sip:alice@example.com;tag=1", InspectionRuleId.MalformedHeaderFrom, SipDefect.BracketUnterminated)]
    [InlineData("To", "To: \"bob <sip:bob@example.com>", InspectionRuleId.MalformedHeaderTo, SipDefect.QuotedStringUnterminated)]
    [InlineData("Call-ID", "Call-ID: a b", InspectionRuleId.MalformedHeaderCallId, SipDefect.CallIdInvalid)]
    [InlineData("CSeq", "CSeq: 1 INVITE", InspectionRuleId.MalformedHeaderCSeq, SipDefect.CSeqMethodMismatch)]
    [InlineData("CSeq", "CSeq: 4294967296 OPTIONS", InspectionRuleId.MalformedHeaderCSeq, SipDefect.CSeqTooLarge)]
    [InlineData("Max-Forwards", "Max-Forwards: 256", InspectionRuleId.MalformedHeaderMaxForwards, SipDefect.MaxForwardsInvalid)]
    [InlineData("Contact", "Contact: <sip:alice@192.0.2.1>;q=2", InspectionRuleId.MalformedHeaderContact, SipDefect.ContactQInvalid)]
    [InlineData("Contact", "Contact: *", InspectionRuleId.MalformedHeaderContact, SipDefect.ContactWildcardMisplaced)]
    [InlineData("Max-Forwards", "Max-Forwards: 70\r\nMax-Forwards: 70", InspectionRuleId.MalformedHeaderMaxForwards, SipDefect.HeaderRepeated)]
    [InlineData("From", "From: <sip:a@b>;tag=1\r\nf: <sip:a@b>;tag=1", InspectionRuleId.MalformedHeaderFrom, SipDefect.HeaderRepeated)]
    [InlineData("Contact", "Route: sip:192.0.2.9;lr", InspectionRuleId.MalformedHeaderRoute, SipDefect.BracketsMissing)]
    [InlineData("Contact", "Record-Route: sip:192.0.2.9;lr", InspectionRuleId.MalformedHeaderRecordRoute, SipDefect.BracketsMissing)]
    [InlineData("Contact", "Expires: soon", InspectionRuleId.MalformedHeaderExpires, SipDefect.ExpiresInvalid)]
    [InlineData("Contact", "Content-Type: text", InspectionRuleId.MalformedHeaderContentType, SipDefect.ContentTypeInvalid)]
    [InlineData("Contact", "Allow: INVITE ACK", InspectionRuleId.MalformedHeaderAllow, SipDefect.TokenListInvalid)]
    [InlineData("Contact", "RAck: 1 1 INVITE", InspectionRuleId.MalformedHeaderRAck, SipDefect.RAckMisplaced)]
    [InlineData("Contact", "RSeq: 1", InspectionRuleId.MalformedHeaderRSeq, SipDefect.RSeqMisplaced)]
    [InlineData("Contact", "P-Asserted-Identity: <http://example.com>", InspectionRuleId.MalformedHeaderPAssertedIdentity, SipDefect.IdentitySchemeInvalid)]
    [InlineData("Contact", "Require: a b", InspectionRuleId.MalformedHeaderOther, SipDefect.TokenListInvalid)]
    [InlineData("Contact", "Subject: a\u0001b", InspectionRuleId.MalformedHeaderOther, SipDefect.ControlOctetInValue)]
    [InlineData("Contact", "X-Vendor: a\u0001b", InspectionRuleId.MalformedHeaderOther, SipDefect.ControlOctetInValue)]
    [InlineData("To", "To: <sip:bob@example.com>;x=\u0002", InspectionRuleId.MalformedHeaderTo, SipDefect.ControlOctetInValue)]
    public void Field_ThatIsWrong_IsDecidedOnByItsRule(string name, string line, InspectionRuleId rule, SipDefect defect)
    {
        var message = SampleMessage.Request().With(name, line);
        string[] profile = [$"set {InspectionRuleIds.ToKeyword(rule)} respond"];

        var verdict = Inspector.With(profile).Inspect(message);
        var strict = Inspector.Strict().Inspect(message);
        var passing = Inspector.With();

        Assert.Equal((rule, defect), (verdict.Rule, verdict.Fault.Defect));
        Assert.Equal((VerdictKind.Discard, rule, defect), (strict.Kind, strict.Rule, strict.Fault.Defect));
        Assert.True(passing.Inspect(message).IsPass);
        Assert.Contains(passing.Reports, report => report.Rule == rule && report.Defect == defect);
        Assert.Contains(line.Split(':')[0].Replace("X-Vendor", "X", StringComparison.Ordinal)[..1], LineAt(message, verdict.Fault.Offset), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("Via", SipDefect.ViaMissing)]
    [InlineData("From", SipDefect.FromMissing)]
    [InlineData("To", SipDefect.ToMissing)]
    [InlineData("Call-ID", SipDefect.CallIdMissing)]
    [InlineData("CSeq", SipDefect.CSeqMissing)]
    public void FieldThatIsMissing_IsDecidedOnByItsRule_BothWays(string name, SipDefect defect)
    {
        Assert.Equal(defect, Inspector.Strict().Inspect(SampleMessage.Request().Without(name)).Fault.Defect);
        Assert.Equal(defect, Inspector.FromServer().Inspect(SampleMessage.Response(200).Without(name)).Fault.Defect);
    }

    [Fact]
    public void MaxForwards_IsMissedInRequestsOnly()
    {
        Assert.Equal(SipDefect.MaxForwardsMissing, Inspector.Strict().Inspect(SampleMessage.Request().Without("Max-Forwards")).Fault.Defect);
    }

    [Fact]
    public void ContentType_WithABody_IsMissed()
    {
        var message = SampleMessage.Request("INVITE", SampleMessage.Sdp).Without("Content-Type");

        Assert.Equal(SipDefect.ContentTypeMissing, Inspector.Strict().Inspect(message).Fault.Defect);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(180, false)]
    [InlineData(200, false)]
    public void ToTag_OfAResponse_IsMissedBeyond100(int statusCode, bool passes)
    {
        var message = SampleMessage.Response(statusCode).With("To", "To: <sip:bob@example.com>");

        Assert.Equal(passes ? SipDefect.None : SipDefect.ToTagMissing, Inspector.FromServer().Inspect(message).Fault.Defect);
    }

    [Theory]
    [InlineData(100, false)]
    [InlineData(183, true)]
    [InlineData(200, false)]
    public void RSeq_BelongsToProvisionalResponses(int statusCode, bool passes)
    {
        var message = SampleMessage.Response(statusCode, "INVITE", "", "RSeq: 1");

        Assert.Equal(passes ? SipDefect.None : SipDefect.RSeqMisplaced, Inspector.FromServer().Inspect(message).Fault.Defect);
    }

    [Fact]
    public void RAck_BelongsToPrack()
    {
        Assert.True(Inspector.Strict().Inspect(SampleMessage.Request("PRACK", "", "RAck: 1 314159 INVITE")).IsPass);
    }

    [Theory]
    [InlineData("INVITE", false)]
    [InlineData("SUBSCRIBE", false)]
    [InlineData("REFER", false)]
    [InlineData("OPTIONS", true)]
    [InlineData("BYE", true)]
    public void Contact_IsAskedOfRequestsThatMakeDialogs(string method, bool passes)
    {
        var message = SampleMessage.Request(method).Without("Contact");

        Assert.Equal(passes ? SipDefect.None : SipDefect.ContactMissing, Inspector.Strict().Inspect(message).Fault.Defect);
    }

    [Theory]
    [InlineData(200, "INVITE", false)]
    [InlineData(180, "INVITE", true)]
    [InlineData(486, "INVITE", true)]
    [InlineData(200, "BYE", true)]
    public void Contact_IsAskedOfResponsesThatConfirmDialogs(int statusCode, string method, bool passes)
    {
        var message = SampleMessage.Response(statusCode, method).Without("Contact");

        Assert.Equal(passes ? SipDefect.None : SipDefect.ContactMissing, Inspector.FromServer().Inspect(message).Fault.Defect);
    }

    [Theory]
    [InlineData("INVITE", "Contact: <sip:a@192.0.2.1>, <sip:a@192.0.2.2>", SipDefect.ContactNotSingle)]
    [InlineData("INVITE", "m: <sip:a@192.0.2.1>\r\nContact: <sip:a@192.0.2.2>", SipDefect.ContactNotSingle)]
    [InlineData("REGISTER", "Contact: <sip:a@192.0.2.1>, <sip:a@192.0.2.2>", SipDefect.None)]
    [InlineData("REGISTER", "Contact: *\r\nExpires: 0", SipDefect.None)]
    [InlineData("REGISTER", "Contact: *", SipDefect.ContactWildcardExpires)]
    [InlineData("REGISTER", "Contact: *\r\nExpires: 60", SipDefect.ContactWildcardExpires)]
    [InlineData("REGISTER", "Contact: *\r\nContact: <sip:a@192.0.2.1>\r\nExpires: 0", SipDefect.ContactWildcardMisplaced)]
    [InlineData("INVITE", "Contact: *\r\nExpires: 0", SipDefect.ContactWildcardMisplaced)]
    public void Contacts_TogetherMustFitTheMethod(string method, string lines, SipDefect defect)
    {
        Assert.Equal(defect, Inspector.Strict().Inspect(SampleMessage.Request(method).With("Contact", lines)).Fault.Defect);
    }

    [Theory]
    [InlineData("set rfc2543-branch enable", true)]
    [InlineData("set rfc2543-branch disable", false)]
    public void BranchWithoutCookie_PassesWithRfc2543Branch(string line, bool passes)
    {
        var message = SampleMessage.Request().With("Via", "Via: SIP/2.0/TLS 192.0.2.1;branch=1");

        Assert.Equal(passes, Inspector.Strict(line).Inspect(message).IsPass);
    }

    [Fact]
    public void Branch_IsAskedOfTheTopViaOnly()
    {
        var message = SampleMessage.Request("OPTIONS", "", "Via: SIP/2.0/TLS 192.0.2.9");

        Assert.True(Inspector.Strict().Inspect(message).IsPass);
    }

    [Theory]
    [InlineData("set malformed-header-no-require discard", SipDefect.RequireMissing)]
    [InlineData("set malformed-header-no-proxy-require discard", SipDefect.ProxyRequireMissing)]
    [InlineData("set malformed-header-no-require pass", SipDefect.None)]
    public void Require_IsMissedWhenTheProfileAsksForIt(string line, SipDefect defect)
    {
        Assert.Equal(defect, Inspector.With(line).Inspect(SampleMessage.Request()).Fault.Defect);
        Assert.True(Inspector.With(line).Inspect(SampleMessage.Request("OPTIONS", "", "Require: 100rel", "Proxy-Require: sec-agree")).IsPass);
    }

    [Theory]
    [InlineData("set unknown-header pass")]
    [InlineData("set unknown-header pass\nset mode observe")]
    [InlineData("set unknown-header discard\nset off-rules unknown-header")]
    public void UnknownHeader_ThatMayPass_IsOrdinary(string lines)
    {
        var inspector = Inspector.With(lines);

        Assert.True(inspector.Inspect(SampleMessage.Request("OPTIONS", "", "X-Vendor: 1")).IsPass);
        Assert.Empty(inspector.Reports);
    }

    [Theory]
    [InlineData("discard\nset observe-rules unknown-header", VerdictKind.Pass)]
    [InlineData("discard", VerdictKind.Discard)]
    [InlineData("respond", VerdictKind.Respond)]
    public void UnknownHeader_ThatMayNotPass_GoesByItsAction(string action, VerdictKind outcome)
    {
        var inspector = Inspector.With($"set unknown-header {action}");

        Assert.Equal(outcome, inspector.Inspect(SampleMessage.Request("OPTIONS", "", "X-Vendor: 1")).Kind);
        var report = Assert.Single(inspector.Reports);
        Assert.Equal((InspectionRuleId.UnknownHeader, SipDefect.None, outcome), (report.Rule, report.Defect, report.Outcome));
    }

    [Theory]
    [InlineData("OPTIONS sip:bob@example.com SIP/3.0", SipDefect.SipVersionUnsupported, 505)]
    [InlineData("OPTIONS  sip:bob@example.com SIP/2.0", SipDefect.RequestLineSpacing, 400)]
    [InlineData("OPTIONS <sip:bob@example.com> SIP/2.0", SipDefect.UriInBrackets, 400)]
    public void RequestLine_ThatIsWrong_IsAnsweredByItsDefect(string line, SipDefect defect, int statusCode)
    {
        var inspector = Inspector.With("set malformed-request-line respond");

        var verdict = inspector.Inspect(SampleMessage.Request().Replace("OPTIONS sip:bob@example.com SIP/2.0", line, StringComparison.Ordinal));

        Assert.Equal((InspectionRuleId.MalformedRequestLine, defect, statusCode), (verdict.Rule, verdict.Fault.Defect, (int)verdict.StatusCode));
        Assert.Contains(", malformed request line: " + SipDefectText.ToSentence(defect) + "\r\n", inspector.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void StatusLine_ThatIsWrong_IsDecidedOnByItsOwnRule()
    {
        var message = SampleMessage.Response(200).Replace("SIP/2.0 200 OK", "SIP/2.0 799 OK", StringComparison.Ordinal);

        Assert.Equal(InspectionRuleId.MalformedStatusLine, Inspector.FromServer().Inspect(message).Rule);
        Assert.True(Inspector.FromServer("set malformed-status-line pass").Inspect(message).IsPass);
    }

    private static string LineAt(string message, int offset)
    {
        var start = message.LastIndexOf('\n', Math.Max(0, offset - 1)) + 1;
        return message[start..message.IndexOf('\r', offset)];
    }
}
