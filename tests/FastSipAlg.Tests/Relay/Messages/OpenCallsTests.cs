// SPDX-License-Identifier: MIT

using System.Text;
using FastSipAlg.Relay.Messages;
using FastSipAlg.Sip.Framing;

namespace FastSipAlg.Tests.Relay.Messages;

public sealed class OpenCallsTests
{
    private readonly OpenCalls _calls = new();

    [Fact]
    public void Call_FromItsOkToItsBye_IsOpen()
    {
        Note("SIP/2.0 180 Ringing", "INVITE", "a", "b");
        Assert.Equal(0, _calls.Count);

        Note("SIP/2.0 200 OK", "INVITE", "a", "b");
        Note("SIP/2.0 200 OK", "INVITE", "a", "b");
        Assert.Equal(1, _calls.Count);

        // The callee hangs up: the tags are the other way round.
        Note("BYE sip:x@example.com SIP/2.0", "BYE", "b", "a");
        Assert.Equal(0, _calls.Count);
    }

    [Fact]
    public void Bye_OfAnotherDialog_EndsNothing()
    {
        Note("SIP/2.0 200 OK", "INVITE", "a", "b");

        Note("BYE sip:x@example.com SIP/2.0", "BYE", "a", "c");
        Note("SIP/2.0 200 OK", "OPTIONS", "a", "d");

        Assert.Equal(1, _calls.Count);
    }

    private void Note(string startLine, string method, string from, string to)
    {
        var message = Encoding.ASCII.GetBytes(
            $"{startLine}\r\nFrom: <sip:a@example.com>;tag={from}\r\nTo: <sip:b@example.com>;tag={to}\r\nCall-ID: call\r\nCSeq: 1 {method}\r\nContent-Length: 0\r\n\r\n");
        var fields = new SipHeaderIndex();
        var framer = new SipFramer(SipFramerLimits.Default, fields);
        Assert.Equal(FrameStatus.Message, framer.Read(message, out _));
        if (OpenCalls.Concerns(framer))
        {
            _calls.Note(message, framer.IsRequest, fields);
        }
    }
}
