// SPDX-License-Identifier: MIT

using System.Buffers;
using System.Text;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Inspection.Reports;

/// <summary>What never reaches a log: credentials, signed identities, the keys of media, and passwords in URIs.</summary>
public static class SecretLine
{
    public const string Mask = "***";

    // Also where such a name stands inside another line, behind a bare CR for instance: everything behind it is masked.
    private static readonly string[] Words = ["authorization", "crypto:", "inline:", "key-mgmt:", "ice-pwd:"];

    private static readonly SearchValues<string> AnyWord = SearchValues.Create(Words, StringComparison.OrdinalIgnoreCase);

    // Behind them a user begins, if there is one: of a SIP URI, and of any that names its host so   RFC 3986 §3.2
    private static readonly string[] UserMarks = ["sip:", "sips:", "://"];

    private static readonly SearchValues<string> AnyUserMark = SearchValues.Create(UserMarks, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Octets of the line at <paramref name="lineStart"/> that may be shown; all of <paramref name="line"/> when nothing is secret.
    /// A line that continues a secret header field is secret as a whole.
    /// </summary>
    public static int ShownLength(ReadOnlySpan<byte> message, int lineStart, ReadOnlySpan<byte> line)
    {
        var shown = line.Length;
        if (line.StartsWith("k="u8) || line.StartsWith("K="u8))
        {
            shown = 2;
        }

        var fieldStart = FieldStart(message, lineStart);
        var field = message[fieldStart..(lineStart + line.Length)];
        var nameLength = field.IndexOfAny(" \t:\r\n"u8);
        if (nameLength > 0 && IsSecret(SipHeaderNames.Find(field[..nameLength])))
        {
            shown = Math.Min(shown, fieldStart == lineStart ? AfterColon(line) : 0);
        }

        shown = Math.Min(shown, AfterWord(line[..shown], AnyWord, Words));
        return Math.Min(shown, Math.Max(0, fieldStart + LengthBeforePassword(field) - lineStart));
    }

    /// <summary>
    /// Octets before the first password of a URI; all of them when there is none. Whatever stands between the colon behind a user and the last "@" of its URI is
    /// taken for one, whether a password may hold it or not; a list of URIs without angle brackets is one URI for this.
    /// </summary>
    public static int LengthBeforePassword(ReadOnlySpan<byte> octets)
    {
        // SIP-URI = "sip:" [ user [ ":" password ] "@" ] hostport …   RFC 3261 §25.1
        var end = 0;
        for (var start = 0; start < octets.Length; start = end + 1)
        {
            var bracket = octets[start..].IndexOfAny((byte)'<', (byte)'>');
            end = bracket < 0 ? octets.Length : start + bracket;
            var before = octets[start..(start + octets[start..end].LastIndexOf((byte)'@') + 1)];
            var user = AfterWord(before, AnyUserMark, UserMarks);
            var colon = before[user..].IndexOf((byte)':');
            if (colon >= 0)
            {
                return start + user + colon + 1;
            }
        }

        return octets.Length;
    }

    /// <summary>The whole value is secret.</summary>
    public static bool IsSecret(SipHeaderId header) => header is SipHeaderId.Authorization or SipHeaderId.ProxyAuthorization
        or SipHeaderId.AuthenticationInfo or SipHeaderId.Identity;

    private static int AfterColon(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        return colon < 0 ? line.Length : colon + 1;
    }

    // A line that begins with white space continues the one before it   RFC 3261 §7.3.1
    private static int FieldStart(ReadOnlySpan<byte> message, int lineStart)
    {
        while (lineStart > 0 && lineStart < message.Length && message[lineStart] is (byte)' ' or (byte)'\t')
        {
            lineStart = message[..(lineStart - 1)].LastIndexOf((byte)'\n') + 1;
        }

        return lineStart;
    }

    // What is searched for many words at once are characters; each octet is one. A line may be as long as a header section: they are rented.
    private static int AfterWord(ReadOnlySpan<byte> octets, SearchValues<string> any, string[] words)
    {
        var rented = ArrayPool<char>.Shared.Rent(octets.Length);
        try
        {
            ReadOnlySpan<char> text = rented.AsSpan(0, Encoding.Latin1.GetChars(octets, rented));
            var at = text.IndexOfAny(any);
            return at < 0 ? octets.Length : at + LengthOfWord(text[at..], words);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    private static int LengthOfWord(ReadOnlySpan<char> text, string[] words)
    {
        foreach (var word in words)
        {
            if (text.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                return word.Length;
            }
        }

        return 0;
    }
}
