// SPDX-License-Identifier: MIT

using System.Text;
using FastSipAlg.Sip.Framing;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Messages;

namespace FastSipAlg.Tests.Sip.Messages;

public sealed class SipMessageViewTests
{
    private readonly SipHeaderIndex _index = new();
    private readonly SipFramer _framer;

    public SipMessageViewTests() => _framer = new SipFramer(SipFramerLimits.Default, _index);

    [Fact]
    public void Request_IsSeenInItsParts()
    {
        var message = View("PUBLISH sip:b@example.com SIP/2.0\r\nv: SIP/2.0/TLS a\r\nSubject:\r\n  two\r\n lines \r\nX-Y \t:\r\nl: 2\r\n\r\nok");

        Assert.True(message.IsRequest);
        Assert.Equal((SipMethod.Publish, 0), (message.Method, message.StatusCode));
        Assert.Equal("PUBLISH", Text(message.MethodName));
        Assert.Equal("sip:b@example.com", Text(message.RequestUri));
        Assert.Equal("PUBLISH sip:b@example.com SIP/2.0", Text(message.StartLine));
        Assert.Equal("v: SIP/2.0/TLS a\r\nSubject:\r\n  two\r\n lines \r\nX-Y \t:\r\nl: 2\r\n", Text(message.HeaderSection));
        Assert.Equal(35, message.HeaderSectionStart);
        Assert.Equal("ok", Text(message.Body));
        Assert.Equal(message.Octets.Length - 2, message.BodyStart);
        Assert.Equal("v=SIP/2.0/TLS a|Subject=two\r\n lines|X-Y=|l=2", Describe(message));
        Assert.Equal("SIP/2.0/TLS a", Text(message.ValueOf(SipHeaderId.Via)));
        Assert.True(message.ValueOf(SipHeaderId.Route).IsEmpty);
    }

    [Fact]
    public void Response_IsSeenInItsParts()
    {
        var message = View("SIP/2.0 183 Session Progress\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n");

        Assert.False(message.IsRequest);
        Assert.Equal((SipMethod.Invite, 183), (message.Method, message.StatusCode));
        Assert.True(message.MethodName.IsEmpty && message.RequestUri.IsEmpty && message.Body.IsEmpty);
        Assert.Equal("SIP/2.0 183 Session Progress", Text(message.StartLine));
    }

    [Theory]
    [InlineData("OPTIONS  sip:b  SIP/2.0 ", "sip:b")]
    [InlineData("OPTIONS \tsip:b; lr SIP/2.0", "sip:b; lr")]
    public void RequestUri_OfAnOddLine_IsWhatStandsBetween(string line, string expected)
    {
        Assert.Equal(expected, Text(View(line + "\r\nl: 0\r\n\r\n").RequestUri));
    }

    private SipMessageView View(string text)
    {
        var octets = Encoding.Latin1.GetBytes(text);
        Assert.Equal(FrameStatus.Message, _framer.Read(octets, out _));
        return new SipMessageView(octets, _framer, _index);
    }

    private static string Describe(SipMessageView message)
    {
        var fields = new List<string>();
        foreach (ref readonly var field in message.Fields.Fields)
        {
            fields.Add($"{Text(message.NameOf(field))}={Text(message.ValueOf(field))}");
        }

        return string.Join('|', fields);
    }

    private static string Text(ReadOnlySpan<byte> octets) => Encoding.Latin1.GetString(octets);
}
