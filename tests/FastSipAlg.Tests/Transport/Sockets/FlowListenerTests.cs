// SPDX-License-Identifier: MIT

using System.Net;
using System.Net.Sockets;
using FastSipAlg.TestKit;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Tests.Transport.Sockets;

public sealed class FlowListenerTests
{
    // What goes wrong does so now and then: the octets must be reported while the caller is on its way to wait for them.
    private const int Connections = 500;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task WaitForOctets_ThatAreThereAlready_GoesOnInTheLane()
    {
        using var lane = new SlowLane(2);
        using var listener = FlowListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), isShared: false);
        var elsewhere = 0;
        for (var i = 0; i < Connections; i++)
        {
            using var phone = new TcpClient();
            await phone.ConnectAsync(listener.EndPoint);
            await phone.Client.SendAsync("x"u8.ToArray());
            var connection = Accepted.By(listener);

            // As the one who accepts: none of the lane's threads.
            await Task.Run(async () =>
            {
                await connection.WaitForOctets(lane);
                elsewhere += PollLoop.Current is { IsSlow: true } ? 0 : 1;
            });
            connection.Abort();
        }

        Assert.Equal(0, elsewhere);
    }

    [Fact]
    public async Task Connection_ThatWasAborted_IsGone()
    {
        using var lane = new SlowLane(1);
        using var listener = FlowListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), isShared: false);
        using var phone = new TcpClient();
        await phone.ConnectAsync(listener.EndPoint);
        var connection = Accepted.By(listener);
        var waiting = WaitAsync(connection, lane);

        connection.Abort();
        await waiting;

        Assert.True(connection.IsGone());
    }

    [Fact]
    public void Connection_IsToldWhatEveryLegIs()
    {
        using var listener = FlowListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), isShared: false);
        using var phone = new TcpClient(AddressFamily.InterNetwork);
        phone.Connect(listener.EndPoint);
        var connection = Accepted.By(listener);

        AssertOptions(connection);
        Assert.Equal(phone.Client.LocalEndPoint, connection.Addresses.Peer);
        Assert.Equal(listener.EndPoint, connection.Addresses.Local);
        connection.Abort();
    }

    // The service manager's socket itself is not ours to change.
    [Fact]
    public void ConnectionOfAPassedSocket_IsToldWhatEveryLegIs()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        using var listener = FlowListener.Adopt(socket);
        using var phone = new TcpClient();
        phone.Connect(listener.EndPoint);
        var connection = Accepted.By(listener);

        AssertOptions(connection);
        connection.Abort();
    }

    [Theory]
    [InlineData("127.0.0.1", "::ffff:127.0.0.1")]
    [InlineData("::1", "::1")]
    public void ConnectionToAnyAddress_KnowsWhichOneItCameTo(string address, string local)
    {
        using var listener = FlowListener.Bind(new IPEndPoint(IPAddress.IPv6Any, 0), isShared: false);
        using var phone = new Socket(IPAddress.Parse(address).AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        phone.Connect(new IPEndPoint(IPAddress.Parse(address), listener.EndPoint.Port));
        var connection = Accepted.By(listener);

        Assert.Equal(new IPEndPoint(IPAddress.Parse(local), listener.EndPoint.Port), connection.Addresses.Local);
        Assert.Equal(new IPEndPoint(IPAddress.Parse(local), ((IPEndPoint)phone.LocalEndPoint!).Port), connection.Addresses.Peer);
        connection.Abort();
    }

    [Fact]
    public async Task Wait_ThatIsStopped_Ends_AndSoDoesTheNext()
    {
        using var loops = new SocketLoops(1);
        using var listener = FlowListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), isShared: false);
        await DrainReportsAsync(listener, loops);
        var waiting = listener.WaitAsync(loops).AsTask();
        await Task.Delay(50);
        Assert.False(waiting.IsCompleted);

        listener.StopWaiting();

        await waiting.WaitAsync(Patience);
        await listener.WaitAsync(loops).AsTask().WaitAsync(Patience);
    }

    private static async Task WaitAsync(AcceptedSocket connection, SlowLane lane) => await connection.WaitForOctets(lane);

    // The kernel may report a socket once that has nothing.
    private static async Task DrainReportsAsync(FlowListener listener, SocketLoops loops)
    {
        _ = listener.WaitAsync(loops).AsTask();
        await Task.Delay(50);
        listener.StopWaiting();
        Assert.Equal(SocketError.WouldBlock, listener.Accept().Error);
    }

    // Level and name of TCP_USER_TIMEOUT: tcp(7).
    private static void AssertOptions(AcceptedSocket connection)
    {
        using var socket = new Socket(new SafeSocketHandle(connection.Socket.Handle.DangerousGetHandle(), ownsHandle: false));
        var userTimeout = new byte[sizeof(int)];
        _ = socket.GetRawSocketOption(6, 18, userTimeout);
        Assert.True(socket.NoDelay);
        Assert.Equal(1, socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive));
        Assert.Equal(45, socket.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime));
        Assert.Equal(10, socket.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval));
        Assert.Equal(30_000, BitConverter.ToInt32(userTimeout));
    }
}
