// SPDX-License-Identifier: MIT

using System.Text;
using FastSipAlg.Inspection;
using FastSipAlg.Inspection.Verdicts;
using FastSipAlg.Relay.Diagnostics;
using FastSipAlg.Relay.Messages;
using FastSipAlg.Relay.Overload;
using FastSipAlg.Sip.Framing;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Tests.Inspection;
using FastSipAlg.Tests.Relay.Overload;
using FastSipAlg.Tracking.Flows;

namespace FastSipAlg.Tests.Relay.Messages;

public sealed class MessagePathTests : IDisposable, IViolationReporter
{
    private const string Message = "ACK sip:b@example.com SIP/2.0\r\nContent-Length: 0\r\n\r\n";

    private readonly RelayMetrics _metrics = new();
    private readonly TransactionBalance _phoneRequests = new();
    private readonly TransactionBalance _serverRequests = new();
    private readonly OpenCalls _calls = new();
    private readonly OverloadControl _control = OverloadPolicies.Control();
    private readonly List<InspectionRuleId> _reports = [];

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

    [Fact]
    public void PongsInARow_AreNoPing_AndALineBreakThatNobodyWaitsForIsNoPong()
    {
        var path = Path();
        for (var ping = 1; ping <= 3; ping++)
        {
            path.AwaitPong();

            Assert.Equal(new MessageRun(2, 0, 0, 2, 0, FrameStatus.NeedMoreData), path.TakeRun("\r\n"u8));
            Assert.Equal((0, ping), (path.Pings, path.Pongs));
        }

        path.TakeRun("\r\n"u8);
        path.TakeRun("\r\n"u8);
        Assert.Equal((1, 3), (path.Pings, path.Pongs));
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(1_000, 32)]
    public void Pongs_AnswerEachPing_UpToABound(int pings, int octets)
    {
        Assert.Equal(octets, LocalAnswer.Pongs(pings).Length);
    }

    [Fact]
    public void MessageThatIsRefused_BetweenOthers_CutsTheRunAndIsAnswered()
    {
        var good = SampleMessage.Request("INVITE");
        var bad = SampleMessage.Request("OPTIONS");
        var octets = Octets(good + bad + bad + good);
        var path = Path("set block-options enable");

        var first = path.TakeRun(octets);
        var answered = Encoding.ASCII.GetString(path.Answers.Span);
        path.ForgetAnswers();
        var second = path.TakeRun(octets.AsSpan(first.Consumed));

        Assert.Equal(new MessageRun(0, good.Length, 1, good.Length + bad.Length, 0, FrameStatus.Message), first);
        Assert.StartsWith("SIP/2.0 405 Method Not Allowed, Method that is blocked\r\n", answered, StringComparison.Ordinal);
        Assert.Equal(new MessageRun(bad.Length, good.Length, 1, bad.Length + good.Length, 0, FrameStatus.NeedMoreData), second);
        Assert.Equal(2, _phoneRequests.Open);
    }

    [Fact]
    public void AnswersToARefusedFlood_DoNotGatherWithoutBound()
    {
        var bad = SampleMessage.Request("OPTIONS");
        var octets = Octets(string.Concat(Enumerable.Repeat(bad, 1_000)));
        var path = Path("set block-options enable");

        var run = path.TakeRun(octets);

        Assert.Equal((0, FrameStatus.Message), (run.Length, run.Stop));
        Assert.InRange(path.Answers.Length, 16 * 1024, 17 * 1024);
    }

    [Fact]
    public void FinalResponseThatIsRefused_WasTheLastOfItsTransaction()
    {
        var path = Path("set malformed-status-line discard", "set malformed-header-to discard");
        _serverRequests.Request(SipMethod.Options);

        var run = path.TakeRun(Octets(SampleMessage.Response(200).Without("To")));

        Assert.Equal((0, 0), (run.Length, path.Answers.Length));
        Assert.Equal(0, _serverRequests.Open);
    }

    [Theory]
    [InlineData("set mode enforce")]
    [InlineData("set mode off")]
    public void RequestThatIsShed_CutsTheRun_AndIsAnswered503(string mode)
    {
        var inDialog = SampleMessage.Request("INFO").With("To", "To: <sip:bob@example.com>;tag=a6c85cf");
        var fresh = SampleMessage.Request("INVITE");
        var octets = Octets(inDialog + fresh + fresh + inDialog);
        var path = Path(mode);
        _control.Use(1);

        var first = path.TakeRun(octets);
        var answered = Encoding.ASCII.GetString(path.Answers.Span);
        path.ForgetAnswers();
        var second = path.TakeRun(octets.AsSpan(first.Consumed));

        Assert.Equal(new MessageRun(0, inDialog.Length, 1, inDialog.Length + fresh.Length, 0, FrameStatus.Message), first);
        Assert.StartsWith("SIP/2.0 503 Service Unavailable, overloaded\r\n", answered, StringComparison.Ordinal);
        Assert.Contains("\r\nRetry-After: 10\r\n", answered, StringComparison.Ordinal);
        Assert.Equal(new MessageRun(fresh.Length, inDialog.Length, 1, fresh.Length + inDialog.Length, 0, FrameStatus.NeedMoreData), second);
        Assert.Equal(2, _phoneRequests.Open);
    }

    [Fact]
    public void MalformedMessage_IsReportedWithItsRule()
    {
        var path = Path();
        var octets = Octets("INVITE sip:b@example.com SIP/2.0\r\nContent-Length: -1\r\n\r\n");
        path.TakeRun(octets);

        path.ReportMalformed(octets, isAnswered: false);

        Assert.Equal([InspectionRuleId.MalformedHeaderContentLength], _reports);
    }

    public void Dispose()
    {
        _metrics.Dispose();
        _control.Dispose();
    }

    void IViolationReporter.Report(in Violation violation) => _reports.Add(violation.Rule);

    private static byte[] Octets(string text) => Encoding.ASCII.GetBytes(text);

    private MessagePath Path(params string[] profile) => new(
        MessageDirection.PhoneToServer,
        SipFramerLimits.Default,
        new InspectionPipeline(Inspector.Policy("default", profile), MessageDirection.PhoneToServer, this),
        _metrics,
        _phoneRequests,
        _serverRequests,
        _calls,
        new RequestShedding(_control, 1, 10));
}
