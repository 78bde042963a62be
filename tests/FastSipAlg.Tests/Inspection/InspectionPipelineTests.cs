// SPDX-License-Identifier: MIT

using System.Text;
using FastSipAlg.Inspection.Verdicts;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.TestKit;

namespace FastSipAlg.Tests.Inspection;

/// <summary>What becomes of a message: actions, modes, answers.</summary>
public sealed class InspectionPipelineTests
{
    private static readonly string BadVia = SampleMessage.Request().With("Via", "Via: SIP/2.0/TLS ;branch=z9hG4bK1");

    public static TheoryData<string> Phones => [.. Corpus.Under("sip/phones")];

    [Theory]
    [MemberData(nameof(Phones))]
    public void TrafficOfPhones_UnderStrict_Passes(string file)
    {
        var inspector = Inspector.Strict();

        var verdict = inspector.Inspect(Corpus.Read(file));

        Assert.Equal(default, verdict);
        Assert.Empty(inspector.Reports);
    }

    [Theory]
    [InlineData("")]
    [InlineData(SampleMessage.Sdp)]
    public void WellFormedMessages_UnderStrict_AreNotReported(string body)
    {
        var inspector = Inspector.Strict();

        Assert.True(inspector.Inspect(SampleMessage.Request("INVITE", body)).IsPass);
        Assert.True(inspector.Inspect(SampleMessage.Response(200, "INVITE", body)).IsPass);
        Assert.Empty(inspector.Reports);
    }

    [Fact]
    public void MalformedMessage_ToPass_IsReportedAndPasses()
    {
        var inspector = Inspector.With();

        Assert.True(inspector.Inspect(BadVia).IsPass);
        var report = Assert.Single(inspector.Reports);
        Assert.Equal((InspectionRuleId.MalformedHeaderVia, SipDefect.ViaSentByInvalid, VerdictKind.Pass), (report.Rule, report.Defect, report.Outcome));
        Assert.Equal(BadVia.IndexOf(";branch", StringComparison.Ordinal), report.Offset);
    }

    [Fact]
    public void MalformedMessage_ToDiscard_IsDroppedWithoutAnAnswer()
    {
        var inspector = Inspector.With("set malformed-header-via discard");

        Assert.Equal(VerdictKind.Discard, inspector.Inspect(BadVia).Kind);
        Assert.Equal(VerdictKind.Discard, Assert.Single(inspector.Reports).Outcome);
        Assert.Empty(inspector.Answer);
    }

    [Fact]
    public void MalformedMessage_ToRespond_IsAnsweredWithTheLinesName()
    {
        var inspector = Inspector.With("set malformed-header-via respond");

        var verdict = inspector.Inspect(BadVia);

        Assert.Equal((VerdictKind.Respond, SipStatusCode.BadRequest), (verdict.Kind, verdict.StatusCode));
        Assert.Equal(400, Assert.Single(inspector.Reports).Answer);
        Assert.StartsWith("SIP/2.0 400 Bad Request, malformed Via header: Invalid Via sent-by\r\n", inspector.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void FirstViolationThatDecides_EndsInspection()
    {
        var inspector = Inspector.With("set malformed-header-from discard", "set malformed-header-to discard");

        inspector.Inspect(BadVia.With("From", "From: <sip:alice").With("To", "To: <sip:bob"));

        Assert.Equal([InspectionRuleId.MalformedHeaderVia, InspectionRuleId.MalformedHeaderFrom], inspector.Reports.Select(report => report.Rule));
    }

    [Fact]
    public void AnswerDiscarded_TurnsADiscardIntoTheAnswer()
    {
        var inspector = Inspector.Strict("set answer-discarded enable");

        Assert.Equal(VerdictKind.Respond, inspector.Inspect(BadVia).Kind);
        Assert.StartsWith("SIP/2.0 400 Bad Request, malformed Via header", inspector.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Ack_IsNeverAnswered()
    {
        var inspector = Inspector.With("set malformed-header-via respond", "set block-ack enable", "set answer-discarded enable");

        Assert.Equal(VerdictKind.Discard, inspector.Inspect(SampleMessage.Request("ACK")).Kind);
        Assert.Empty(inspector.Answer);
    }

    [Fact]
    public void Response_IsNeverAnswered()
    {
        var inspector = Inspector.FromServer("set malformed-header-via respond", "set answer-discarded enable");

        var verdict = inspector.Inspect(SampleMessage.Response(200).With("Via", "Via: SIP/2.0/TLS ;branch=z9hG4bK1"));

        Assert.Equal((VerdictKind.Discard, InspectionRuleId.MalformedHeaderVia), (verdict.Kind, verdict.Rule));
        Assert.Empty(inspector.Answer);
    }

    [Theory]
    [InlineData("To", "To: \"bob <sip:bob@example.com>")]
    [InlineData("CSeq", "CSeq: 1 INVITE")]
    [InlineData("Call-ID", "Call-ID:")]
    public void RequestWhoseOwnPartsAreBroken_IsDiscardedInsteadOfAnswered(string name, string line)
    {
        var keyword = $"malformed-header-{name.ToLowerInvariant()}";
        var inspector = Inspector.With($"set {keyword} respond");

        var verdict = inspector.Inspect(SampleMessage.Request().With(name, line));

        Assert.Equal((VerdictKind.Discard, InspectionRuleIds.FromKeyword(keyword)), (verdict.Kind, verdict.Rule));
        Assert.Empty(inspector.Answer);
    }

    [Theory]
    [InlineData("set mode observe")]
    [InlineData("set observe-rules malformed-header-via")]
    public void Observe_ReportsWhatWouldHaveBeenDone(string mode)
    {
        var inspector = Inspector.Strict(mode);

        Assert.True(inspector.Inspect(BadVia).IsPass);
        var report = Assert.Single(inspector.Reports);
        Assert.Equal((VerdictKind.Pass, RuleMode.Observe), (report.Outcome, report.Mode));
        Assert.Empty(inspector.Answer);
    }

    [Theory]
    [InlineData("set mode off")]
    [InlineData("set off-rules malformed-header-via")]
    public void Off_LooksAtNothing(string mode)
    {
        var inspector = Inspector.Strict(mode);

        Assert.True(inspector.Inspect(BadVia).IsPass);
        Assert.Empty(inspector.Reports);
    }

    [Fact]
    public void Enforce_OfOneRule_OverridesTheProfile()
    {
        var inspector = Inspector.Strict("set mode observe", "set enforce-rules malformed-header-via");

        Assert.Equal(VerdictKind.Discard, inspector.Inspect(BadVia).Kind);
        Assert.True(inspector.Inspect(SampleMessage.Request().With("To", "To: <sip:bob")).IsPass);
    }

    [Fact]
    public void ModeOff_NeedsNoIndex()
    {
        Assert.True(Inspector.Policy("strict", "set mode off").IsOff);
        Assert.False(Inspector.Policy("default").IsOff);
    }

    [Fact]
    public void MessageFullOfViolations_IsReportedUpToABound()
    {
        var inspector = Inspector.With();
        string[] lines = [.. Enumerable.Repeat("Supported: a b", 200)];

        inspector.Inspect(SampleMessage.Request("OPTIONS", "", lines));

        Assert.Equal(32, inspector.Reports.Count);
    }

    [Fact]
    public void Message_ThatPasses_IsNotTouched()
    {
        var message = Encoding.UTF8.GetBytes(SampleMessage.Request("INVITE", SampleMessage.Sdp));
        var before = message.ToArray();

        Inspector.Strict().Inspect(message);

        Assert.Equal(before, message);
    }
}
