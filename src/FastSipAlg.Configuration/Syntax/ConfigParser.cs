// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration.Problems;

namespace FastSipAlg.Configuration.Syntax;

/// <summary>
/// Builds the tree from the commands. Knows the six verbs and how they nest, no block and no option.
/// <code>
/// config = "config" 1*name newline *( edit / set / unset / config ) "end"
/// edit   = "edit" name newline *( set / unset / config ) ( "next" / "end" )    ; "end" closes the block as well
/// set    = "set" name 1*value
/// unset  = "unset" name
/// </code>
/// After a mistake it goes on with the reading that loses least, so that one forgotten word is one problem.
/// </summary>
internal sealed class ConfigParser
{
    // Deeper than FortiOS ever nests, shallow enough to walk by recursion.
    private const int MaximumDepth = 16;

    private static readonly string[] Verbs = ["config", "edit", "set", "unset", "next", "end"];

    private readonly ConfigLexer _lexer;
    private readonly ProblemCollection _problems;
    private ConfigNode _open;
    private int _depth;

    private ConfigParser(ConfigLexer lexer, ConfigNode root, ProblemCollection problems)
    {
        _lexer = lexer;
        _problems = problems;
        _open = root;
    }

    /// <summary>Never throws, whatever the text; what cannot be read is a problem and stays out of the tree.</summary>
    public static ConfigNode Parse(string file, string text, ProblemCollection problems)
    {
        var root = new ConfigNode(ConfigNodeKind.Root, "", new SourcePlace(file, 1, 1));
        new ConfigParser(new ConfigLexer(file, text, problems), root, problems).Commands();
        return root;
    }

    private void Commands()
    {
        while (_lexer.NextCommand() is { } words)
        {
            Command(words);
        }

        if (_open.Parent is not null)
        {
            _problems.Error(_lexer.Place, _open.Path, $"the text ends while {Open()} open: write {Closers()} at the end");
        }
    }

    private void Command(List<ConfigWord> words)
    {
        switch (words[0].Text.ToLowerInvariant())
        {
            case "config":
                Config(words);
                break;
            case "edit":
                Edit(words);
                break;
            case "set":
                Set(words);
                break;
            case "unset":
                Unset(words);
                break;
            case "next":
                Next(words);
                break;
            case "end":
                End(words);
                break;
            default:
                Error(words[0], $"unknown command `{words[0].Text}`{NearestWord.Hint(words[0].Text, Verbs)}");
                break;
        }
    }

    private void Config(List<ConfigWord> words)
    {
        var name = string.Join(' ', words.Skip(1).Select(word => word.Text.ToLowerInvariant()));
        if (words.Count == 1)
        {
            Error(words[0], "`config` needs the name of a block, as in `config voip profile`");
        }
        else if (words.Skip(1).FirstOrDefault(word => !IsKeyword(word.Text)) is { Text: not null } odd)
        {
            Error(odd, $"`{odd.Text}` is no block's name");
            name = "";
        }

        if (_depth == MaximumDepth)
        {
            Error(words[0], $"blocks are nested more than {MaximumDepth} deep");
            name = "";
        }

        // A block without a usable name is read to its end all the same, but beside the tree.
        Enter(ConfigNodeKind.Block, name, words[0].Place);
    }

    private void Edit(List<ConfigWord> words)
    {
        if (_open.Kind == ConfigNodeKind.Entry)
        {
            Error(words[0], $"`next` is missing before this `edit`: {Describe(_open)} is still open");
            Leave();
        }

        if (_open.Kind == ConfigNodeKind.Root)
        {
            Error(words[0], "`edit` stands outside any block: a `config` line is missing before it");
            return;
        }

        var name = words.Count > 1 ? words[1].Text : "";
        if (words.Count != 2)
        {
            Error(words[0], words.Count == 1
                ? "`edit` needs the name of an entry"
                : "`edit` takes one name: put a name with spaces in quotes");
        }
        else if (name.Length == 0)
        {
            Error(words[1], "an entry's name is empty");
        }

        if (_depth == MaximumDepth)
        {
            Error(words[0], $"blocks are nested more than {MaximumDepth} deep");
            name = "";
        }

        Enter(ConfigNodeKind.Entry, name, words.Count > 1 ? words[1].Place : words[0].Place);
    }

