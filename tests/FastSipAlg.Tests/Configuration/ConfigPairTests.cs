// SPDX-License-Identifier: MIT

using System.Text.Json;
using FastSipAlg.Configuration;

namespace FastSipAlg.Tests.Configuration;

/// <summary>A text and a JSON file of the same name say the same.</summary>
public sealed class ConfigPairTests
{
    public static TheoryData<string> Pairs => ConfigCorpus.Names("pairs");

    [Theory]
    [MemberData(nameof(Pairs))]
    public void TextAndJson_SameTree_GiveTheSameOptions(string name)
    {
        var text = ConfigurationLoader.Load(ConfigCorpus.File("pairs", name + ".conf"));
        var json = ConfigurationLoader.Load(ConfigCorpus.File("pairs", name + ".json"));

        Assert.DoesNotContain(text.Problems.Concat(json.Problems), problem => problem.IsError);
        Assert.Equal(JsonSerializer.Serialize(text.Options), JsonSerializer.Serialize(json.Options));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Show_OfTextAndOfJson_IsTheSame(string name)
    {
        var text = ConfigurationLoader.Load(ConfigCorpus.File("pairs", name + ".conf"));
        var json = ConfigurationLoader.Load(ConfigCorpus.File("pairs", name + ".json"));

        Assert.Equal(ConfigWriter.ToText(text, isEffective: true), ConfigWriter.ToText(json, isEffective: true));
        Assert.Equal(ConfigWriter.ToJson(text, isEffective: false), ConfigWriter.ToJson(json, isEffective: false));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Show_ReadAgain_SaysTheSame(string name)
    {
        var loaded = ConfigurationLoader.Load(ConfigCorpus.File("pairs", name + ".conf"));
        var shown = ConfigWriter.ToText(loaded, isEffective: true);

        var again = ConfigurationLoader.LoadText(shown, Path.Combine(ConfigCorpus.Root, "pairs"));

        Assert.Empty(again.Problems.Where(problem => problem.IsError).Select(problem => problem.ToString()));
        Assert.Equal(shown, ConfigWriter.ToText(again, isEffective: true));
    }
}
