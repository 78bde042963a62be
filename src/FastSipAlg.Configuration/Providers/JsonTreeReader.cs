// SPDX-License-Identifier: MIT

using System.Buffers;
using System.Text;
using System.Text.Json;
using FastSipAlg.Configuration.Problems;
using FastSipAlg.Configuration.Schema;
using FastSipAlg.Configuration.Syntax;

namespace FastSipAlg.Configuration.Providers;

/// <summary>The same tree from JSON: every word of a block's name is a level, an entry's name is a property, a list is an array.</summary>
internal ref struct JsonTreeReader
{
    private readonly string _file;
    private readonly ReadOnlySpan<byte> _json;
    private readonly ProblemCollection _problems;
    private Utf8JsonReader _reader;

    private JsonTreeReader(string file, ReadOnlySpan<byte> json, ProblemCollection problems)
    {
        _file = file;
        _json = json;
        _problems = problems;
        _reader = new Utf8JsonReader(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
    }

    /// <summary>Never throws for what the text says; broken JSON is one problem with its place.</summary>
    public static ConfigNode Read(string file, ReadOnlySpan<byte> json, ProblemCollection problems)
    {
        var root = new ConfigNode(ConfigNodeKind.Root, "", new SourcePlace(file, 1, 1));
        var reader = new JsonTreeReader(file, json, problems);
        try
        {
            reader._reader.Read();
            if (reader._reader.TokenType == JsonTokenType.StartObject)
            {
                reader.Words(root, "");
                // Only white space and comments may follow; anything else throws.
                reader._reader.Read();
            }
            else
            {
                problems.Error(reader.Place, "configuration", "the configuration is a JSON object");
            }
        }
        catch (JsonException e)
        {
            problems.Error(new SourcePlace(file, (int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1), "configuration", "this is not JSON: " + e.Message.Split(" LineNumber:")[0]);
        }

        catch (InvalidOperationException)
        {
            // What GetString throws for an escape that is one half of a surrogate pair.
            problems.Error(reader.Place, "configuration", "a JSON string has half a character in it: a \\u escape without its twin");
        }

        return root;
    }

    private readonly SourcePlace Place
    {
        get
        {
            var before = _json[..(int)_reader.TokenStartIndex];
            var lineStart = before.LastIndexOf((byte)'\n') + 1;
            return new SourcePlace(_file, before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[lineStart..]) + 1);
        }
    }

    // Words of a block's name, one a level: { "voip": { "profile": { … } } }.
    private void Words(ConfigNode root, string words)
    {
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            var place = Place;
            var name = (words + " " + _reader.GetString()).Trim().ToLowerInvariant();
            _reader.Read();
            if (ConfigSchema.Root.FindBlock(name) is { } block && IsObject())
            {
                Block(root.FindOrAdd(ConfigNodeKind.Block, block.Name, place), block);
            }
            else if (ConfigSchema.Blocks.Any(known => known.Name.StartsWith(name + " ", StringComparison.Ordinal)) && IsObject())
            {
                Words(root, name);
            }
            else
            {
                _problems.Error(place, name, $"unknown block{NearestWord.Hint(name, [.. ConfigSchema.Blocks.Select(known => known.Name)])}");
                _reader.Skip();
            }
        }
    }

    private void Block(ConfigNode node, BlockSchema schema)
    {
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            var place = Place;
            var name = _reader.GetString()!;
            _reader.Read();
            if (schema.HasEntries && node.Kind == ConfigNodeKind.Block)
            {
                if (name.Length > 0 && IsObject())
                {
                    Block(node.FindOrAdd(ConfigNodeKind.Entry, name, place), schema);
                }
                else
                {
                    _problems.Error(place, node.Path, $"an entry of `{schema.Name}` is a JSON object with a name");
                    _reader.Skip();
                }
            }
            else if (IsObject())
            {
                var block = node.FindOrAdd(ConfigNodeKind.Block, name.ToLowerInvariant(), place);
                Block(block, schema.FindBlock(name) ?? schema);
            }
            else
            {
                if (node.Setting(name) is { } earlier)
                {
                    _problems.Warning(place, earlier.Path, $"written before on line {earlier.Place.Line}: this one counts");
                    earlier.Place = place;
                }

                var setting = node.FindOrAdd(ConfigNodeKind.Setting, name.ToLowerInvariant(), place);
                setting.Values = Values(setting);
            }
        }
    }

    private List<ConfigWord> Values(ConfigNode setting)
    {
        var values = new List<ConfigWord>();
        if (_reader.TokenType != JsonTokenType.StartArray)
        {
            Value(setting, values);
            return values;
        }

        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            Value(setting, values);
        }

        return values;
    }

    private void Value(ConfigNode setting, List<ConfigWord> values)
    {
        switch (_reader.TokenType)
        {
            case JsonTokenType.String:
                values.Add(new ConfigWord(Printable(_reader.GetString()!, setting), Place));
                break;
            case JsonTokenType.Number:
                values.Add(new ConfigWord(Encoding.UTF8.GetString(_reader.HasValueSequence ? _reader.ValueSequence.ToArray() : _reader.ValueSpan), Place));
                break;
            default:
                _problems.Error(Place, setting.Path, "a value is a JSON string or a number");
                _reader.Skip();
                break;
        }
    }

    // As in the text: line ends and tabs are the only control characters of a value.
    private readonly string Printable(string text, ConfigNode setting)
    {
        text = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        if (text.FirstOrDefault(c => char.IsControl(c) && c is not ('\n' or '\t'), 'x') is var odd && !char.IsControl(odd))
        {
            return text;
        }

        _problems.Error(Place, setting.Path, $"the control character U+{(int)odd:X4} has no place in a configuration");
        return string.Concat(text.Where(c => !char.IsControl(c)));
    }

    private readonly bool IsObject() => _reader.TokenType == JsonTokenType.StartObject;
}
