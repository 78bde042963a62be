// SPDX-License-Identifier: MIT

using System.Net;
using System.Net.Sockets;

namespace FastSipAlg.Transport.Sockets;

/// <summary>Opens the TCP connection to the SIP server.</summary>
internal static class FlowConnector
{
    /// <exception cref="SocketException">It did not come about.</exception>
    /// <exception cref="OperationCanceledException">The token, which carries the deadline, was cancelled.</exception>
    public static async Task<(PolledSocket Socket, FlowAddresses Addresses)> ConnectAsync(IPEndPoint endPoint, PollLoop loop, CancellationToken cancellationToken)
    {
        var socket = new PolledSocket(LinuxCalls.CreateSocket(endPoint.AddressFamily));
        try
        {
            LinuxSocketOptions.Apply(socket.Handle);
            await using (cancellationToken.UnsafeRegister(static socket => ((PolledSocket)socket!).Dispose(), socket))
            {
                await socket.ConnectAsync(endPoint, loop);
            }

            return (socket, new FlowAddresses(endPoint, LinuxCalls.LocalEndPointOf(socket.Handle)));
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
}
