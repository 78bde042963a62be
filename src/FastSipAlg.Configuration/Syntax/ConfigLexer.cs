// SPDX-License-Identifier: MIT

using System.Text;
using FastSipAlg.Configuration.Problems;

namespace FastSipAlg.Configuration.Syntax;

/// <summary>
/// Cuts the text into commands: the words of one line each. A quoted word may run over several lines. Knows no keyword.
/// <code>
/// text    = *( [ command ] [ comment ] newline )
/// command = word *( blank word )
/// word    = 1*( plain / straight / curly )
/// straight = %x22 *( escape / any but %x22 and backslash ) %x22
/// curly   = ( “ / ” / „ ) *( escape / any ) ( ” / “ / %x22 )    ; handbooks print them, and not always in pairs
/// escape  = backslash ( quote / backslash )                     ; before anything else a backslash is itself
/// comment = "#" *any                                            ; where a word could begin
/// </code>
/// </summary>
internal sealed class ConfigLexer
{
    private readonly string _file;
    private readonly string _text;
    private readonly ProblemCollection _problems;
    private int _position;
    private int _line = 1;
    private int _lineStart;

    public ConfigLexer(string file, string text, ProblemCollection problems)
    {
        _file = file;
        // One kind of line end from here on, in quoted values too. A byte order mark is no character of the text.
        _text = text.TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        _problems = problems;
    }

    /// <summary>Where the lexer stands; after the last command, the end of the text.</summary>
    public SourcePlace Place => new(_file, _line, _position - _lineStart + 1);

    /// <summary>The words of the next line that has any; null at the end of the text.</summary>
    public List<ConfigWord>? NextCommand()
    {
        var words = new List<ConfigWord>();
        while (_position < _text.Length)
        {
            var c = _text[_position];
            if (c == '\n')
            {
                NewLine();
                if (words.Count > 0)
                {
                    return words;
                }
            }
            else if (char.IsWhiteSpace(c))
            {
                _position++;
            }
            else if (c == '#')
            {
                var end = _text.IndexOf('\n', _position);
                _position = end < 0 ? _text.Length : end;
            }
            else
            {
                words.Add(Word());
            }
        }

        return words.Count > 0 ? words : null;
    }

    private ConfigWord Word()
    {
        var place = Place;
        var word = new StringBuilder();
        while (_position < _text.Length)
        {
            var c = _text[_position];
            if (char.IsWhiteSpace(c))
            {
                break;
            }

            if (c == '"' || IsCurly(c))
            {
                Quoted(word);
            }
            else
            {
                Append(word, c);
            }
        }

        return new ConfigWord(word.ToString(), place);
    }

    private void Quoted(StringBuilder word)
    {
        var opening = Place;
        var isStraight = _text[_position] == '"';
        _position++;
        while (_position < _text.Length)
        {
            var c = _text[_position];
            if (c == '"' || (!isStraight && IsCurly(c)))
            {
                _position++;
                return;
            }

            if (c == '\\' && _position + 1 < _text.Length && _text[_position + 1] is var next && (next is '"' or '\\' || IsCurly(next)))
            {
                word.Append(next);
                _position += 2;
            }
            else if (c == '\n')
            {
                word.Append(c);
                NewLine();
            }
            else
            {
                Append(word, c);
            }
        }

        var mixed = isStraight && LineOf(opening).AsSpan().IndexOfAny('“', '”') >= 0;
        _problems.Error(opening, "configuration", mixed
            ? "this quote is never closed: a straight quote closes only with a straight one"
            : "this quote is never closed");
    }

    private void Append(StringBuilder word, char c)
    {
        if (char.IsControl(c) && c != '\t')
        {
            _problems.Error(Place, "configuration", $"the control character U+{(int)c:X4} has no place in a configuration");
        }
        else
        {
            word.Append(c);
        }

        _position++;
    }

    private void NewLine()
    {
        _position++;
        _line++;
        _lineStart = _position;
    }

    private string LineOf(SourcePlace place)
    {
        var lines = _text.Split('\n');
        return lines[place.Line - 1];
    }

    private static bool IsCurly(char c) => c is '“' or '”' or '„';
}
