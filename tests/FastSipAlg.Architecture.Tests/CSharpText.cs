// SPDX-License-Identifier: MIT

namespace FastSipAlg.Architecture.Tests;

/// <summary>Just enough C# lexing to tell code from comments and literals. Code inside the holes of an interpolated string is lost with the string.</summary>
internal static class CSharpText
{
    /// <summary>Replaces comments and the insides of string and character literals by blanks; line breaks and offsets stay.</summary>
    public static string WithoutCommentsAndLiterals(string text)
    {
        var code = text.ToCharArray();
        var at = 0;
        while (at < text.Length)
        {
            var end = EndOfBlank(text, at);
            if (end > at)
            {
                Blank(code, at, end);
                at = end;
            }
            else
            {
                at++;
            }
        }

        return new string(code);
    }

    /// <summary>Where the comment or literal that begins at <paramref name="at"/> ends; <paramref name="at"/> itself when none begins there.</summary>
    private static int EndOfBlank(string text, int at)
    {
        var rest = text.AsSpan(at);
        if (rest.StartsWith("//"))
        {
            return EndAfter(text, at, "\n", keep: 1);
        }

        if (rest.StartsWith("/*"))
        {
            return EndAfter(text, at + 2, "*/");
        }

        if (rest[0] == '\'')
        {
            return EndOfEscaped(text, at + 1, '\'');
        }

        if (rest[0] != '"')
        {
            return at;
        }

        var quotes = rest.IndexOfAnyExcept('"') is var count and >= 0 ? count : rest.Length;
        if (quotes >= 3)
        {
            return EndAfter(text, at + quotes, new string('"', quotes));
        }

        var isVerbatim = at > 0 && (text[at - 1] == '@' || (at > 1 && text[at - 1] == '$' && text[at - 2] == '@'));
        return isVerbatim ? EndOfVerbatim(text, at + 1) : EndOfEscaped(text, at + 1, '"');
    }

    private static int EndAfter(string text, int from, string terminator, int keep = 0)
    {
        var found = text.IndexOf(terminator, from, StringComparison.Ordinal);
        return found < 0 ? text.Length : found + terminator.Length - keep;
    }

    private static int EndOfEscaped(string text, int at, char quote)
    {
        while (at < text.Length && text[at] != quote && text[at] != '\n')
        {
            at += text[at] == '\\' ? 2 : 1;
        }

        return Math.Min(at + 1, text.Length);
    }

    private static int EndOfVerbatim(string text, int at)
    {
        while (at < text.Length && (text[at] != '"' || (at + 1 < text.Length && text[at + 1] == '"')))
        {
            at += text[at] == '"' ? 2 : 1;
        }

        return Math.Min(at + 1, text.Length);
    }

    private static void Blank(char[] code, int from, int to)
    {
        for (var at = from; at < to; at++)
        {
            if (code[at] != '\n')
            {
                code[at] = ' ';
            }
        }
    }
}
