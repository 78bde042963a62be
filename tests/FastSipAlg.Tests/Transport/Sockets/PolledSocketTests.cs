// SPDX-License-Identifier: MIT

using System.Net;
using System.Net.Sockets;
using FastSipAlg.TestKit;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Tests.Transport.Sockets;

public sealed class PolledSocketTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly PollLoop _loop = new("test");
    private readonly SlowLane _lane = new(1);
    private readonly Socket _peer;
    private readonly PolledSocket _socket;

    public PolledSocketTests()
    {
        (_socket, _peer) = Connect();
        _socket.MoveTo(_loop);
    }

    [Fact]
    public async Task Receive_OfLessThanThereWasRoomFor_UsesReadinessUpUntilMoreComes()
    {
        var buffer = new byte[100];
        _peer.Send("first"u8);
        await _socket.Readable.WaitAsync().AsTask().WaitAsync(Patience);
        await ReadAtLeastOnceAsync(buffer);

        Assert.False(_socket.Readable.IsReady);

        var waiting = _socket.Readable.WaitAsync().AsTask();
        Assert.False(waiting.IsCompleted);
        _peer.Send("second"u8);
        await waiting.WaitAsync(Patience);

        Assert.Equal(6, _socket.Receive(buffer, out _));
    }

    [Fact]
    public async Task Read_OfOctetsWithAFinBehind_GivesBoth()
    {
        var stream = new SocketStream(_socket, _lane);
        _peer.Send("last"u8);
        _peer.Shutdown(SocketShutdown.Send);

        var buffer = new byte[100];
        Assert.Equal(4, await stream.ReadAsync(buffer).AsTask().WaitAsync(Patience));
        Assert.Equal(0, await stream.ReadAsync(buffer).AsTask().WaitAsync(Patience));
        Assert.True(stream.SawEnd);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WaitingToRead_GoesOnInTheLane_WhenItIsTheEnd(bool isEnd)
    {
        using var loop = new PollLoop("with a lane for ends") { Ends = _lane };
        var (socket, peer) = Connect();
        socket.MoveTo(loop);
        var goingOn = GoOnAsync();

        _ = isEnd ? Task.Run(() => peer.Shutdown(SocketShutdown.Send)) : Task.Run(() => peer.Send("octets"u8));

        Assert.Equal(isEnd, await goingOn.WaitAsync(Patience));
        socket.Dispose();
        peer.Dispose();

        async Task<bool> GoOnAsync()
        {
            await socket.Readable.WaitAsync().ConfigureAwait(false);
            return PollLoop.Current!.IsSlow;
        }
    }

    [Fact]
    public async Task Read_OfAConnectionThatThePeerReset_Throws()
    {
        var stream = new SocketStream(_socket, _lane);
        var reading = stream.ReadAsync(new byte[100]).AsTask();
        _peer.LingerState = new LingerOption(true, 0);
        _peer.Close();

        var exception = await Assert.ThrowsAsync<SocketException>(() => reading.WaitAsync(Patience));

        Assert.Equal(SocketError.ConnectionReset, exception.SocketErrorCode);
    }

    [Fact]
    public async Task Read_WhenTheSocketIsClosedMeanwhile_Throws()
    {
        var reading = new SocketStream(_socket, _lane).ReadAsync(new byte[100]).AsTask();

        _socket.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => reading.WaitAsync(Patience));
    }

    [Fact]
    public async Task Reads_AfterTheSocketWasClosed_AllThrow()
    {
        var stream = new SocketStream(_socket, _lane);
        _socket.Dispose();

        for (var read = 0; read < 3; read++)
        {
            await Assert.ThrowsAsync<ObjectDisposedException>(() => stream.ReadAsync(new byte[100]).AsTask().WaitAsync(Patience));
            await stream.WaitAsync().AsTask().WaitAsync(Patience);
        }
    }

    [Fact]
    public async Task Write_OfMoreThanThePeerTakes_WaitsAndLosesNothing()
    {
        var sent = new byte[8 * 1024 * 1024];
        new Random(7).NextBytes(sent);
        var writing = new SocketStream(_socket, _lane).WriteAsync(sent).AsTask();
        Assert.False(writing.IsCompleted);

        var received = new byte[sent.Length];
        for (var count = 0; count < received.Length;)
        {
            count += await _peer.ReceiveAsync(received.AsMemory(count)).AsTask().WaitAsync(Patience);
        }

        await writing.WaitAsync(Patience);
        Assert.True(sent.AsSpan().SequenceEqual(received));
    }

    [Fact]
    public async Task MoveTo_AnotherLoop_LeavesTheReportsToThatOne()
    {
        using var other = new PollLoop("other");
        _peer.Send("before "u8);

        _socket.MoveTo(other);
        _loop.Dispose();
        _peer.Send("after"u8);

        var buffer = new byte[100];
        var stream = new SocketStream(_socket, _lane);
        for (var count = 0; count < "before after".Length;)
        {
            count += await stream.ReadAsync(buffer).AsTask().WaitAsync(Patience);
        }

        Assert.False(_socket.Readable.IsReady);
    }

    [Fact]
    public async Task Connect_ToAPortWhereNobodyListens_IsRefused()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var socket = new PolledSocket(LinuxCalls.CreateSocket(AddressFamily.InterNetwork));

        var exception = await Assert.ThrowsAsync<SocketException>(
            () => socket.ConnectAsync((IPEndPoint)taken.LocalEndPoint!, _loop).AsTask().WaitAsync(Patience));

        Assert.Equal(SocketError.ConnectionRefused, exception.SocketErrorCode);
    }

    // Slots, descriptors and waiters change hands all the time; whoever reads must find its own peer's octets, or that it was closed.
    [Fact]
    public async Task Sockets_ManyThatComeAndGo_AreNeverTakenForOneAnother()
    {
        using var other = new PollLoop("other");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            var buffer = new byte[16];
            for (var round = 0; round < 250; round++)
            {
                var (socket, peer) = Connect();
                using (peer)
                {
                    socket.MoveTo(round % 2 == 0 ? _loop : other);
                    var stream = new SocketStream(socket, _lane);
                    var reading = stream.ReadAsync(buffer).AsTask();
                    if (round % 3 == 0)
                    {
                        socket.Dispose();
                        await Assert.ThrowsAsync<ObjectDisposedException>(() => reading.WaitAsync(Patience));
                        continue;
                    }

                    var octets = BitConverter.GetBytes(((long)worker << 32) | (uint)round);
                    peer.Send(octets);
                    Assert.Equal(octets.Length, await reading.WaitAsync(Patience));
                    Assert.Equal(octets, buffer[..octets.Length]);
                    socket.Dispose();
                }
            }
        })));
    }

    public void Dispose()
    {
        _socket.Dispose();
        _peer.Dispose();
        _loop.Dispose();
        _lane.Dispose();
    }

    private static (PolledSocket Socket, Socket Peer) Connect()
    {
        using var listener = FlowListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), isShared: false);
        var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        peer.Connect(listener.EndPoint);
        return (Accepted.By(listener).Socket, peer);
    }

    // The loop's first report may be of a socket without octets.
    private async Task ReadAtLeastOnceAsync(byte[] buffer)
    {
        while (_socket.Receive(buffer, out _) == LinuxCalls.WouldBlock)
        {
            await _socket.Readable.WaitAsync().AsTask().WaitAsync(Patience);
        }
    }
}
