// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Configuration.Schema;

namespace FastSipAlg.Tests.Configuration;

public sealed class InspectionOptionsTests
{
    private static readonly string[] NotStrict = ["malformed-header-content-length", "malformed-header-no-require", "malformed-header-no-proxy-require"];

    [Fact]
    public void Default_PassesWhatIsMalformedAndReportsIt()
    {
        var inspection = ConfigurationLoader.LoadText("", ConfigCorpus.Root).Options.VoipProfiles["default"].Inspection;

        Assert.Equal(InspectionMode.Enforce, inspection.Mode);
        Assert.All(inspection.Actions, pair => Assert.Equal(pair.Key == InspectionKeywords.ContentLength ? CheckAction.Respond : CheckAction.Pass, pair.Value));
        Assert.Equal(InspectionKeywords.WithAction, inspection.Actions.Keys);
        Assert.Empty(inspection.RuleModes);
        Assert.Empty(inspection.BlockedMethods);
        Assert.Equal(["Identity"], inspection.LongLineExempt);
        Assert.False(inspection.BlockLongLines || inspection.BlockUnknown || inspection.AnswerDiscarded);
        Assert.True(inspection.LogViolations);
    }

    [Fact]
    public void Strict_DiscardsEveryMalformedLine_ButAsksForNoRequire()
    {
        var inspection = ConfigurationLoader.LoadText("", ConfigCorpus.Root).Options.VoipProfiles["strict"].Inspection;

        Assert.All(InspectionKeywords.Malformed.Except(NotStrict), keyword => Assert.Equal(CheckAction.Discard, inspection.Actions[keyword]));
        Assert.Equal(CheckAction.Respond, inspection.Actions["malformed-header-content-length"]);
        Assert.Equal(CheckAction.Pass, inspection.Actions["malformed-header-no-require"]);
        Assert.Equal(CheckAction.Pass, inspection.Actions["malformed-header-no-proxy-require"]);
        Assert.Equal(CheckAction.Pass, inspection.Actions["unknown-header"]);
    }

    [Fact]
    public void Strict_WrittenOver_KeepsWhatIsNotWritten()
    {
        var inspection = Load("strict", "set malformed-header-via respond\nunset malformed-header-from").Inspection;

        Assert.Equal(CheckAction.Respond, inspection.Actions["malformed-header-via"]);
        Assert.Equal(CheckAction.Discard, inspection.Actions["malformed-header-from"]);
        Assert.Equal(CheckAction.Discard, inspection.Actions["malformed-header-to"]);
    }

    [Fact]
    public void Text_OfEveryOption_ArrivesInTheOptions()
    {
        var inspection = ConfigurationLoader.Load(ConfigCorpus.File("pairs", "inspection.conf")).Options.VoipProfiles["default"].Inspection;

        Assert.Equal(InspectionMode.Observe, inspection.Mode);
        Assert.Equal(
            new Dictionary<string, InspectionMode>
            {
                ["malformed-header-via"] = InspectionMode.Enforce,
                ["max-body-length"] = InspectionMode.Enforce,
                ["unknown-header"] = InspectionMode.Off,
                ["block-message"] = InspectionMode.Off,
                ["call-id-regex"] = InspectionMode.Off,
            },
            inspection.RuleModes);
        Assert.Equal((2048, true, 65536), (inspection.MaxLineLength, inspection.BlockLongLines, inspection.MaxBodyLength));
        Assert.Equal(["Identity", "Authorization"], inspection.LongLineExempt);
        Assert.Equal(CheckAction.Respond, inspection.Actions["unknown-header"]);
        Assert.Equal(CheckAction.Respond, inspection.Actions["malformed-request-line"]);
        Assert.Equal(CheckAction.Discard, inspection.Actions["malformed-status-line"]);
        Assert.Equal(CheckAction.Discard, inspection.Actions["malformed-header-sdp-m"]);
        Assert.Equal(CheckAction.Pass, inspection.Actions["malformed-header-sdp-a"]);
        Assert.Equal("^[!-~]{8,128}$", inspection.CallIdRegex);
        Assert.Equal(@"^(application/sdp|application/pidf\+xml|multipart/mixed)(;|$)", inspection.ContentTypeRegex);
        Assert.True(inspection.Rfc2543Branch);
        Assert.Equal(["INFO", "MESSAGE"], inspection.BlockedMethods.Order());
        Assert.True(inspection.BlockGeoRedOptions && inspection.BlockUnknown);
        Assert.Equal(["SERVICE", "BENOTIFY"], inspection.BlockUnknownExcept);
        Assert.True(inspection.AnswerDiscarded);
        Assert.Equal((false, ViolationLogFormat.Json), (inspection.LogViolations, inspection.LogViolationsFormat));
    }

