// SPDX-License-Identifier: MIT

using System.Globalization;
using FastSipAlg.Configuration.Problems;
using FastSipAlg.Configuration.Schema;
using FastSipAlg.Configuration.Syntax;

namespace FastSipAlg.Configuration.Providers;

/// <summary>
/// Environment variables over the tree: <c>FASTSIPALG__SIP__LISTENER__PHONES__PORT=5062</c>. Two underscores part the levels, case does not matter, one underscore
/// may stand for a hyphen; a list takes its words apart at spaces, or one word each as <c>…__0</c>, <c>…__1</c>.
/// </summary>
internal static class EnvironmentOverlay
{
    public const string Prefix = "FASTSIPALG__";

    public static void Apply(ConfigNode root, IReadOnlyDictionary<string, string> environment, ProblemCollection problems)
    {
        foreach (var (variable, value) in environment.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (variable.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && Apply(root, variable, value) is { } sentence)
            {
                problems.Error(new SourcePlace(variable, 1, 1), "environment", sentence);
            }
        }
    }

    /// <returns>null, or why the variable means nothing.</returns>
    private static string? Apply(ConfigNode root, string variable, string value)
    {
        var place = new SourcePlace(variable, 1, 1);
        var levels = variable[Prefix.Length..].Split("__").ToList();
        var words = 1;
        while (words <= levels.Count && ConfigSchema.Root.FindBlock(Words(levels, words)) is null)
        {
            words++;
        }

        if (words > levels.Count)
        {
            var name = Words(levels, Math.Min(levels.Count, 3));
            return $"names no block{NearestWord.Hint(name, [.. ConfigSchema.Blocks.Select(block => block.Name)])}";
        }

        var schema = ConfigSchema.Root.FindBlock(Words(levels, words))!;
        levels.RemoveRange(0, words);
        var node = root.FindOrAdd(ConfigNodeKind.Block, schema.Name, place);
        if (schema.HasEntries && levels.Count > 0)
        {
            node = Entry(node, schema, levels[0], place);
            levels.RemoveAt(0);
        }

        while (levels.Count > 1 && schema.FindBlock(Hyphens(levels[0])) is { } inner)
        {
            node = node.FindOrAdd(ConfigNodeKind.Block, inner.Name, place);
            schema = inner;
            levels.RemoveAt(0);
        }

        if (levels.Count == 0 || schema.FindOption(Hyphens(levels[0])) is not { } option)
        {
            return levels.Count == 0
                ? $"names no option of `{schema.Name}`"
                : $"`{schema.Name}` has no option `{Hyphens(levels[0])}`{NearestWord.Hint(Hyphens(levels[0]), [.. schema.Options.Select(known => known.Keyword)])}";
        }

        return Set(node.FindOrAdd(ConfigNodeKind.Setting, option.Keyword, place), option, levels, value, place);
    }

    private static string? Set(ConfigNode setting, OptionSchema option, List<string> levels, string value, SourcePlace place)
    {
        if (levels.Count == 1)
        {
            setting.Values = option.IsList
                ? [.. value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => new ConfigWord(text, place))]
                : [new ConfigWord(value, place)];
        }
        else if (option.IsList && levels.Count == 2 && int.TryParse(levels[1], NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index <= setting.Values.Count)
        {
            setting.Values = [.. setting.Values.Take(index), new ConfigWord(value, place), .. setting.Values.Skip(index + 1)];
        }
        else
        {
            return $"`{option.Keyword}` has nothing below it called `{levels[1]}`";
        }

        setting.Place = place;
        return null;
    }

    private static ConfigNode Entry(ConfigNode block, BlockSchema schema, string level, SourcePlace place)
    {
        var known = block.Entries.Select(entry => entry.Name).Concat(schema.BuiltIn.Keys).FirstOrDefault(name => Hyphens(name) == Hyphens(level));
        return block.FindOrAdd(ConfigNodeKind.Entry, known ?? level, place);
    }

    private static string Words(List<string> levels, int count) => string.Join(' ', levels.Take(count)).ToLowerInvariant();

    private static string Hyphens(string level) => level.Replace('_', '-').ToLowerInvariant();
}
