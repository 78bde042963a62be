// SPDX-License-Identifier: MIT

using System.Runtime.CompilerServices;

namespace FastSipAlg.Sip.Grammar;

/// <summary>
/// Hot path: tells a SIP start line from anything else, no more. White space too much, odd URIs and other versions
/// still frame the same way; judging them is the inspection's work.
/// </summary>
internal static class StartLineShape
{
    /// <summary>
    /// Request-Line = Method SP Request-URI SP SIP-Version   RFC 3261 §7.1.
    /// <paramref name="line"/> has no CRLF and begins with a token of <paramref name="methodLength"/> octets and a SP.
    /// </summary>
    public static bool IsRequestLine(ReadOnlySpan<byte> line, int methodLength)
    {
        var versionSpace = line.Length - " SIP/2.0".Length;
        return versionSpace > methodLength + 1 && line[methodLength + 1] != SipOctets.Space && line.EndsWith(" SIP/2.0"u8)
            || IsOddRequestLine(line, methodLength);
    }

    /// <summary>
    /// Status-Line = SIP-Version SP Status-Code SP Reason-Phrase   RFC 3261 §7.2; the last SP may lack when there is no phrase.
    /// The code, 100 to 999, or 0 when <paramref name="line"/> (without CRLF) is no status line.
    /// </summary>
    public static int ReadStatusCode(ReadOnlySpan<byte> line)
    {
        var rest = line.StartsWith("SIP/2.0 "u8) ? line["SIP/2.0 ".Length..] : AfterOddVersion(line);
        if (rest.Length < 3 || (rest.Length > 3 && rest[3] != SipOctets.Space))
        {
            return 0;
        }

        if (rest[0] is < (byte)'1' or > (byte)'9' || !SipOctets.IsDigit(rest[1]) || !SipOctets.IsDigit(rest[2]))
        {
            return 0;
        }

        return (rest[0] - '0') * 100 + (rest[1] - '0') * 10 + (rest[2] - '0');
    }

    /// <summary>Octets of the method that <paramref name="line"/> (without CRLF) asks for; 0 when it is no request line.</summary>
    public static int ReadMethodLength(ReadOnlySpan<byte> line)
    {
        var length = SipOctets.TokenLength(line);
        return length > 0 && length < line.Length && line[length] == SipOctets.Space && IsRequestLine(line, length) ? length : 0;
    }

    /// <summary>What stands between method and version of a request line, without white space around it.</summary>
    public static ReadOnlySpan<byte> RequestUri(ReadOnlySpan<byte> line)
    {
        line = SipOctets.TrimWhiteSpace(line);
        var start = SipOctets.TokenLength(line);
        var end = line.LastIndexOfAny(SipOctets.Space, SipOctets.Tab);
        return end <= start ? [] : SipOctets.TrimWhiteSpace(line[start..end]);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsOddRequestLine(ReadOnlySpan<byte> line, int methodLength)
    {
        var trimmed = SipOctets.TrimWhiteSpace(line);
        var space = trimmed.LastIndexOfAny(SipOctets.Space, SipOctets.Tab);
        return space > methodLength
            && VersionLength(trimmed[(space + 1)..]) == trimmed.Length - space - 1
            && SipOctets.TrimWhiteSpace(trimmed[(methodLength + 1)..space]).Length > 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ReadOnlySpan<byte> AfterOddVersion(ReadOnlySpan<byte> line)
    {
        var length = VersionLength(line);
        return length > 0 && length < line.Length && line[length] == SipOctets.Space ? line[(length + 1)..] : [];
    }

    // SIP-Version = "SIP" "/" 1*DIGIT "." 1*DIGIT   RFC 3261 §25.1; literal strings there are case-insensitive
    private static int VersionLength(ReadOnlySpan<byte> octets)
    {
        if (octets.Length < 4 || !System.Text.Ascii.EqualsIgnoreCase(octets[..4], "SIP/"u8))
        {
            return 0;
        }

        var major = DigitsLength(octets[4..]);
        var dot = 4 + major;
        if (major == 0 || dot == octets.Length || octets[dot] != '.')
        {
            return 0;
        }

        var minor = DigitsLength(octets[(dot + 1)..]);
        return minor == 0 ? 0 : dot + 1 + minor;
    }

    private static int DigitsLength(ReadOnlySpan<byte> octets)
    {
        var length = octets.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return length < 0 ? octets.Length : length;
    }
}
