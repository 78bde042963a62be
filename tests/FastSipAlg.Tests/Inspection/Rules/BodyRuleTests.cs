// SPDX-License-Identifier: MIT

using FastSipAlg.Inspection.Verdicts;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Tests.Inspection.Rules;

public sealed class BodyRuleTests
{
    [Theory]
    [InlineData("v=0", "v=1", InspectionRuleId.MalformedHeaderSdpV)]
    [InlineData("o=- 1 1", "o=- a 1", InspectionRuleId.MalformedHeaderSdpO)]
    [InlineData("s=-", "s=", InspectionRuleId.MalformedHeaderSdpS)]
    [InlineData("c=IN IP4 192.0.2.1", "c=IN IP6 192.0.2.1", InspectionRuleId.MalformedHeaderSdpC)]
    [InlineData("t=0 0", "t=0", InspectionRuleId.MalformedHeaderSdpT)]
    [InlineData("t=0 0", "b=AS\r\nt=0 0", InspectionRuleId.MalformedHeaderSdpB)]
    [InlineData("m=audio 4000", "m=audio 99999", InspectionRuleId.MalformedHeaderSdpM)]
    [InlineData("RTP/AVP 0\r\n", "RTP/AVP 0\r\na=rtpmap:x\r\n", InspectionRuleId.MalformedHeaderSdpA)]
    [InlineData("RTP/AVP 0\r\n", "RTP/AVP 0\r\n?\r\n", InspectionRuleId.MalformedHeaderOther)]
    public void Line_ThatIsWrong_IsDecidedOnByItsRule(string right, string wrong, InspectionRuleId rule)
    {
        var message = SampleMessage.Request("INVITE", SampleMessage.Sdp.Replace(right, wrong, StringComparison.Ordinal));
        var inspector = Inspector.With($"set {InspectionRuleIds.ToKeyword(rule)} respond");

        var verdict = inspector.Inspect(message);

        Assert.Equal((VerdictKind.Respond, rule), (verdict.Kind, verdict.Rule));
        Assert.True(verdict.Fault.Offset > message.IndexOf("\r\n\r\n", StringComparison.Ordinal));
        var name = rule == InspectionRuleId.MalformedHeaderOther ? "SDP line" : $"SDP {InspectionRuleIds.ToKeyword(rule)[^1]}= line";
        Assert.StartsWith($"SIP/2.0 400 Bad Request, malformed {name}: ", inspector.Answer, StringComparison.Ordinal);
        Assert.Equal(VerdictKind.Discard, Inspector.FromServer().Inspect(SampleMessage.Response(200, "INVITE", SampleMessage.Sdp.Replace(right, wrong, StringComparison.Ordinal))).Kind);
    }

    [Theory]
    [InlineData("application/sdp", false)]
    [InlineData("text/plain", true)]
    public void OtherBodies_AreNotLookedAt(string type, bool passes)
    {
        var message = SampleMessage.Request("INVITE", "hello").With("Content-Type", $"Content-Type: {type}");

        Assert.Equal(passes, Inspector.Strict().Inspect(message).IsPass);
    }

    [Fact]
    public void CompressedBody_IsNotLookedAt()
    {
        Assert.True(Inspector.Strict().Inspect(SampleMessage.Request("INVITE", "hello", "Content-Encoding: gzip")).IsPass);
    }

    [Theory]
    [InlineData("m=audio 4000", SipDefect.None)]
    [InlineData("m=audio 99999", SipDefect.SdpMediaInvalid)]
    public void SessionDescription_InsideMultipart_IsLookedAt(string media, SipDefect defect)
    {
        var part = SampleMessage.Sdp.Replace("m=audio 4000", media, StringComparison.Ordinal);
        var inner = $"--in\r\nContent-Type: application/sdp\r\n\r\n{part}\r\n--in--\r\n";
        var body = $"--out\r\nContent-Type: text/plain\r\n\r\nm=x\r\n--out\r\nContent-Type: multipart/alternative;boundary=in\r\n\r\n{inner}\r\n--out--\r\n";
        var message = SampleMessage.Request("INVITE", body).With("Content-Type", "Content-Type: multipart/mixed;boundary=out");

        var verdict = Inspector.Strict().Inspect(message);

        Assert.Equal(defect, verdict.Fault.Defect);
        if (defect != SipDefect.None)
        {
            Assert.StartsWith("99999", message[verdict.Fault.Offset..], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Multipart_WithoutItsEnd_IsDecidedOnAsContentType()
    {
        var message = SampleMessage.Request("INVITE", "--b\r\n\r\nx\r\n").With("Content-Type", "Content-Type: multipart/mixed;boundary=b");

        var verdict = Inspector.Strict().Inspect(message);

        Assert.Equal((InspectionRuleId.MalformedHeaderContentType, SipDefect.MultipartInvalid), (verdict.Rule, verdict.Fault.Defect));
    }
}
