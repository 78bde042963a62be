// SPDX-License-Identifier: MIT

using FastSipAlg.Inspection.Verdicts;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Tests.Inspection.Rules;

/// <summary>Lines and bodies that are too long.</summary>
public sealed class LengthRulesTests
{
    private static readonly string Long = new('x', 100);

    [Fact]
    public void Line_AtTheLimit_Passes()
    {
        var line = "Subject: " + new string('x', 78 - "Subject: ".Length);
        var inspector = Inspector.With("set max-line-length 78", "set block-long-lines enable");

        Assert.True(inspector.Inspect(SampleMessage.Request("OPTIONS", "", line)).IsPass);
        Assert.Empty(inspector.Reports);
    }

    [Theory]
    [InlineData("Subject: ", "\r\nSubject: ")]
    [InlineData("Subject: a\r\n ", "\r\n xx")]
    public void Line_BeyondTheLimit_Hears413(string begin, string at)
    {
        var message = SampleMessage.Request("OPTIONS", "", begin + Long);
        var inspector = Inspector.With("set max-line-length 78", "set block-long-lines enable");

        var verdict = inspector.Inspect(message);

        Assert.Equal((VerdictKind.Respond, InspectionRuleId.MaxLineLength, SipDefect.LineTooLong), (verdict.Kind, verdict.Rule, verdict.Fault.Defect));
        Assert.Equal(message.IndexOf(at, StringComparison.Ordinal) + 2 + 78, verdict.Fault.Offset);
        Assert.StartsWith("SIP/2.0 413 Request Entity Too Large, Line too long\r\n", inspector.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void StartLine_BeyondTheLimit_Hears413()
    {
        var message = SampleMessage.Request().Replace("sip:bob@example.com SIP", $"sip:{Long}@example.com SIP", StringComparison.Ordinal);

        Assert.Equal(SipStatusCode.RequestEntityTooLarge, Inspector.With("set max-line-length 78", "set block-long-lines enable").Inspect(message).StatusCode);
    }

    [Fact]
    public void LongLines_NotBlocked_AreReportedEachAndPass()
    {
        var inspector = Inspector.With("set max-line-length 78");

        Assert.True(inspector.Inspect(SampleMessage.Request("OPTIONS", "", "Subject: " + Long, "User-Agent: " + Long)).IsPass);
        Assert.Equal([SipHeaderId.Subject, SipHeaderId.UserAgent], inspector.Reports.Select(report => report.Header));
    }

    [Theory]
    [InlineData("Identity: ")]
    [InlineData("y: ")]
    [InlineData("X-Token: ")]
    public void ExemptHeader_MayHaveAnyLength(string name)
    {
        var inspector = Inspector.With("set max-line-length 78", "set long-line-exempt Identity x-token");

        inspector.Inspect(SampleMessage.Request("OPTIONS", "", name + Long));

        Assert.DoesNotContain(inspector.Reports, report => report.Rule == InspectionRuleId.MaxLineLength);
    }

    [Fact]
    public void LongLine_InTheBody_IsNotALineOfTheHeader()
    {
        Assert.True(Inspector.With("set max-line-length 78", "set block-long-lines enable").Inspect(SampleMessage.Request("INFO", Long)).IsPass);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void Body_BeyondTheLimit_Hears413(int length, bool passes)
    {
        var message = SampleMessage.Request("INFO", new string('x', length));
        var inspector = Inspector.With("set max-body-length 100", "set off-rules malformed-header-other");

        var verdict = inspector.Inspect(message);

        Assert.Equal(passes, verdict.IsPass);
        if (!passes)
        {
            Assert.Equal((InspectionRuleId.MaxBodyLength, SipDefect.BodyTooLong), (verdict.Rule, verdict.Fault.Defect));
            Assert.Equal(message.IndexOf("101", StringComparison.Ordinal), verdict.Fault.Offset);
            Assert.StartsWith("SIP/2.0 413 Request Entity Too Large, Body too long\r\n", inspector.Answer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ResponseWithALongBody_IsDiscarded()
    {
        Assert.Equal(VerdictKind.Discard, Inspector.FromServer("set max-body-length 10").Inspect(SampleMessage.Response(200, "INVITE", Long)).Kind);
    }
}
