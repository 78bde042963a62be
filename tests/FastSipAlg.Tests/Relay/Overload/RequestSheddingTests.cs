// SPDX-License-Identifier: MIT

using System.Globalization;
using System.Text;
using FastSipAlg.Relay.Overload;
using FastSipAlg.Sip.Framing;
using FastSipAlg.Sip.Messages;
using FastSipAlg.Tests.Inspection;

namespace FastSipAlg.Tests.Relay.Overload;

public sealed class RequestSheddingTests : IDisposable
{
    private const string Tagged = "To: <sip:bob@example.com>;tag=a6c85cf";

    private readonly OverloadControl _control = OverloadPolicies.Control();

    [Theory]
    [InlineData("INVITE")]
    [InlineData("REGISTER")]
    [InlineData("SUBSCRIBE")]
    [InlineData("OPTIONS")]
    [InlineData("MESSAGE")]
    [InlineData("PUBLISH")]
    [InlineData("FROBNICATE")]
    public void RequestThatBeginsSomething_IsRefused_AndInsideADialogNot(string method)
    {
        _control.Use(1);

        Assert.True(Refuses(SampleMessage.Request(method)));
        Assert.False(Refuses(SampleMessage.Request(method).With("To", Tagged)));
    }

    [Theory]
    [InlineData("ACK")]
    [InlineData("BYE")]
    [InlineData("CANCEL")]
    public void WhatEndsSomething_IsNeverRefused(string method)
    {
        _control.Use(1);

        Assert.False(Refuses(SampleMessage.Request(method)));
    }

    [Fact]
    public void Response_IsNeverRefused()
    {
        _control.Use(1);

        Assert.False(Refuses(SampleMessage.Response(200).With("To", "To: <sip:bob@example.com>")));
    }

    [Theory]
    [InlineData("INVITE", "Priority: emergency", false)]
    [InlineData("INVITE", "Priority: Emergency", false)]
    [InlineData("INVITE", "Resource-Priority: esnet.0", false)]
    [InlineData("INVITE", "Priority: urgent", true)]
    [InlineData("INVITE", "Resource-Priority: q735.0", true)]
    [InlineData("REGISTER", "Priority: emergency", true)]
    public void Emergency_IsLetIn(string method, string line, bool isRefused)
    {
        _control.Use(1);

        Assert.Equal(isRefused, Refuses(SampleMessage.Request(method, "", line)));
    }

    [Theory]
    [InlineData("urn:service:sos")]
    [InlineData("URN:service:sos.fire")]
    public void RequestToEmergencyServices_IsLetIn(string uri)
    {
        _control.Use(1);

        Assert.False(Refuses(SampleMessage.Request("INVITE").Replace("sip:bob@example.com SIP", uri + " SIP", StringComparison.Ordinal)));
    }

    [Fact]
    public void ToThatCannotBeRead_IsNotOursToJudge()
    {
        _control.Use(1);

        Assert.False(Refuses(SampleMessage.Request("INVITE").With("To", "To: <sip:bob@example.com")));
    }

    [Fact]
    public void Half_IsAboutHalf_AndTheSameWhereverItComesBy()
    {
        _control.Use(2);
        _control.Use(0.915);
        var requests = Enumerable.Range(0, 1_000).Select(number =>
            SampleMessage.Request("INVITE").With("Call-ID", string.Create(CultureInfo.InvariantCulture, $"Call-ID: {number}"))).ToList();

        var refused = requests.ConvertAll(Refuses);

        Assert.InRange(refused.Count(isRefused => isRefused), 400, 600);
        Assert.Equal(refused, requests.ConvertAll(request => Refuses(request.With("Via", "Via: SIP/2.0/TLS proxy.example.com;branch=z9hG4bK2"))));
    }

    [Fact]
    public void RetryAfter_IsALineOfAnAnswer()
    {
        Assert.Equal("Retry-After: 12\r\n", Encoding.ASCII.GetString(new RequestShedding(_control, 12).RetryAfter));
    }

    public void Dispose() => _control.Dispose();

    private bool Refuses(string message)
    {
        var octets = Encoding.ASCII.GetBytes(message);
        var fields = new SipHeaderIndex();
        var framer = new SipFramer(SipFramerLimits.Default, fields);
        Assert.Equal(FrameStatus.Message, framer.Read(octets, out _));
        return new RequestShedding(_control, 10).Refuses(new SipMessageView(octets, framer, fields));
    }
}
