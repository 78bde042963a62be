// SPDX-License-Identifier: MIT

using System.Net;
using System.Net.Sockets;

namespace FastSipAlg.LoadGenerator.Connections;

/// <summary>TCP connections from many addresses: on loopback all of 127.0.0.0/8 is ours.</summary>
internal sealed class LoopbackSources(IPEndPoint target, int count)
{
    private const int AddressesPerNetwork = 250;

    // ip(7): the port is chosen by connect(2), which knows the target, so ports do not run out.
    private const int IpProtoIp = 0;
    private const int IpBindAddressNoPort = 24;

    private int _next;

    /// <exception cref="SocketException">It did not come about.</exception>
    public async Task<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.SetRawSocketOption(IpProtoIp, IpBindAddressNoPort, BitConverter.GetBytes(1));
            socket.Bind(new IPEndPoint(Next(), 0));
            await socket.ConnectAsync(target, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private IPAddress Next()
    {
        var number = (Interlocked.Increment(ref _next) & int.MaxValue) % count;
        return new IPAddress([127, 1, (byte)(number / AddressesPerNetwork), (byte)(1 + (number % AddressesPerNetwork))]);
    }
}
