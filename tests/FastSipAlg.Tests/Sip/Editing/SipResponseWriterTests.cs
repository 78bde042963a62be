// SPDX-License-Identifier: MIT

using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using FastSipAlg.Sip.Editing;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.TestKit;

namespace FastSipAlg.Tests.Sip.Editing;

public sealed class SipResponseWriterTests
{
    private const string Request =
        "INVITE sip:b@example.com SIP/2.0\r\nVia: SIP/2.0/TLS 192.0.2.1;branch=z9hG4bK1\r\nv: SIP/2.0/TLS 192.0.2.2;\r\n branch=z9hG4bK2\r\nMax-Forwards: 70\r\n"
        + "f: <sip:a@example.com>;tag=1\r\nTo: \"x;tag=no\" <sip:b@example.com;tag=no>\r\nCall-ID: 1\r\nCSeq: 7 INVITE\r\nContent-Length: 0\r\n\r\n";

    [Fact]
    public void Request_IsAnsweredWithItsOwnFields()
    {
        var answer = Write(Request)!;

        Assert.Matches(
            "^SIP/2\\.0 400 Bad Thing\r\nVia: SIP/2\\.0/TLS 192\\.0\\.2\\.1;branch=z9hG4bK1\r\nv: SIP/2\\.0/TLS 192\\.0\\.2\\.2;\r\n branch=z9hG4bK2\r\n"
            + "f: <sip:a@example\\.com>;tag=1\r\nTo: \"x;tag=no\" <sip:b@example\\.com;tag=no>;tag=[0-9a-f]{8,}\r\nCall-ID: 1\r\nCSeq: 7 INVITE\r\nContent-Length: 0\r\n\r\n$",
            answer);
    }

    [Fact]
    public void ToTag_ThatIsThere_Stays()
    {
        var answer = Write(Request.Replace("com;tag=no>", "com>;tag=mine", StringComparison.Ordinal))!;

        Assert.Single(Regex.Matches(answer, ";tag=mine"));
        Assert.DoesNotContain(";tag=mine;tag", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INVITE", "ACK")]
    [InlineData("Call-ID: 1\r\n", "")]
    [InlineData("Call-ID: 1\r\n", "Call-ID: 1\r\ni: 2\r\n")]
    [InlineData("f: <sip:a@example.com>;tag=1\r\n", "")]
    [InlineData("CSeq: 7 INVITE", "CSeq: 7 BYE")]
    [InlineData("CSeq: 7 INVITE", "CSeq: INVITE")]
    [InlineData("Call-ID: 1", "Call-ID: ")]
    [InlineData("INVITE sip:b@example.com SIP/2.0", "SIP/2.0 200 OK")]
    public void Request_ThatCannotOrMustNotBeAnswered_IsNot(string part, string replacement)
    {
        Assert.Null(Write(Request.Replace(part, replacement, StringComparison.Ordinal)));
    }

    [Fact]
    public void AnyOctets_NeverThrow()
    {
        byte[][] messages = [.. Corpus.Under("sip").Select(Corpus.Read)];

        Gen.Select(Gen.Int[0, messages.Length - 1], Gen.Int[0, 900], Gen.Byte, Gen.Int[0, 900]).Sample(
            (pick, position, octet, length) =>
            {
                byte[] mutated = [.. messages[pick]];
                mutated[position % mutated.Length] = octet;
                var output = new ArrayBufferWriter<byte>();
                if (SipResponseWriter.TryWrite(mutated.AsSpan(0, Math.Min(length, mutated.Length)), SipStatusCode.BadRequest, "No"u8, output))
                {
                    var text = Encoding.Latin1.GetString(output.WrittenSpan);
                    Assert.StartsWith("SIP/2.0 400 No\r\n", text, StringComparison.Ordinal);
                    Assert.EndsWith("Content-Length: 0\r\n\r\n", text, StringComparison.Ordinal);
                    Assert.DoesNotContain('\0', text);
                }
                else
                {
                    Assert.Equal(0, output.WrittenCount);
                }
            },
            iter: 5_000);
    }

    private static string? Write(string request)
    {
        var output = new ArrayBufferWriter<byte>();
        return SipResponseWriter.TryWrite(Encoding.ASCII.GetBytes(request), SipStatusCode.BadRequest, "Bad Thing"u8, output)
            ? Encoding.ASCII.GetString(output.WrittenSpan)
            : null;
    }
}
