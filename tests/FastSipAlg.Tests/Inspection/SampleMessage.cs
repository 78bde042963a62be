// SPDX-License-Identifier: MIT

using System.Globalization;

namespace FastSipAlg.Tests.Inspection;

/// <summary>A well-formed message as text, made wrong one line at a time.</summary>
internal static class SampleMessage
{
    public const string Sdp = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n";

    public static string Request(string method = "OPTIONS", string body = "", params string[] more) =>
        $"{method} sip:bob@example.com SIP/2.0\r\n"
        + "Via: SIP/2.0/TLS 192.0.2.1:5061;branch=z9hG4bKnashds8\r\n"
        + "Max-Forwards: 70\r\n"
        + "From: <sip:alice@example.com>;tag=1928301774\r\n"
        + "To: <sip:bob@example.com>\r\n"
        + "Call-ID: a84b4c76e66710@192.0.2.1\r\n"
        + $"CSeq: 314159 {method}\r\n"
        + "Contact: <sip:alice@192.0.2.1;transport=tls>\r\n"
        + Rest(body, more);

    public static string Response(int statusCode, string method = "OPTIONS", string body = "", params string[] more) =>
        string.Create(CultureInfo.InvariantCulture, $"SIP/2.0 {statusCode} OK\r\n")
        + "Via: SIP/2.0/TLS 192.0.2.1:5061;branch=z9hG4bKnashds8\r\n"
        + "From: <sip:alice@example.com>;tag=1928301774\r\n"
        + "To: <sip:bob@example.com>;tag=a6c85cf\r\n"
        + "Call-ID: a84b4c76e66710@192.0.2.1\r\n"
        + $"CSeq: 314159 {method}\r\n"
        + "Contact: <sip:bob@192.0.2.4;transport=tls>\r\n"
        + Rest(body, more);

    /// <summary>Without the lines of this header.</summary>
    public static string Without(this string message, string name)
    {
        var start = message.IndexOf($"\r\n{name}:", StringComparison.Ordinal);
        return message.Remove(start, message.IndexOf("\r\n", start + 2, StringComparison.Ordinal) - start);
    }

    /// <summary>With another line in the place of this header's.</summary>
    public static string With(this string message, string name, string line)
    {
        var start = message.IndexOf($"\r\n{name}:", StringComparison.Ordinal);
        return message.Without(name).Insert(start, "\r\n" + line);
    }

    private static string Rest(string body, string[] more) => string.Concat(more.Select(line => line + "\r\n"))
        + (body.Length > 0 ? "Content-Type: application/sdp\r\n" : "")
        + string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n\r\n{body}");
}
