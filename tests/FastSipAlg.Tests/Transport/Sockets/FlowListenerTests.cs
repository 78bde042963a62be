// SPDX-License-Identifier: MIT

using System.Net;
using System.Net.Sockets;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Tests.Transport.Sockets;

public sealed class FlowListenerTests
{
    // What goes wrong does so now and then: the octets must be reported while the caller is on its way to wait for them.
    private const int Connections = 500;

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
            var connection = (await listener.AcceptAsync(CancellationToken.None)).Connection!;

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
        var connection = (await listener.AcceptAsync(CancellationToken.None)).Connection!;
        var waiting = WaitAsync(connection, lane);

        connection.Abort();
        await waiting;

        Assert.True(connection.IsGone());
    }

    private static async Task WaitAsync(AcceptedSocket connection, SlowLane lane) => await connection.WaitForOctets(lane);
}
