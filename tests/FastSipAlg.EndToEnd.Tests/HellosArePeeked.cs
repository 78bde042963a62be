// SPDX-License-Identifier: MIT

using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using FastSipAlg.Relay.Diagnostics;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>A ClientHello is looked at before TLS starts: however it comes TLS gets all of it, and what is none ends the flow with a reason.</summary>
public sealed class HellosArePeeked
{
    private const string Options =
        "OPTIONS sip:sip.example.com SIP/2.0\r\nVia: SIP/2.0/TLS 192.0.2.1;branch=z9hG4bKhello\r\nFrom: <sip:a@example.com>;tag=1\r\n"
        + "To: <sip:sip.example.com>\r\nCall-ID: hello\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";

    [Theory]
    [InlineData(0, 16_384, 1)]
    [InlineData(0, 1, 6)]
    [InlineData(0, 3, 1_000)]
    [InlineData(15_500, 16_384, 1_400)]
    [InlineData(15_500, 700, 333)]
    [InlineData(15_500, 6, 4_096)]
    public async Task Hello_InAnyRecordsAndSegments_ShakesHands(int padding, int fragment, int segment)
    {
        await using var lab = RelayLab.Start();
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(lab.EndPoint);
        var fragmenting = new FragmentingStream(client.GetStream(), fragment, segment);
        await using var stream = new SslStream(fragmenting);
        var options = lab.PhoneTls();
        options.ApplicationProtocols = [.. Enumerable.Range(0, padding / 250).Select(n => new SslApplicationProtocol(n + new string('x', 246)))];

        await stream.AuthenticateAsClientAsync(options);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Options));
        using var reader = new StreamReader(stream);

        Assert.Equal("SIP/2.0 200 OK", await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.InRange(fragmenting.HelloLength, padding, 16_384);
    }

    [Theory]
    [InlineData("REGISTER sip:example.com SIP/2.0\r\nVia: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bK1\r\n", "SIP without TLS")]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "HTTP without TLS")]
    [InlineData("\x80\x2e\x01\x03\x01\x00", "SSL 2.0")]
    [InlineData("\u001b[31mred\r\n\r\n", "1b5b33316d726564")]
    public async Task Phone_ThatSpeaksNoTls_IsEndedAtOnceWithAGuess(string octets, string guess)
    {
        await using var lab = RelayLab.Start();
        using var client = new TcpClient();
        await client.ConnectAsync(lab.EndPoint);

        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(octets));

        var end = await lab.NextEndAsync();
        Assert.Equal(FlowEndReason.PhoneNotTls, end.Reason);
        Assert.Contains(guess, end.Line, StringComparison.Ordinal);
        Assert.Equal(0, await client.GetStream().ReadAsync(new byte[1]));
    }

    [Theory]
    [InlineData("16030100050100000100", 50)]
    [InlineData("1603010000", 22)]
    [InlineData("16030100040200000015", 10)]
    [InlineData("1603010004010fffff", 50)]
    [InlineData("15030100020228", 10)]
    public async Task Hello_ThatIsNone_IsAnsweredWithItsAlert(string hex, byte alert)
    {
        await using var lab = RelayLab.Start();
        using var client = new TcpClient();
        await client.ConnectAsync(lab.EndPoint);

        await client.GetStream().WriteAsync(Convert.FromHexString(hex));

        var answer = new byte[8];
        var count = await client.GetStream().ReadAtLeastAsync(answer, answer.Length, throwOnEndOfStream: false);
        Assert.Equal([21, 3, 1, 0, 2, 2, alert], answer[..count]);
        Assert.Equal(FlowEndReason.PhoneHandshakeFailed, (await lab.NextEndAsync()).Reason);
    }

    [Fact]
    public async Task Phone_ThatLeavesWithoutAHello_IsToldApart()
    {
        await using var lab = RelayLab.Start();
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(lab.EndPoint);
        }

        var end = await lab.NextEndAsync();
        Assert.Equal(FlowEndReason.PhoneHandshakeAbandoned, end.Reason);
        Assert.Contains("before its ClientHello", end.Line, StringComparison.Ordinal);
    }
}
