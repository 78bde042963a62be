// SPDX-License-Identifier: MIT

using System.Text;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Inspection.Reports;

/// <summary>Lines whose values never reach a log: credentials, signed identities, and the keys of media.</summary>
public static class SecretLine
{
    public const string Mask = "***";

    // Also where such a name stands inside another line, behind a bare CR for instance: everything behind it is masked.
    private static readonly byte[][] Words =
    [
        "authorization"u8.ToArray(), "crypto:"u8.ToArray(), "inline:"u8.ToArray(), "key-mgmt:"u8.ToArray(), "ice-pwd:"u8.ToArray(),
    ];

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
        var name = message[fieldStart..(lineStart + line.Length)];
        var nameLength = name.IndexOfAny(" \t:\r\n"u8);
        if (nameLength > 0 && IsSecret(SipHeaderNames.Find(name[..nameLength])))
        {
            shown = Math.Min(shown, fieldStart == lineStart ? AfterColon(line) : 0);
        }

        foreach (var word in Words)
        {
            var at = IndexOfIgnoringCase(line[..shown], word);
            shown = at < 0 ? shown : at + word.Length;
        }

        return shown;
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

    private static int IndexOfIgnoringCase(ReadOnlySpan<byte> octets, ReadOnlySpan<byte> word)
    {
        for (var index = 0; index <= octets.Length - word.Length; index++)
        {
            if (Ascii.EqualsIgnoreCase(octets.Slice(index, word.Length), word))
            {
                return index;
            }
        }

        return -1;
    }
}