    [Fact]
    public void Pair_OfEveryOption_LeavesNoneOut()
    {
        var text = File.ReadAllText(ConfigCorpus.File("pairs", "inspection.conf"));

        string[] own =
        [
            .. InspectionOptionSchemas.Modes.Concat(InspectionOptionSchemas.Limits).Concat(InspectionOptionSchemas.Values).Concat(InspectionOptionSchemas.Reporting)
                .Select(option => option.Keyword).Except(["observe-rules"]),
        ];

        Assert.All(own, keyword => Assert.Contains($"set {keyword} ", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Schema_OfInspection_IsInForce()
    {
        var sip = ConfigSchema.Root.FindBlock("voip profile")!.FindBlock("sip")!;
        string[] keywords =
        [
            .. InspectionKeywords.WithAction, .. InspectionKeywords.Methods.Select(method => "block-" + method.ToLowerInvariant()),
            "mode", "observe-rules", "enforce-rules", "off-rules", "max-line-length", "block-long-lines", "long-line-exempt", "max-body-length", "call-id-regex",
            "content-type-regex", "rfc2543-branch", "block-geo-red-options", "block-unknown", "block-unknown-except", "answer-discarded", "log-violations", "log-violations-format",
        ];

        Assert.All(keywords, keyword =>
        {
            var option = sip.FindOption(keyword);
            Assert.NotNull(option);
            Assert.Null(option.InForce);
            Assert.True(option.Assign is not null || keyword == InspectionKeywords.ContentLength);
        });
    }

    [Fact]
    public void Text_OfEveryWordThatFortiOsHas_IsInForce()
    {
        var lines = InspectionKeywords.WithAction.Except([InspectionKeywords.ContentLength]).SelectMany(keyword => (string[])[$"set {keyword} discard", $"set {keyword} respond"])
            .Concat(InspectionKeywords.Methods.Select(method => $"set block-{method} enable"))
            .Concat(["set max-line-length 78", "set block-long-lines enable", "set max-body-length 1", "set block-unknown enable", "set block-geo-red-options enable"])
            .Concat(["set call-id-regex a", "set content-type-regex a", "set rfc2543-branch enable", "set log-violations disable"]);

        var loaded = ConfigurationLoader.LoadText($"config voip profile\nedit a\nconfig sip\n{string.Join('\n', lines)}\nend\nnext\nend\n", ConfigCorpus.Root);

        Assert.False(loaded.HasErrors);
        Assert.DoesNotContain(loaded.Problems, problem => problem.ToString().Contains("in force", StringComparison.Ordinal));
        Assert.All(InspectionKeywords.WithAction, keyword => Assert.Equal(CheckAction.Respond, loaded.Options.VoipProfiles["a"].Inspection.Actions[keyword]));
    }

    [Fact]
    public void Show_Effective_FillsInEveryActionAndTheProfileStrict()
    {
        var loaded = ConfigurationLoader.LoadText("", ConfigCorpus.Root);

        var lines = ConfigWriter.ToText(loaded, isEffective: true).Split('\n').Select(line => line.Trim()).ToList();

        Assert.Equal(
            ["set malformed-header-via pass", "set malformed-header-via discard"],
            lines.Where(line => line.StartsWith("set malformed-header-via ", StringComparison.Ordinal)));
        Assert.Equal(
            ["set malformed-header-no-require pass", "set malformed-header-no-require pass"],
            lines.Where(line => line.StartsWith("set malformed-header-no-require ", StringComparison.Ordinal)));
        Assert.Contains("set mode enforce", lines);
        Assert.Contains("set long-line-exempt \"Identity\"", lines);
        Assert.Contains("set max-line-length 998", lines);
    }

    [Fact]
    public void Show_Effective_ReadAgain_GivesTheSameInspection()
    {
        var loaded = ConfigurationLoader.LoadText("", ConfigCorpus.Root);

        var again = ConfigurationLoader.LoadText(ConfigWriter.ToText(loaded, isEffective: true), ConfigCorpus.Root);

        Assert.Equivalent(loaded.Options.VoipProfiles["strict"].Inspection, again.Options.VoipProfiles["strict"].Inspection, strict: true);
        Assert.DoesNotContain(again.Problems, problem => problem.Path.StartsWith("voip profile", StringComparison.Ordinal));
    }

    private static VoipProfileOptions Load(string profile, string settings) =>
        ConfigurationLoader.LoadText($"config voip profile\nedit {profile}\nconfig sip\n{settings}\nend\nnext\nend\n", ConfigCorpus.Root).Options.VoipProfiles[profile];
}
