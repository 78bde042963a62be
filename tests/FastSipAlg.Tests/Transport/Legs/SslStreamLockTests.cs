// SPDX-License-Identifier: MIT

using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using FastSipAlg.Simulation.Certificates;
using FastSipAlg.Transport.Legs;

namespace FastSipAlg.Tests.Transport.Legs;

public sealed class SslStreamLockTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(200);

    // A runtime whose SslStream looks different inside makes this fail: then what was found is not the lock that it encrypts and decrypts under.
    [Fact]
    public async Task Lock_IsTheOneThatSslStreamWorksUnder()
    {
        await using var pair = await Connected.OpenAsync();
        var isHeld = new TaskCompletionSource();
        var release = new ManualResetEventSlim();
        var holder = Task.Factory.StartNew(() => Hold(pair.Server, isHeld, release), TaskCreationOptions.LongRunning);
        await isHeld.Task;

        var writing = Task.Run(async () => await pair.Server.WriteAsync(new byte[10]));
        Assert.NotSame(writing, await Task.WhenAny(writing, Task.Delay(Moment)));

        release.Set();
        await writing.WaitAsync(Patience);
        await holder;
    }

    [Fact]
    public async Task CloseNotify_WaitsForWhoeverEncryptsOrDecrypts()
    {
        await using var pair = await Connected.OpenAsync();
        var writer = new LegWriter(pair.Server);
        var isHeld = new TaskCompletionSource();
        var release = new ManualResetEventSlim();
        var holder = Task.Factory.StartNew(() => Hold(pair.Server, isHeld, release), TaskCreationOptions.LongRunning);
        await isHeld.Task;

        var closing = Task.Run(async () => await writer.SendCloseNotifyAsync());
        Assert.NotSame(closing, await Task.WhenAny(closing, Task.Delay(Moment)));

        release.Set();
        await closing.WaitAsync(Patience);
        Assert.Equal(0, await pair.Client.ReadAsync(new byte[10]));
        await holder;
    }

    private static void Hold(SslStream stream, TaskCompletionSource isHeld, ManualResetEventSlim release)
    {
        lock (SslStreamLock.Of(stream))
        {
            isHeld.SetResult();
            release.Wait(Patience);
        }
    }

    private sealed class Connected(SslStream client, SslStream server) : IAsyncDisposable
    {
        public SslStream Client => client;

        public SslStream Server => server;

        public static async Task<Connected> OpenAsync()
        {
            using var lab = LabCertificates.Create();
            using var certificate = lab.IssueServer("sip.example.com");
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var connecting = new TcpClient();
            await connecting.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
            var accepted = await listener.AcceptTcpClientAsync();
            var client = new SslStream(connecting.GetStream(), false, (_, presented, _, _) => certificate.Certificate.Equals(presented));
            var server = new SslStream(accepted.GetStream());
            await Task.WhenAll(client.AuthenticateAsClientAsync("sip.example.com"), server.AuthenticateAsServerAsync(certificate.Certificate));
            return new Connected(client, server);
        }

        public async ValueTask DisposeAsync()
        {
            await client.DisposeAsync();
            await server.DisposeAsync();
        }
    }
}
