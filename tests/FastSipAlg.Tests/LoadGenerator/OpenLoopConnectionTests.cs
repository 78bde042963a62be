// SPDX-License-Identifier: MIT

using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using FastSipAlg.LoadGenerator.Connections;
using FastSipAlg.LoadGenerator.Messages;
using FastSipAlg.Simulation.Measuring;
using FastSipAlg.Tests.Simulation;

namespace FastSipAlg.Tests.LoadGenerator;

public sealed class OpenLoopConnectionTests : IAsyncLifetime, IDisposable
{
    private readonly RequestTemplate[] _templates = RequestTemplate.Create(MessageKind.Dialogs, 2, mirror: false);
    private OpenLoopConnection _connection = null!;
    private SslStream _relay = null!;

    public async Task InitializeAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var connecting = new LoadTarget((IPEndPoint)listener.LocalEndpoint, "localhost", resume: false).ConnectAsync(CancellationToken.None);
        _relay = new SslStream(new NetworkStream(await listener.AcceptSocketAsync(), ownsSocket: true));
        await _relay.AuthenticateAsServerAsync(LoopbackTls.Server());
        _connection = new OpenLoopConnection(await connecting, _templates, new LatencyHistogram(), verify: false);
        _ = _connection.RunAsync();
    }

    public Task DisposeAsync() => _connection.CloseAsync();

    public void Dispose() => _relay.Dispose();

    [Fact]
    public async Task Answer503_MayOvertake_AndSilencesANewRequestButNoneInADialog()
    {
        _connection.ObeysRetryAfter = true;
        Schedule(2);

        await AnswerAsync(_templates[1], 1, "503 Service Unavailable\r\nRetry-After: 600");
        await AnswerAsync(_templates[0], 0, "200 OK");
        await ReceivedAsync(2);
        Assert.Equal((0, 1, 1), (_connection.Errors, _connection.Unavailable, _connection.UnavailableInDialog));

        // Three REGISTER, and an INFO.
        Schedule(4);
        Assert.Equal((3, 3), (_connection.HeldBack, _connection.Sent));
        await AnswerAsync(_templates[1], 2, "200 OK");
        await ReceivedAsync(3);
        Assert.Equal((0, 1), (_connection.Errors, _connection.Unavailable));
    }

    [Fact]
    public async Task Answer200_MayNotOvertake()
    {
        Schedule(2);

        await AnswerAsync(_templates[1], 1, "200 OK");

        await EventuallyAsync(() => _connection.IsEnded);
        Assert.Equal(1, _connection.Errors);
    }

    private void Schedule(int requests)
    {
        for (var i = 0; i < requests; i++)
        {
            _connection.Schedule(Stopwatch.GetTimestamp());
        }
    }

    private Task AnswerAsync(RequestTemplate template, int number, string status)
    {
        var answer = Encoding.ASCII.GetString(RequestTemplateTests.Answer(template, number, mirror: false));
        return _relay.WriteAsync(Encoding.ASCII.GetBytes(answer.Replace("200 OK", status, StringComparison.Ordinal))).AsTask();
    }

    private Task ReceivedAsync(int count) => EventuallyAsync(() => _connection.Received == count);

    private static async Task EventuallyAsync(Func<bool> isSo)
    {
        for (var waited = Stopwatch.StartNew(); !isSo(); await Task.Delay(5))
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(20));
        }
    }
}
