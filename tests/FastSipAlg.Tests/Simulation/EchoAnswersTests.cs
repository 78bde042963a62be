// SPDX-License-Identifier: MIT

using System.Text;
using FastSipAlg.Simulation.Servers;

namespace FastSipAlg.Tests.Simulation;

public sealed class EchoAnswersTests
{
    private const string Request =
        "MESSAGE sip:bob@example.com SIP/2.0\r\nv: SIP/2.0/TLS 192.0.2.1;branch=z9hG4bKa\r\nMax-Forwards: 70\r\nf: <sip:a@x>;tag=1\r\n" +
        "To: <sip:bob@example.com>\r\ni: one@x\r\nCSeq: 7 MESSAGE\r\nl: 5\r\n\r\nhello";

    private const string Answer =
        "SIP/2.0 200 OK\r\nv: SIP/2.0/TLS 192.0.2.1;branch=z9hG4bKa\r\nf: <sip:a@x>;tag=1\r\nTo: <sip:bob@example.com>;tag=stub\r\n" +
        "i: one@x\r\nCSeq: 7 MESSAGE\r\nContent-Length: 0\r\n\r\n";

    [Fact]
    public void Answer_ToTwoRequestsAndAPing_IsThreeAnswers()
    {
        var answers = new EchoAnswers(mirror: false);

        var text = Run(answers, Request + "\r\n\r\n" + Request + "MESS", out var consumed);

        Assert.Equal(Answer + "\r\n" + Answer, text);
        Assert.Equal((2 * Request.Length) + 4, consumed);
        Assert.Equal((2, 1), (answers.Requests, answers.Pings));
    }

    [Fact]
    public void Answer_ToEveryTruncation_IsNothing()
    {
        var answers = new EchoAnswers(mirror: false);

        for (var length = 0; length < Request.Length; length++)
        {
            Assert.Equal("", Run(answers, Request[..length], out var consumed));
            Assert.Equal(0, consumed);
        }
    }

    [Fact]
    public void Answer_OfMirror_HasTheRequestAsBody()
    {
        var text = Run(new EchoAnswers(mirror: true), Request, out _);

        Assert.EndsWith($"Content-Type: message/sip\r\nContent-Length: {Request.Length}\r\n\r\n{Request}", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Answer_InSteadyState_AllocatesNothing()
    {
        var answers = new EchoAnswers(mirror: true);
        var input = Encoding.ASCII.GetBytes(Request);
        var output = new byte[2048];
        answers.Answer(input, output, out _);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            answers.Answer(input, output, out _);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static string Run(EchoAnswers answers, string input, out int consumed)
    {
        var output = new byte[4096];
        var length = answers.Answer(Encoding.ASCII.GetBytes(input), output, out consumed);
        return Encoding.ASCII.GetString(output, 0, length);
    }
}
