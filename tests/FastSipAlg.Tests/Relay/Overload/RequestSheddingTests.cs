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

    [Theory]
    [InlineData(0.887, 0.1)]
    [InlineData(0.915, 0.5)]
    [InlineData(0.943, 0.9)]
    public void Share_IsThatOfAllRequests_AndMostlyOfTheSameFlows(double memory, double share)
    {
        _control.Use(2);
        _control.Use(memory);

        var refused = Enumerable.Range(1, 200).Select(flow => Enumerable.Range(0, 50).Count(call => Refuses(Call(call), flow))).ToList();

        Assert.InRange(refused.Sum() / 10_000.0, share - 0.05, share + 0.05);
        Assert.InRange(refused.Count(calls => calls > 0), 1, (share + 0.25) * 200);
    }

    [Fact]
    public void Flow_ThatIsRefused_HasItsTurnToBeLetIn()
    {
        _control.Use(2);
        var flows = Enumerable.Range(1, 100).ToHashSet();

        for (var beat = 0; beat < 240; beat++)
        {
            _control.Use(0.915);
            flows.RemoveWhere(flow => !Refuses(Call(beat), flow));
        }

        Assert.Empty(flows);
    }

    [Fact]
    public void RetryAfter_IsALineOfAnAnswer()
    {
        Assert.Equal("Retry-After: 12\r\n", Encoding.ASCII.GetString(new RequestShedding(_control, 1, 12).RetryAfter));
    }

    public void Dispose() => _control.Dispose();

    private static string Call(int number) => SampleMessage.Request("INVITE").With("Call-ID", string.Create(CultureInfo.InvariantCulture, $"Call-ID: {number}"));

    private bool Refuses(string message, int flow = 1)
    {
        var octets = Encoding.ASCII.GetBytes(message);
        var fields = new SipHeaderIndex();
        var framer = new SipFramer(SipFramerLimits.Default, fields);
        Assert.Equal(FrameStatus.Message, framer.Read(octets, out _));
        return new RequestShedding(_control, flow, 10).Refuses(new SipMessageView(octets, framer, fields));
    }
}
