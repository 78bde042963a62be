// SPDX-License-Identifier: MIT

using System.Diagnostics;
using FastSipAlg.Inspection.Verdicts;

namespace FastSipAlg.Tests.Inspection.Rules;

public sealed class PatternRuleTests
{
    [Theory]
    [InlineData("Call-ID: 0123456789abcdef", true)]
    [InlineData("i: 0123456789abcdef", true)]
    [InlineData("Call-ID: 0123456789ABCDEF@host", false)]
    public void CallId_MustMatch(string line, bool passes)
    {
        var inspector = Inspector.With("set call-id-regex \"^[0-9a-f]+$\"");

        var verdict = inspector.Inspect(SampleMessage.Request().With("Call-ID", line));

        Assert.Equal(passes, verdict.IsPass);
        Assert.Equal(passes ? "" : "SIP/2.0 400 Bad Request, Call-ID does not match\r\n", inspector.Answer[..(inspector.Answer.IndexOf('\n', StringComparison.Ordinal) + 1)]);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(SampleMessage.Sdp, false)]
    public void ContentType_WhereThereIsOne_MustMatch(string body, bool passes)
    {
        var verdict = Inspector.FromServer("set content-type-regex \"^text/\"").Inspect(SampleMessage.Response(200, "INVITE", body));

        Assert.Equal(passes, verdict.IsPass);
        Assert.Equal(passes ? default : InspectionRuleId.ContentTypeRegex, verdict.Rule);
    }

    [Fact]
    public void Value_LongerThanTheStackTakes_IsMatchedWhole()
    {
        var inspector = Inspector.With("set call-id-regex \"z$\"", "set max-line-length 4096");

        Assert.True(inspector.Inspect(SampleMessage.Request().With("Call-ID", "Call-ID: " + new string('a', 3_000) + "z")).IsPass);
    }

    [Fact]
    public void Value_ThatIsNoUtf8_DoesNotMatchByChance()
    {
        var message = System.Text.Encoding.Latin1.GetBytes(SampleMessage.Request().With("Call-ID", "Call-ID: a\u00ffb"));

        Assert.False(Inspector.With("set call-id-regex \"^[a-z\u00ff]+$\"").Inspect(message).IsPass);
    }

    [Fact]
    public void PatternThatWouldBacktrack_TakesLinearTime()
    {
        var inspector = Inspector.With("set call-id-regex \"^(a+)+$\"");
        var message = SampleMessage.Request().With("Call-ID", "Call-ID: " + new string('a', 5_000) + "!");
        inspector.Inspect(message);
        var started = Stopwatch.GetTimestamp();

        inspector.Inspect(message);

        // Backtracking would not end in this universe.
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(10));
    }
}
