// SPDX-License-Identifier: MIT

using System.Text;
using FastSipAlg.Relay.Diagnostics;
using FastSipAlg.Simulation.Servers;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>What the VoIP profile refuses goes no further, its sender hears of it in time, and everything else passes as it came.</summary>
public sealed class MessagesAreInspected
{
    private const string BadVia = "Via: SIP/2.0/TLS :5061;branch=z9hG4bK1";

    [Fact]
    public async Task MalformedRequest_ToDiscard_IsDroppedAndTheFlowLives()
    {
        await using var lab = RelayLab.Start(Profile("set malformed-header-via discard"));
        await using var phone = await lab.ConnectAsync("alice");

        await phone.SendRawAsync(Octets(Request(1, "OPTIONS", BadVia) + Request(2)));

        await lab.Server.ReceiveAsync(message => message.Sequence == 2);
        Assert.Equal(1, lab.Server.Counts.Requests);
        Assert.DoesNotContain(phone.Inbox.Messages, message => message.Sequence == 1);
        var line = await lab.NextViolationAsync();
        Assert.Contains("logid=\"0814044034\"", line, StringComparison.Ordinal);
        Assert.Contains("status=\"blocked\"", line, StringComparison.Ordinal);
        Assert.Contains("defect=\"ViaSentByInvalid\"", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("set malformed-header-via respond", "OPTIONS", BadVia, "SIP/2.0 400 Bad Request, malformed Via header: Invalid Via sent-by")]
    [InlineData("set malformed-header-via discard\nset answer-discarded enable", "OPTIONS", BadVia, "SIP/2.0 400 Bad Request, malformed Via header: Invalid Via sent-by")]
    [InlineData("set block-message enable", "MESSAGE", "", "SIP/2.0 405 Method Not Allowed, Method that is blocked")]
    [InlineData("set block-unknown enable", "SERVICE", "", "SIP/2.0 405 Method Not Allowed, Method that is not known")]
    [InlineData("set max-line-length 78\nset block-long-lines enable", "OPTIONS", "Subject: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "SIP/2.0 413 Request Entity Too Large, Line too long")]
    [InlineData("set malformed-request-line respond", "OPTIONS", "version 3.0", "SIP/2.0 505 Version Not Supported, malformed request line: SIP version not supported")]
    [InlineData("set unknown-header respond", "OPTIONS", "X-Vendor: 1", "SIP/2.0 400 Bad Request, Header field that no RFC defines")]
    public async Task RefusedRequest_ToRespond_IsAnsweredOnItsOwnConnection(string profile, string method, string field, string expected)
    {
        await using var lab = RelayLab.Start(Profile(profile));
        await using var phone = await lab.ConnectAsync("alice");
        var request = field == "version 3.0"
            ? Request(1).Replace(" SIP/2.0\r\nVia", " SIP/3.0\r\nVia", StringComparison.Ordinal)
            : Request(1, method, field);

        await phone.SendRawAsync(Octets(request));

        var answer = await phone.ReceiveAsync(message => message.Sequence == 1);
        Assert.Equal(expected, answer.StartLine);
        Assert.Equal(method == "OPTIONS" ? null : "ACK", answer["Allow"]?.Split(',')[0]);
        Assert.Contains($"answer={answer.StatusCode}", await lab.NextViolationAsync(), StringComparison.Ordinal);
        Assert.Equal(0, lab.Server.Counts.Connections);
        Assert.Equal(200, (await phone.RegisterAsync()).StatusCode);
    }

    [Fact]
    public async Task BodyThatIsTooLong_Hears413AndTheFlowLives()
    {
        await using var lab = RelayLab.Start(Profile("set max-body-length 1000"));
        await using var phone = await lab.ConnectAsync("alice");
        await phone.RegisterAsync();

        var refused = await phone.MessageAsync("bob", new string('x', 1_001));
        var passed = await phone.OptionsAsync();

        Assert.Equal("SIP/2.0 413 Request Entity Too Large, Body too long", refused.StartLine);
        Assert.Equal(200, passed.StatusCode);
    }

    [Fact]
    public async Task MaxBodyLength_AboveTheFramersLimit_RaisesIt()
    {
        await using var lab = RelayLab.Start(Profile("set max-body-length 2000000"));
        await using var phone = await lab.ConnectAsync("alice");

        await phone.SendRawAsync(Octets(Request(1).Replace("Content-Length: 0\r\n\r\n", "Content-Length: 1500000\r\n\r\n" + new string('x', 1_500_000), StringComparison.Ordinal)));

        // The simulated server takes no more than a framer does by default, and ends the flow, perhaps before it has read all; what counts is that it was asked.
        var end = await lab.NextEndAsync();
        Assert.StartsWith("Server", end.Reason.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MalformedRequest_ToObserve_PassesByteIdentical()
    {
        await using var lab = RelayLab.Start(Profile("set malformed-header-via discard\nset mode observe") with { Role = ServerRole.UserAgent });
        await using var phone = await lab.ConnectAsync("alice");
        var request = Request(1, "OPTIONS", BadVia);

        await phone.SendRawAsync(Octets(request));

        var arrived = await lab.Server.ReceiveAsync(message => message.Sequence == 1);
        Assert.Equal(request, Encoding.ASCII.GetString(arrived.Received));
        Assert.Contains("status=\"observed\"", await lab.NextViolationAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Strict_GoodMessagesAroundBadOnes_ArriveByteIdenticalAndInOrder()
    {
        await using var lab = RelayLab.Start(Profile("set malformed-header-via respond") with { Role = ServerRole.UserAgent });
        await using var phone = await lab.ConnectAsync("alice");
        var requests = Enumerable.Range(1, 90).Select(n => n % 3 == 2 ? Request(n, "OPTIONS", BadVia) : Request(n)).ToList();

        await phone.SendRawAsync(Octets(string.Concat(requests)));

        for (var n = 1; n <= requests.Count; n++)
        {
            if (n % 3 == 2)
            {
                Assert.Equal(400, (await phone.ReceiveAsync(message => message.Sequence == n)).StatusCode);
            }
            else
            {
                Assert.Equal(requests[n - 1], Encoding.ASCII.GetString((await lab.Server.ReceiveAsync(message => message.Sequence == n)).Received));
            }
        }

        var arrived = lab.Server.Inbox.Messages.Select(message => message.Sequence).ToList();
        Assert.Equal(arrived.Order(), arrived);
        Assert.Equal(60, lab.Server.Counts.Requests);
    }

    [Fact]
    public async Task BlockedMethod_FromTheServer_IsAnsweredToTheServer()
    {
        await using var lab = RelayLab.Start(Profile("set block-info enable"));
        await using var phone = await lab.ConnectAsync("alice");
        await phone.RegisterAsync();
        var flow = lab.Server.Flows.Single();

        await flow.Connection.SendAsync(Octets(Request(7, "INFO")));
        await flow.Connection.SendAsync(Octets(Request(8, "NOTIFY")));

        Assert.Equal(405, (await lab.Server.ReceiveAsync(message => message.Sequence == 7)).StatusCode);
        Assert.Equal(8, (await phone.ReceiveAsync("NOTIFY")).Sequence);
        Assert.DoesNotContain(phone.Inbox.Messages, message => message.Method == "INFO");
        Assert.Contains("dir=\"session_reply\"", await lab.NextViolationAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MalformedResponse_ToRespond_IsDiscarded()
    {
        await using var lab = RelayLab.Start(Profile("set malformed-header-to respond"));
        await using var phone = await lab.ConnectAsync("alice");
        await phone.RegisterAsync();
        var flow = lab.Server.Flows.Single();
        const string Response = "SIP/2.0 200 OK\r\nVia: SIP/2.0/TLS 192.0.2.1;branch=z9hG4bK1\r\nFrom: <sip:a@example.com>;tag=1\r\nTo: <sip:b@example.com>\r\n"
            + "Call-ID: 1\r\nCSeq: 9 OPTIONS\r\nContent-Length: 0\r\n\r\n";

        await flow.Connection.SendAsync(Octets(Response + Request(8, "NOTIFY")));

        await phone.ReceiveAsync("NOTIFY");
        Assert.DoesNotContain(phone.Inbox.Messages, message => message.Sequence == 9);
        Assert.Contains("defect=\"ToTagMissing\"", await lab.NextViolationAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ack_ThatIsRefused_IsNeverAnswered()
    {
        await using var lab = RelayLab.Start(Profile("set malformed-header-via respond"));
        await using var phone = await lab.ConnectAsync("alice");

        await phone.SendRawAsync(Octets(Request(1, "ACK", BadVia)));

        Assert.Contains("status=\"blocked\"", await lab.NextViolationAsync(), StringComparison.Ordinal);
        await phone.RegisterAsync();
        Assert.DoesNotContain(phone.Inbox.Messages, message => message.Sequence == 1);
    }

    [Fact]
    public async Task PhoneWhoseMessagesAreAllRefused_NeverOpensAServerLeg_AndTimesOut()
    {
        await using var lab = RelayLab.Start(Profile("set block-options enable") with { ListenerOptions = "set first-message-timeout 1" });
        await using var phone = await lab.ConnectAsync("alice");

        await phone.SendRawAsync(Octets(Request(1)));

        Assert.Equal(405, (await phone.ReceiveAsync(message => message.Sequence == 1)).StatusCode);
        Assert.Equal(FlowEndReason.FirstMessageTimedOut, (await lab.NextEndAsync()).Reason);
        Assert.Equal(0, lab.Server.Counts.Connections);
    }

    [Fact]
    public async Task RefusedRequest_IsNoOpenTransaction_WhenTheRelayStops()
    {
        await using var lab = RelayLab.Start(Profile("set malformed-header-via discard"));
        await using var phone = await lab.ConnectAsync("alice");
        await phone.RegisterAsync();
        await phone.SendRawAsync(Octets(Request(1, "OPTIONS", BadVia)));
        await lab.NextViolationAsync();

        await lab.Relay.StopAsync(TimeSpan.Zero, TimeSpan.FromSeconds(20));

        Assert.Equal(FlowEndReason.Drained, (await lab.NextEndAsync()).Reason);
    }

    [Fact]
    public async Task FramingThatBreaks_LeavesAViolationLine()
    {
        await using var lab = RelayLab.Start();
        await using var phone = await lab.ConnectAsync("alice");

        await phone.SendRawAsync(Octets(Request(1).Replace("Content-Length: 0", "Content-Length: -1", StringComparison.Ordinal)));

        var line = await lab.NextViolationAsync();
        Assert.Contains("status=\"closed\"", line, StringComparison.Ordinal);
        Assert.Contains("line=\"Content-Length: -1\"", line, StringComparison.Ordinal);
        Assert.Contains("answer=400", line, StringComparison.Ordinal);
        Assert.Equal(FlowEndReason.PhoneFramingBroken, (await lab.NextEndAsync()).Reason);
    }

    [Fact]
    public async Task TextOfAPhone_NeverForgesALogLine()
    {
        await using var lab = RelayLab.Start(Profile("set malformed-header-from discard"));
        await using var phone = await lab.ConnectAsync("alice");
        var request = Request(1).Replace(
            "From: <sip:a@example.com>;tag=1", "From: \"\u001b[2J\u2028\u202e\" <sip:a@example.com>;tag=1\r\n rule=\"none\"", StringComparison.Ordinal);

        await phone.SendRawAsync(Encoding.UTF8.GetBytes(request));

        var line = await lab.NextViolationAsync();
        Assert.DoesNotContain(line, c => char.IsControl(c) || c is '\u2028' or '\u202e');
        Assert.Contains(@"\u001b[2J\u2028\u202e", line, StringComparison.Ordinal);
        Assert.DoesNotContain(" rule=\"none\"", line, StringComparison.Ordinal);
    }

    private static RelayLabOptions Profile(string lines) => new() { ProfileOptions = lines };

    private static byte[] Octets(string text) => Encoding.ASCII.GetBytes(text);

    private static string Request(int sequence, string method = "OPTIONS", string field = "") =>
        $"{method} sip:{RelayLab.Domain} SIP/2.0\r\n"
        + (field.StartsWith("Via", StringComparison.Ordinal) ? field : $"Via: SIP/2.0/TLS 192.0.2.1:5061;branch=z9hG4bK{sequence}") + "\r\n"
        + "From: <sip:a@example.com>;tag=1\r\n"
        + $"To: <sip:{RelayLab.Domain}>\r\n"
        + $"Call-ID: inspected-{sequence}\r\n"
        + $"CSeq: {sequence} {method}\r\n"
        + "Max-Forwards: 70\r\n"
        + (field.Length == 0 || field.StartsWith("Via", StringComparison.Ordinal) ? "" : field + "\r\n")
        + "Content-Length: 0\r\n\r\n";
}
