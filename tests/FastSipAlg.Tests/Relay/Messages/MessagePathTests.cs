// SPDX-License-Identifier: MIT

using System.Text;
using FastSipAlg.Relay.Diagnostics;
using FastSipAlg.Relay.Messages;
using FastSipAlg.Sip.Framing;
using FastSipAlg.Tracking.Flows;

namespace FastSipAlg.Tests.Relay.Messages;

public sealed class MessagePathTests : IDisposable
{
    private const string Message = "ACK sip:b@example.com SIP/2.0\r\nContent-Length: 0\r\n\r\n";

    private readonly RelayMetrics _metrics = new();

    [Fact]
    public void AdjacentMessages_AreOneRun()
    {
        var run = Path().TakeRun(Octets(Message + Message + Message + "ACK"));

        Assert.Equal(new MessageRun(0, 3 * Message.Length, 3, 3 * Message.Length, 0, FrameStatus.NeedMoreData), run);
    }

    [Fact]
    public void LineBreaksAndPings_AroundARun_AreConsumedAndNotForwarded()
    {
        var run = Path().TakeRun(Octets("\r\n" + Message + "\r\n\r\n" + Message));

        Assert.Equal(new MessageRun(2, Message.Length, 1, Message.Length + 6, 1, FrameStatus.Message), run);
    }

    [Fact]
    public void MalformedMessage_AfterARun_StopsBehindIt()
    {
        var run = Path().TakeRun(Octets(Message + "GET / HTTP/1.1\r\n"));

        Assert.Equal(new MessageRun(0, Message.Length, 1, Message.Length, 0, FrameStatus.Malformed), run);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(1_000, 32)]
    public void Pongs_AnswerEachPing_UpToABound(int pings, int octets)
    {
        Assert.Equal(octets, LocalAnswer.Pongs(pings).Length);
    }

    public void Dispose() => _metrics.Dispose();

    private static byte[] Octets(string text) => Encoding.ASCII.GetBytes(text);

    private MessagePath Path() => new(
        MessageDirection.PhoneToServer, new SipFramer(SipFramerLimits.Default), _metrics, new TransactionBalance(), new TransactionBalance());
}
