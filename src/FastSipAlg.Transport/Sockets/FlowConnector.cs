// SPDX-License-Identifier: MIT

using System.Net;
using System.Net.Sockets;

namespace FastSipAlg.Transport.Sockets;

/// <summary>Opens the TCP connection to the SIP server: each address, and each IP address its name has, in order, until one answers.</summary>
internal static class FlowConnector
{
    /// <exception cref="SocketException">The last address's failure; <see cref="SocketError.HostNotFound"/> when no name resolved.</exception>
    /// <exception cref="OperationCanceledException">The token, which carries the deadline, was cancelled.</exception>
    public static async Task<(Socket Socket, FlowAddresses Addresses)> ConnectAsync(
        IReadOnlyList<ServerAddress> servers,
        CancellationToken cancellationToken)
    {
        SocketException? failure = null;
        foreach (var server in servers)
        {
            foreach (var address in await ResolveAsync(server.Host, cancellationToken))
            {
                var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                try
                {
                    LinuxSocketOptions.Apply(socket);
                    await socket.ConnectAsync(new IPEndPoint(address, server.Port), cancellationToken);
                    return (socket, new FlowAddresses((IPEndPoint)socket.RemoteEndPoint!, (IPEndPoint)socket.LocalEndPoint!));
                }
                catch (SocketException e)
                {
                    socket.Dispose();
                    failure = e;
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            }
        }

        throw failure ?? new SocketException((int)SocketError.HostNotFound);
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
