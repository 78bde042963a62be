// SPDX-License-Identifier: MIT

using FastSipAlg.Dissect;

namespace FastSipAlg.Tests.Dissect;

public sealed class MessageLinesTests
{
    private const string Sdp = "v=0\r\no=alice 1 2 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 49170 RTP/AVP 0 8\r\n";

    [Fact]
    public void RequestLine_SaysMethodAndPartsOfTheUri()
    {
        var line = Explained.Under("strict", Explained.Options()).Message.Lines[0];

        Assert.Equal(LineKind.RequestLine, line.Kind);
        Assert.Equal([new("method", "OPTIONS"), new("scheme", "sip"), new("user", "bob"), new("host", "example.com")], line.Facts);
    }

    [Fact]
    public void StatusLine_SaysCodeAndClass()
    {
        var octets = Explained.Options().Replace("OPTIONS sip:bob@example.com SIP/2.0", "SIP/2.0 180 Ringing", StringComparison.Ordinal);

        var line = Explained.Under("default", octets).Message.Lines[0];

        Assert.Equal([new("status-code", "180"), new("class", "provisional"), new("method", "OPTIONS")], line.Facts);
    }

    [Theory]
    [InlineData("v: SIP/2.0/TCP a.example.com;branch=z9hG4bKx, SIP/2.0/TLS b", "Via", "transport=TCP sent-by=a.example.com branch=z9hG4bKx vias=2")]
    [InlineData("Route: <sip:p.example.com;lr>", "Route", "scheme=sip host=p.example.com uri-parameters=;lr")]
    [InlineData("Authorization: Digest username=\"alice\"", "Authorization", "scheme=Digest")]
    [InlineData("RAck: 7 63104 INVITE", "RAck", "response-number=7 cseq-number=63104 method=INVITE")]
    [InlineData("k: 100rel, path", "Supported", "tokens=2")]
    [InlineData("Expires: 0060", "Expires", "number=60")]
    [InlineData("m: *", "Contact", "wildcard=all bindings")]
    [InlineData("X-Vendor: anything", "X-Vendor", "")]
    [InlineData("Expires: soon", "Expires", "")]
    public void HeaderField_SaysItsIdAndWhatWasUnderstood(string field, string id, string facts)
    {
        var line = Explained.Under("default", Explained.Options(field + "\r\n")).Message.Lines[7];

        Assert.Equal((LineKind.Header, id), (line.Kind, line.Id));
        Assert.Equal(facts, string.Join(' ', line.Facts.Select(fact => $"{fact.Name}={fact.Text}")));
    }

    [Fact]
    public void Lines_AreNumberedAsTheyStandInTheMessage()
    {
        var lines = Explained.Under("default", Explained.Options("Subject: a\r\n b\r\nContent-Type: application/sdp\r\n", Sdp)).Message.Lines;

        Assert.Equal(Enumerable.Range(1, lines.Count), lines.Select(line => line.Number));
        Assert.Equal((LineKind.Continuation, " b"), (lines[8].Kind, lines[8].Text));
        Assert.Equal(LineKind.Empty, lines[11].Kind);
        Assert.Equal(["v", "o", "s", "c", "t", "m"], lines.Where(line => line.Kind == LineKind.Sdp).Select(line => line.Id));
    }

    [Fact]
    public void SdpLine_SaysWhatItsWordsAre()
    {
        var lines = Explained.Under("default", Explained.Options("Content-Type: application/sdp\r\n", Sdp)).Message.Lines;

        Assert.Equal([new("line", "media"), new("media", "audio"), new("port", "49170"), new("transport", "RTP/AVP"), new("formats", "0 8")], lines[^1].Facts);
    }

    [Fact]
    public void Multipart_ItsSessionDescriptionIsReadAndOtherPartsAreCounted()
    {
        var body = "--b\r\nContent-Type: application/sdp\r\n\r\n" + Sdp + "--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n--b--\r\n";

        var lines = Explained.Under("default", Explained.Options("Content-Type: multipart/mixed;boundary=b\r\n", body)).Message.Lines;

        Assert.Equal(6, lines.Count(line => line.Kind == LineKind.Sdp));
        Assert.Equal("5 octets of text/plain, which no rule looks at", Assert.Single(lines, line => line.Kind == LineKind.Content).Text);
        Assert.Equal(24, lines[^1].Number);
        Assert.Equal("--b--", lines[^1].Text);
    }

    [Theory]
    [InlineData("Authorization: Digest username=\"alice\",\r\n response=\"SECRET\"\r\n")]
    [InlineData("Proxy-Authorization:\r\n Digest response=\"SECRET\"\r\n")]
    [InlineData("Refer-To: <sip:a@b?Proxy-Authorization=SECRET>\r\n")]
    [InlineData("Contact: <sip:alice:SECRET@example.com>\r\n")]
    [InlineData("Via: SIP/2.0/TLS a;received=sip:x:SECRET@b\r\n")]
    [InlineData("Content-Type: application/sdp\r\n")]
    public void Secrets_AreMaskedEverywhere(string lines)
    {
        var body = lines.StartsWith("Content-Type", StringComparison.Ordinal) ? Sdp + "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:SECRET\r\nk=clear:SECRET\r\n" : "";

        var explained = Explained.Under("strict", Explained.Options(lines, body));

        Assert.DoesNotContain("SECRET", explained.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", explained.Json, StringComparison.Ordinal);
        Assert.Contains("***", explained.Text, StringComparison.Ordinal);
    }
}
