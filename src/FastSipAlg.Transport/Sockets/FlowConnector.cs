// SPDX-License-Identifier: MIT

using System.Net;
using System.Net.Sockets;

namespace FastSipAlg.Transport.Sockets;

/// <summary>Opens the TCP connection to the SIP server: each address, and each IP address its name has, in order, until one answers.</summary>
internal static class FlowConnector
{
    /// <exception cref="SocketException">The last address's failure; <see cref="SocketError.HostNotFound"/> when no name resolved.</exception>
    /// <exception cref="OperationCanceledException">The token, which carries the deadline, was cancelled.</exception>
    public static async Task<(PolledSocket Socket, FlowAddresses Addresses)> ConnectAsync(
        IReadOnlyList<ServerAddress> servers,
        SlowLane lane,
        CancellationToken cancellationToken)
    {
        SocketException? failure = null;
        foreach (var server in servers)
        {
            foreach (var address in await ResolveAsync(server.Host, cancellationToken))
            {
                try
                {
                    return await ConnectAsync(new IPEndPoint(address, server.Port), lane.Loop, cancellationToken);
                }
                catch (SocketException e)
                {
                    failure = e;
                }
            }
        }

        throw failure ?? new SocketException((int)SocketError.HostNotFound);
    }

    private static async Task<(PolledSocket Socket, FlowAddresses Addresses)> ConnectAsync(IPEndPoint endPoint, PollLoop loop, CancellationToken cancellationToken)
    {
        var socket = new PolledSocket(new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp));
        try
        {
            LinuxSocketOptions.Apply(socket.Socket);
            await using (cancellationToken.UnsafeRegister(static socket => ((PolledSocket)socket!).Dispose(), socket))
            {
                await socket.ConnectAsync(endPoint, loop);
            }

            return (socket, new FlowAddresses(endPoint, LinuxCalls.LocalEndPointOf(socket.Handle, endPoint.AddressFamily)));
        }
        catch (Exception e)
        {
            socket.Dispose();
            if (e is ObjectDisposedException)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            throw;
        }
    }

    private static async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var address))
        {
            return [address];
        }

        try
        {
            return await Dns.GetHostAddressesAsync(host, cancellationToken);
        }
        catch (SocketException)
        {
            return [];
        }
    }
}