    private void Set(List<ConfigWord> words)
    {
        if (Option(words) is not { } option)
        {
            return;
        }

        if (words.Count == 2)
        {
            Error(words[1], $"`set {option.Text}` needs a value; `unset {option.Text}` brings the default back");
            return;
        }

        var setting = Setting(option);
        setting.Values = words[2..];
    }

    private void Unset(List<ConfigWord> words)
    {
        if (Option(words) is not { } option)
        {
            return;
        }

        if (words.Count > 2)
        {
            Error(words[2], $"`unset {option.Text}` takes no value");
            return;
        }

        var setting = Setting(option);
        setting.Values = [];
    }

    private ConfigWord? Option(List<ConfigWord> words)
    {
        var verb = words[0].Text.ToLowerInvariant();
        if (_open.Kind == ConfigNodeKind.Root)
        {
            Error(words[0], $"`{verb}` stands outside any block: a `config` line is missing before it");
            return null;
        }

        if (words.Count == 1)
        {
            Error(words[0], $"`{verb}` needs the name of an option");
            return null;
        }

        if (!IsKeyword(words[1].Text))
        {
            Error(words[1], $"`{words[1].Text}` is no option's name");
            return null;
        }

        return words[1];
    }

    private ConfigNode Setting(ConfigWord option)
    {
        var keyword = option.Text.ToLowerInvariant();
        if (_open.Setting(keyword) is not { } setting)
        {
            return _open.FindOrAdd(ConfigNodeKind.Setting, keyword, option.Place);
        }

        _problems.Warning(option.Place, setting.Path, $"written before on line {setting.Place.Line}: this one counts");
        setting.Place = option.Place;
        return setting;
    }

    private void Next(List<ConfigWord> words)
    {
        NoMore(words);
        // `next` inside a block of an entry: that block's `end` was forgotten.
        if (_open.Kind == ConfigNodeKind.Block && _open.Parent is { Kind: ConfigNodeKind.Entry })
        {
            Error(words[0], $"`end` is missing before this `next`: {Describe(_open)} is still open");
            Leave();
        }

        if (_open.Kind != ConfigNodeKind.Entry)
        {
            Error(words[0], "`next` closes an `edit`, but none is open");
            return;
        }

        Leave();
    }

    private void End(List<ConfigWord> words)
    {
        NoMore(words);
        if (_open.Kind == ConfigNodeKind.Root)
        {
            Error(words[0], "`end` closes a `config`, but none is open");
            return;
        }

        if (_open.Kind == ConfigNodeKind.Entry)
        {
            Leave();
        }

        Leave();
    }

    private void NoMore(List<ConfigWord> words)
    {
        if (words.Count > 1)
        {
            Error(words[1], $"`{words[0].Text.ToLowerInvariant()}` stands alone on its line");
        }
    }

    private void Enter(ConfigNodeKind kind, string name, SourcePlace place)
    {
        _open = name.Length > 0 ? _open.FindOrAdd(kind, name, place) : Beside(kind, place);
        _depth++;
    }

    private ConfigNode Beside(ConfigNodeKind kind, SourcePlace place) => ConfigNode.Detached(_open, kind, place);

    private void Leave()
    {
        _open = _open.Parent!;
        _depth--;
    }

    private void Error(ConfigWord word, string sentence) => _problems.Error(word.Place, _open.Path, sentence);

    // Innermost first, as they must be closed: `config sip` (line 3), `edit "default"` (line 2) and `config voip profile` (line 1) are
    private string Open()
    {
        var names = new List<string>();
        for (var node = _open; node.Parent is not null; node = node.Parent)
        {
            names.Add(Describe(node));
        }

        return names.Count == 1 ? names[0] + " is" : string.Join(", ", names[..^1]) + " and " + names[^1] + " are";
    }

    private string Closers()
    {
        var closers = new List<string>();
        for (var node = _open; node.Parent is not null; node = node.Parent)
        {
            closers.Add(node.Kind == ConfigNodeKind.Entry ? "`next`" : "`end`");
        }

        return string.Join(", ", closers);
    }

    private static string Describe(ConfigNode node) =>
        node.Kind == ConfigNodeKind.Entry ? $"`edit \"{node.Name}\"` (line {node.Place.Line})" : $"`config {node.Name}` (line {node.Place.Line})";

    private static bool IsKeyword(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
