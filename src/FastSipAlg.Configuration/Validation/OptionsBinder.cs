// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration.Options;
using FastSipAlg.Configuration.Schema;
using FastSipAlg.Configuration.Syntax;

namespace FastSipAlg.Configuration.Validation;

/// <summary>From the checked tree to the options: the schema knows where each value goes.</summary>
internal static class OptionsBinder
{
    public static FastSipAlgOptions Bind(ConfigNode root, string baseDirectory)
    {
        var options = new FastSipAlgOptions();
        foreach (var schema in ConfigSchema.Blocks)
        {
            foreach (var (name, values) in schema.BuiltIn)
            {
                BuiltIn(schema, schema.Open!(options, name), values);
            }

            if (root.Block(schema.Name) is not { IsValid: true } block)
            {
                continue;
            }

            if (!schema.HasEntries)
            {
                Assign(block, schema, schema.Open!(options, ""), baseDirectory);
                continue;
            }

            foreach (var entry in block.Entries.Where(entry => entry.IsValid))
            {
                Assign(entry, schema, schema.Open!(options, entry.Name), baseDirectory);
            }
        }

        return options;
    }

    private static void BuiltIn(BlockSchema schema, object target, IReadOnlyDictionary<string, string> values)
    {
        foreach (var (path, value) in values)
        {
            var words = path.Split(' ');
            var block = words[..^1].Aggregate(schema, (outer, name) => outer.FindBlock(name)!);
            block.FindOption(words[^1])!.Assign!(target, [value]);
        }
    }

    private static void Assign(ConfigNode node, BlockSchema schema, object target, string baseDirectory)
    {
        foreach (var child in node.Children.Where(child => child.IsValid))
        {
            if (child.Kind == ConfigNodeKind.Block)
            {
                Assign(child, schema.FindBlock(child.Name)!, target, baseDirectory);
            }
            else if (child.Kind == ConfigNodeKind.Setting && child.Values.Count > 0 && schema.FindOption(child.Name) is { Assign: { } assign } option)
            {
                assign(target, [.. child.Values.Select(word => Absolute(option, word.Text, baseDirectory))]);
            }
        }
    }

    private static string Absolute(OptionSchema option, string text, string baseDirectory) =>
        option.Kind is OptionKind.File or OptionKind.Directory or OptionKind.WrittenFile || (option.Kind == OptionKind.FileOrPem && !text.TrimStart().StartsWith("-----BEGIN", StringComparison.Ordinal))
            ? Path.GetFullPath(text, baseDirectory)
            : text;
}
