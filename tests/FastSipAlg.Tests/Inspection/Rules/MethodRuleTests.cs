// SPDX-License-Identifier: MIT

using FastSipAlg.Inspection.Verdicts;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Tests.Inspection.Rules;

public sealed class MethodRuleTests
{
    public static TheoryData<SipMethod> Methods => [.. Enum.GetValues<SipMethod>().Where(method => method != SipMethod.Unknown)];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Request_OfABlockedMethod_Hears405WithWhatIsAllowed(SipMethod method)
    {
        var name = SipMethods.ToName(method);
        var inspector = Inspector.With($"set block-{name.ToLowerInvariant()} enable");

        var verdict = inspector.Inspect(SampleMessage.Request(name));

        Assert.Equal(InspectionRuleIds.OfBlocked(method), verdict.Rule);
        Assert.Equal(method == SipMethod.Ack ? VerdictKind.Discard : VerdictKind.Respond, verdict.Kind);
        if (method != SipMethod.Ack)
        {
            Assert.StartsWith("SIP/2.0 405 Method Not Allowed, ", inspector.Answer, StringComparison.Ordinal);
            var allow = inspector.Answer.Split("\r\n").Single(line => line.StartsWith("Allow: ", StringComparison.Ordinal))["Allow: ".Length..].Split(", ");
            Assert.Equal(13, allow.Length);
            Assert.DoesNotContain(name, allow);
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Request_OfAnotherMethod_Passes(SipMethod blocked)
    {
        var inspector = Inspector.With($"set block-{SipMethods.ToName(blocked).ToLowerInvariant()} enable");

        Assert.All(
            Enum.GetValues<SipMethod>().Where(method => method != blocked && method != SipMethod.Unknown),
            method => Assert.NotEqual(VerdictKind.Respond, inspector.Inspect(SampleMessage.Request(SipMethods.ToName(method))).Kind));
    }

    [Fact]
    public void Response_ToABlockedMethod_Passes()
    {
        Assert.True(Inspector.FromServer("set block-invite enable").Inspect(SampleMessage.Response(200, "INVITE")).IsPass);
    }

    [Theory]
    [InlineData("SERVICE", true)]
    [InlineData("KDMQ", false)]
    [InlineData("kdmq", true)]
    [InlineData("invite", true)]
    [InlineData("INVITE", false)]
    public void BlockUnknown_BlocksWhatIsNotExcepted(string method, bool isBlocked)
    {
        var inspector = Inspector.With("set block-unknown enable", "set block-unknown-except KDMQ");

        var verdict = inspector.Inspect(SampleMessage.Request(method));

        Assert.Equal(isBlocked ? VerdictKind.Respond : VerdictKind.Pass, verdict.Kind);
        Assert.Equal(isBlocked, inspector.Answer.Contains("\r\nAllow: ACK, BYE, CANCEL, INFO, INVITE, MESSAGE, NOTIFY, OPTIONS, PRACK, PUBLISH, REFER, REGISTER, SUBSCRIBE, UPDATE, KDMQ\r\n", StringComparison.Ordinal));
    }

    [Fact]
    public void UnknownMethod_ByDefault_Passes()
    {
        Assert.True(Inspector.With().Inspect(SampleMessage.Request("SERVICE")).IsPass);
    }

    [Theory]
    [InlineData("set block-geo-red-options enable", "", InspectionRuleId.BlockGeoRedOptions)]
    [InlineData("set block-geo-red-options enable", "set block-options enable", InspectionRuleId.BlockOptions)]
    public void GeoRedundantOptions_AreBlockedByTheirRule_UnlessAllAre(string geo, string all, InspectionRuleId rule)
    {
        var verdict = Inspector.With(geo, all).Inspect(SampleMessage.Request("OPTIONS"));

        Assert.Equal((VerdictKind.Respond, rule), (verdict.Kind, verdict.Rule));
    }

    [Fact]
    public void GeoRedundantOptions_GoByTheModeOfBlockOptions()
    {
        var inspector = Inspector.With("set block-geo-red-options enable", "set observe-rules block-options");

        Assert.True(inspector.Inspect(SampleMessage.Request("OPTIONS")).IsPass);
        Assert.Equal((InspectionRuleId.BlockGeoRedOptions, RuleMode.Observe), (Assert.Single(inspector.Reports).Rule, inspector.Reports[0].Mode));
    }

    [Fact]
    public void BlockedMethod_Observed_PassesAndStaysAllowed()
    {
        var inspector = Inspector.With("set block-options enable", "set block-info enable", "set observe-rules block-options");

        Assert.True(inspector.Inspect(SampleMessage.Request("OPTIONS")).IsPass);
        Assert.Equal(RuleMode.Observe, Assert.Single(inspector.Reports).Mode);
        inspector.Inspect(SampleMessage.Request("INFO"));
        Assert.Contains(" OPTIONS,", inspector.Answer, StringComparison.Ordinal);
    }
}
