// SPDX-License-Identifier: MIT

using System.Text;
using System.Text.Json;
using FastSipAlg.Configuration.Schema;
using FastSipAlg.Configuration.Syntax;

namespace FastSipAlg.Configuration;

/// <summary>A loaded configuration back as text or JSON that reads to the same tree, secrets masked.</summary>
public static class ConfigWriter
{
    private const string Mask = "********";
    private const int Indentation = 4;

    /// <summary>FortiOS-style text. <paramref name="isEffective"/>: with every default, and the profiles that exist unwritten.</summary>
    public static string ToText(LoadedConfiguration configuration, bool isEffective)
    {
        var text = new StringBuilder();
        foreach (var block in Blocks(configuration, isEffective))
        {
            WriteText(text, block, 0);
        }

        return text.ToString();
    }

    /// <summary>JSON with the same tree.</summary>
    public static string ToJson(LoadedConfiguration configuration, bool isEffective)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            foreach (var words in Blocks(configuration, isEffective).GroupBy(block => block.Name[..block.Name.LastIndexOf(' ')]))
            {
                // "vpn certificate" is two levels above its blocks, all others are one.
                var levels = words.Key.Split(' ');
                foreach (var level in levels)
                {
                    json.WriteStartObject(level);
                }

                foreach (var block in words)
                {
                    json.WriteStartObject(block.Name[(block.Name.LastIndexOf(' ') + 1)..]);
                    WriteJson(json, block);
                    json.WriteEndObject();
                }

                foreach (var _ in levels)
                {
                    json.WriteEndObject();
                }
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>Every setting, defaults filled in, by its path; secrets masked.</summary>
    internal static Dictionary<string, string> Flatten(LoadedConfiguration configuration)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var block in Blocks(configuration, isEffective: true))
        {
            Add(block, block.Name);
        }

        return settings;

        void Add(Shown node, string path)
        {
            foreach (var (keyword, values, _) in node.Settings)
            {
                settings[$"{path} {keyword}"] = string.Join('\n', values);
            }

            foreach (var child in node.Children)
            {
                Add(child, $"{path} {child.Name}");
            }
        }
    }

    private static void WriteText(StringBuilder text, Shown node, int depth)
    {
        text.Append(' ', depth * Indentation).Append(node.IsEntry ? "edit " + Quote(node.Name) : "config " + node.Name).Append('\n');
        foreach (var (keyword, values, isQuoted) in node.Settings)
        {
            text.Append(' ', (depth + 1) * Indentation).Append("set ").Append(keyword).Append(' ')
                .AppendJoin(' ', values.Select(value => isQuoted ? Quote(value) : value)).Append('\n');
        }

        foreach (var child in node.Children)
        {
            WriteText(text, child, depth + 1);
        }

        text.Append(' ', depth * Indentation).Append(node.IsEntry ? "next" : "end").Append('\n');
    }

    private static void WriteJson(Utf8JsonWriter json, Shown node)
    {
        foreach (var (keyword, values, isQuoted) in node.Settings)
        {
            json.WritePropertyName(keyword);
            if (values.Count != 1)
            {
                json.WriteStartArray();
            }

            foreach (var value in values)
            {
                if (!isQuoted && long.TryParse(value, out var number))
                {
                    json.WriteNumberValue(number);
                }
                else
                {
                    json.WriteStringValue(value);
                }
            }

            if (values.Count != 1)
            {
                json.WriteEndArray();
            }
        }

        foreach (var child in node.Children)
        {
            json.WriteStartObject(child.Name);
            WriteJson(json, child);
            json.WriteEndObject();
        }
    }

    private static string Quote(string text) =>
        "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";

    private static IEnumerable<Shown> Blocks(LoadedConfiguration configuration, bool isEffective) =>
        from schema in ConfigSchema.Blocks
        let node = configuration.Tree.Block(schema.Name)
        where node is { IsValid: true } || (isEffective && !schema.IsOptional && (!schema.HasEntries || schema.BuiltIn.Count > 0))
        select Block(schema, node, configuration, isEffective);

    private static Shown Block(BlockSchema schema, ConfigNode? node, LoadedConfiguration configuration, bool isEffective)
    {
        if (!schema.HasEntries)
        {
            return new Shown(schema.Name, false, Settings(schema, node, configuration, isEffective, null, ""), Inner(schema, node, configuration, isEffective, null, ""));
        }

        var entries = node?.Entries.Where(entry => entry.IsValid).Select(entry => (entry.Name, Node: (ConfigNode?)entry)) ?? [];
        if (isEffective)
        {
            entries = entries.Concat(schema.BuiltIn.Keys.Where(name => node?.Entry(name) is null).Select(name => (name, (ConfigNode?)null)));
        }

        return new Shown(schema.Name, false, [], [.. entries.Select(entry =>
        {
            var builtIn = schema.BuiltIn.GetValueOrDefault(entry.Name);
            return new Shown(
                entry.Name,
                true,
                Settings(schema, entry.Node, configuration, isEffective, builtIn, ""),
                Inner(schema, entry.Node, configuration, isEffective, builtIn, ""));
        })]);
    }

    private static List<Shown> Inner(
        BlockSchema schema, ConfigNode? node, LoadedConfiguration configuration, bool isEffective, IReadOnlyDictionary<string, string>? builtIn, string path) =>
    [
        .. from inner in schema.Blocks
           let child = node?.Block(inner.Name)
           where child is { IsValid: true } || (isEffective && !inner.IsOptional)
           let innerPath = path + inner.Name + " "
           select new Shown(
               inner.Name,
               false,
               Settings(inner, child, configuration, isEffective, builtIn, innerPath),
               Inner(inner, child, configuration, isEffective, builtIn, innerPath)),
    ];

    private static List<(string Keyword, IReadOnlyList<string> Values, bool IsQuoted)> Settings(
        BlockSchema schema, ConfigNode? node, LoadedConfiguration configuration, bool isEffective, IReadOnlyDictionary<string, string>? builtIn, string path)
    {
        var settings = new List<(string, IReadOnlyList<string>, bool)>();
        foreach (var option in schema.Options)
        {
            var isQuoted = option.Kind is not (OptionKind.Choice or OptionKind.Number or OptionKind.Address or OptionKind.Network or OptionKind.PortRange);
            if (node?.Setting(option.Keyword) is { IsValid: true, Values.Count: > 0 } setting)
            {
                settings.Add((option.Keyword, [.. setting.Values.Select(word => Shown.Masked(option, word.Text) ? Mask : word.Text)], isQuoted));
            }
            else if (isEffective && (builtIn?.GetValueOrDefault(path + option.Keyword) ?? option.DefaultFrom?.Invoke(configuration.Options, node!.Name) ?? option.Default) is { } value)
            {
                settings.Add((option.Keyword, [value], isQuoted));
            }
        }

        return settings;
    }

    /// <summary>One block or entry as it will be written.</summary>
    private sealed record Shown(
        string Name, bool IsEntry, IReadOnlyList<(string Keyword, IReadOnlyList<string> Values, bool IsQuoted)> Settings, IReadOnlyList<Shown> Children)
    {
        public static bool Masked(OptionSchema option, string value) => option.Secrecy switch
        {
            OptionSecrecy.Always => true,
            OptionSecrecy.WhenPem => value.TrimStart().StartsWith("-----BEGIN", StringComparison.Ordinal),
            _ => false,
        };
    }
}
