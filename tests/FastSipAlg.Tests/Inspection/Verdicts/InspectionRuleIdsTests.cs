// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration.Options;
using FastSipAlg.Inspection.Verdicts;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Tests.Inspection.Verdicts;

public sealed class InspectionRuleIdsTests
{
    [Fact]
    public void Keywords_OfAllRules_NameThemAndStandInTheirOrder()
    {
        Assert.Equal(Enum.GetValues<InspectionRuleId>().Length, InspectionRuleIds.Count);
        Assert.All(Enum.GetValues<InspectionRuleId>(), rule =>
        {
            var keyword = InspectionRuleIds.ToKeyword(rule);
            Assert.Equal(rule.ToString(), keyword.Replace("-", "", StringComparison.Ordinal), StringComparer.OrdinalIgnoreCase);
            Assert.Equal(rule, InspectionRuleIds.FromKeyword(keyword));
        });
    }

    [Fact]
    public void Keywords_OfTheConfiguration_AllNameARule()
    {
        Assert.All(InspectionKeywords.All, keyword => Assert.NotNull(InspectionRuleIds.FromKeyword(keyword)));
        Assert.Equal(
            Enum.GetValues<InspectionRuleId>().Except([InspectionRuleId.Framing, InspectionRuleId.BlockGeoRedOptions]).Select(InspectionRuleIds.ToKeyword).Order(),
            InspectionKeywords.All.Order());
    }

    [Fact]
    public void BlockedMethods_EachOfThem_HasItsRule()
    {
        Assert.All(Enum.GetValues<SipMethod>(), method =>
            Assert.Equal($"Block{method}", InspectionRuleIds.OfBlocked(method).ToString(), StringComparer.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData(SipDefect.ContentLengthMissing, InspectionRuleId.MalformedHeaderContentLength)]
    [InlineData(SipDefect.ContentLengthTooLarge, InspectionRuleId.MalformedHeaderContentLength)]
    [InlineData(SipDefect.NotSip, InspectionRuleId.Framing)]
    [InlineData(SipDefect.BareLf, InspectionRuleId.Framing)]
    public void DefectsOfTheFramer_AreCountedUnderARule(SipDefect defect, InspectionRuleId rule)
    {
        Assert.Equal(rule, InspectionRuleIds.OfFraming(defect));
    }
}
