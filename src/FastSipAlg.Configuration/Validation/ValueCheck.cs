// SPDX-License-Identifier: MIT

using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using FastSipAlg.Configuration.Problems;
using FastSipAlg.Configuration.Schema;

namespace FastSipAlg.Configuration.Validation;

/// <summary>Is this word a value of that option? Gives it back as the schema spells it, or says in one sentence why not.</summary>
internal static class ValueCheck
{
    public static bool TryAccept(OptionSchema option, string word, string baseDirectory, out string accepted, out string sentence)
    {
        accepted = word;
        sentence = option.Kind switch
        {
            OptionKind.Choice => Choice(option, word, out accepted),
            OptionKind.Number => Number(option, word),
            OptionKind.Address => IsAddress(word) ? "" : $"`{word}` is no IP address",
            OptionKind.Network => IsAddress(word) || IPNetwork.TryParse(word, out _) ? "" : $"`{word}` is neither an IP address nor a network such as 192.0.2.0/24",
            OptionKind.HostAndPort => HostAndPort(word),
            OptionKind.HostName => IsHost(word) ? "" : $"`{word}` is no host name",
            OptionKind.PortRange => PortRange(word),
            OptionKind.File => File(word, baseDirectory),
            OptionKind.FileOrPem when !word.TrimStart().StartsWith("-----BEGIN", StringComparison.Ordinal) => File(word, baseDirectory),
            OptionKind.Directory => System.IO.File.Exists(System.IO.Path.GetFullPath(word, baseDirectory)) ? $"`{word}` is a file, not a directory" : "",
            OptionKind.WrittenFile => WrittenFile(System.IO.Path.GetFullPath(word, baseDirectory)),
            OptionKind.Token => IsToken(word) ? "" : $"`{word}` is no token: letters, digits and any of -.!%*_+`'~ only",
            OptionKind.Text or OptionKind.Reference or OptionKind.Regex when word.Length > option.MaximumLength =>
                $"is {word.Length} characters long, {option.MaximumLength} is the most",
            OptionKind.Regex => Expression(word),
            _ => "",
        };
        if (sentence.Length == 0 && option.Errors.TryGetValue(accepted, out var refused))
        {
            sentence = $"`{accepted}` {refused}";
        }

        return sentence.Length == 0;
    }

    private static string Choice(OptionSchema option, string word, out string accepted)
    {
        accepted = option.Choices.FirstOrDefault(choice => choice.Equals(word, StringComparison.OrdinalIgnoreCase)) ?? word;
        return option.Choices.Contains(accepted) ? "" : $"`{word}` is no choice{NearestWord.Hint(word, option.Choices)}";
    }

    private static string Number(OptionSchema option, string word) =>
        long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= option.Minimum && number <= option.Maximum
            ? ""
            : $"`{word}` is no number from {option.Minimum} to {option.Maximum}";

    // "1.2" is an address to IPAddress; not to whoever wrote it.
    private static bool IsAddress(string word) =>
        IPAddress.TryParse(word, out _) && (word.Contains(':', StringComparison.Ordinal) || word.Count(c => c == '.') == 3);

    private static string HostAndPort(string word)
    {
        if (IsAddress(word.Trim('[', ']')) && !word.Contains("]:", StringComparison.Ordinal))
        {
            return "";
        }

        var colon = word.LastIndexOf(':');
        var host = colon < 0 ? word : word[..colon];
        if (colon >= 0 && !IsPort(word[(colon + 1)..]))
        {
            return $"`{word[(colon + 1)..]}` is no port from 1 to 65535";
        }

        var isBracketed = host.StartsWith('[') && host.EndsWith(']');
        return (isBracketed && IsAddress(host[1..^1])) || IsHost(host)
            ? ""
            : $"`{word}` is neither HOST, HOST:PORT nor [IPv6]:PORT";
    }

    // RFC 1123 §2.1: letters, digits and hyphens in labels of up to 63, 253 in all; underscores occur inside networks.
    private static bool IsHost(string word) =>
        word.Length is > 0 and <= 253
        && (IsAddress(word) || word.TrimEnd('.').Split('.').All(label =>
            label.Length is > 0 and <= 63 && !label.StartsWith('-') && !label.EndsWith('-') && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')));

    // token = 1*(alphanum / "-" / "." / "!" / "%" / "*" / "_" / "+" / "`" / "'" / "~")   RFC 3261 §25.1
    private static bool IsToken(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "-.!%*_+`'~".Contains(c, StringComparison.Ordinal));

    // Peers choose what is matched, so the time must not depend on them more than linearly.
    private static string Expression(string word)
    {
        try
        {
            _ = new Regex(word, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return "";
        }
        catch (RegexParseException e)
        {
            return $"is no regular expression: {e.Message[(e.Message.IndexOf(". ", StringComparison.Ordinal) + 2)..].TrimEnd('.')} (at character {e.Offset})";
        }
        catch (NotSupportedException)
        {
            return "cannot be matched in linear time: write it without look-around, backreferences, atomic groups, conditions and large repetitions";
        }
    }

    private static bool IsPort(string word) =>
        ushort.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0;

    private static string PortRange(string word)
    {
        var ends = word.Split('-');
        return ends.Length == 2 && IsPort(ends[0]) && IsPort(ends[1]) && ushort.Parse(ends[0], CultureInfo.InvariantCulture) <= ushort.Parse(ends[1], CultureInfo.InvariantCulture)
            ? ""
            : $"`{word}` is no range of ports such as 5117-65533";
    }

    private static string WrittenFile(string path) => System.IO.Path.GetDirectoryName(path) is var directory && System.IO.Directory.Exists(path)
        ? $"{path} is a directory, not a file"
        : System.IO.Directory.Exists(directory) ? "" : $"there is no directory {directory}";

    private static string File(string word, string baseDirectory)
    {
        var path = System.IO.Path.GetFullPath(word, baseDirectory);
        return System.IO.File.Exists(path) ? "" : $"there is no file {path}";
    }
}
