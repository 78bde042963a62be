// SPDX-License-Identifier: MIT

using System.Buffers.Text;
using System.Text;

namespace FastSipAlg.LoadGenerator.Messages;

/// <summary>What a response turned out to be.</summary>
internal enum ResponseVerdict
{
    /// <summary>Not whole yet.</summary>
    Incomplete,

    /// <summary>The expected octets.</summary>
    Identical,

    /// <summary>200 with the right Call-ID and CSeq, but other octets: a relay that edits.</summary>
    Edited,

    /// <summary>The right request's, and 503.</summary>
    Unavailable,

    /// <summary>The right request's, and another refusal.</summary>
    Refused,

    /// <summary>Another request's, or unreadable.</summary>
    Wrong,
}

/// <summary>Says whether the response at the front of a buffer belongs to the request that is next in order.</summary>
internal static class ResponseCheck
{
    private static ReadOnlySpan<byte> Unavailable => "SIP/2.0 503 "u8;

    public static ResponseVerdict Check(RequestTemplate template, int number, ReadOnlySpan<byte> input, out int length)
    {
        length = template.ResponseLength;
        if (input.Length >= length && template.IsResponse(number, input[..length]))
        {
            return ResponseVerdict.Identical;
        }

        return CheckSlow(number, input, out length);
    }

    /// <summary>The request that a whole 503 at the front of <paramref name="response"/> answers; -1: it is none. A relay's own may overtake what the SIP server answers.</summary>
    public static int NumberOfUnavailable(ReadOnlySpan<byte> response) =>
        response.StartsWith(Unavailable) && Utf8Parser.TryParse(Field(response, "\r\nCSeq: "u8), out int sequence, out _) ? sequence - RequestTemplate.FirstSequence : -1;

    /// <summary>Seconds after which the phone may ask again; 0: it may at once.</summary>
    public static int RetryAfter(ReadOnlySpan<byte> response) => Utf8Parser.TryParse(Field(response, "\r\nRetry-After: "u8), out int seconds, out _) ? seconds : 0;

    // Not the expected octets, or not all of them: take it apart.
    private static ResponseVerdict CheckSlow(int number, ReadOnlySpan<byte> input, out int length)
    {
        length = 0;
        var header = input.IndexOf("\r\n\r\n"u8);
        if (header < 0)
        {
            return ResponseVerdict.Incomplete;
        }

        header += 4;
        if (!Utf8Parser.TryParse(Field(input[..header], "\r\nContent-Length: "u8), out int body, out _) || body < 0)
        {
            return ResponseVerdict.Wrong;
        }

        if (input.Length < header + body)
        {
            return ResponseVerdict.Incomplete;
        }

        length = header + body;
        var digits = Encoding.ASCII.GetBytes((RequestTemplate.FirstSequence + number).ToString(System.Globalization.CultureInfo.InvariantCulture));
        var isOurs = Field(input[..header], "\r\nCall-ID: "u8).IndexOf(digits) > 0 && Field(input[..header], "\r\nCSeq: "u8).StartsWith(digits);
        return !isOurs ? ResponseVerdict.Wrong
            : input.StartsWith("SIP/2.0 200 "u8) ? ResponseVerdict.Edited
            : input.StartsWith(Unavailable) ? ResponseVerdict.Unavailable
            : ResponseVerdict.Refused;
    }

    private static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> header, ReadOnlySpan<byte> name)
    {
        var at = header.IndexOf(name);
        if (at < 0)
        {
            return default;
        }

        var value = header[(at + name.Length)..];
        return value[..value.IndexOf((byte)'\r')];
    }
}
