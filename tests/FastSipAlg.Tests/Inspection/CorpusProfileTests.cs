// SPDX-License-Identifier: MIT

using FastSipAlg.Inspection.Verdicts;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Tests.Sip;

namespace FastSipAlg.Tests.Inspection;

/// <summary>The corpus under profiles that are neither default nor strict, and what both have in common.</summary>
public sealed class CorpusProfileTests
{
    public static TheoryData<string> Phones => [.. CorpusLine.Files.Where(file => file.StartsWith("phones/", StringComparison.Ordinal))];

    public static TheoryData<string> Defects => [.. CorpusLine.Messages.Select(line => line.File).Where(file => file.StartsWith("defects/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Phones))]
    public void Phones_WhateverTheyAre_PassStrictAndBreakNoRule(string file)
    {
        var inspector = Inspector.Strict();

        var verdict = inspector.Inspect(CorpusLine.Of(file).Octets);

        Assert.True(verdict.IsPass, $"{verdict.Rule}: {verdict.Fault.Defect} at {verdict.Fault.Offset}");
        Assert.Empty(inspector.Reports);
    }

    // Where the framer ends the flow there is no message to judge; Defects names the others.
    [Theory]
    [MemberData(nameof(Defects))]
    public void Defects_UnderTheProfileThatAsksForThem_AreTheOnlyOnes(string file)
    {
        var defect = Enum.Parse<SipDefect>(Path.GetFileNameWithoutExtension(file));
        var inspector = Inspector.With(defect switch
        {
            SipDefect.BodyTooLong => ["set max-body-length 4095"],
            SipDefect.RequireMissing => ["set malformed-header-no-require discard"],
            SipDefect.ProxyRequireMissing => ["set malformed-header-no-proxy-require discard"],
            _ => [],
        });

        inspector.Inspect(CorpusLine.Of(file).Octets);

        Assert.Equal([defect], inspector.Reports.Select(report => report.Defect).Where(found => found != SipDefect.None).Distinct());
    }

    [Theory]
    [InlineData("LineTooLong", "set block-long-lines enable", 413)]
    [InlineData("BodyTooLong", "set max-body-length 4095", 413)]
    [InlineData("RequireMissing", "set malformed-header-no-require respond", 400)]
    [InlineData("ProxyRequireMissing", "set malformed-header-no-proxy-require respond", 400)]
    [InlineData("SipVersionUnsupported", "set malformed-request-line respond", 505)]
    [InlineData("ViaSentByInvalid", "set malformed-header-via respond", 400)]
    [InlineData("StatusCodeOutOfRange", "set malformed-status-line respond", 0)]
    public void Defects_WithRespond_AreAnsweredWithTheirStatusCode(string name, string line, int expected)
    {
        var verdict = Inspector.With(line).Inspect(CorpusLine.Of($"defects/{name}.sip").Octets);

        Assert.Equal((expected == 0 ? VerdictKind.Discard : VerdictKind.Respond, expected), (verdict.Kind, (int)verdict.StatusCode));
    }

    [Fact]
    public void Rfc2543Branch_WhenAccepted_LetsTheFirstTortureMessageGoOn()
    {
        var octets = CorpusLine.Of("torture/folded.sip").Octets;

        Assert.Equal(SipDefect.ViaBranchWithoutCookie, Inspector.Strict().Inspect(octets).Fault.Defect);
        Assert.True(Inspector.Strict("set rfc2543-branch enable").Inspect(octets).IsPass);
    }
}
