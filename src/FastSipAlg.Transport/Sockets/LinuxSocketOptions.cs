// SPDX-License-Identifier: MIT

using System.Net.Sockets;

namespace FastSipAlg.Transport.Sockets;

/// <summary>What both legs' sockets are told.</summary>
internal static class LinuxSocketOptions
{
    private const int IpProtoTcp = 6;
    private const int TcpUserTimeout = 18;

    /// <summary>A silent peer is probed after this many seconds; half of RFC 5626 §4.4.1's shortest keep-alive interval for TCP would be 47.</summary>
    private const int KeepAliveSeconds = 45;

    private const int KeepAliveIntervalSeconds = 10;

    /// <summary>Milliseconds that sent data or probes may stay unacknowledged. The kernel's own answer is some 15 minutes (drachtio PR 488, kamailio#4187).</summary>
    private const int UserTimeoutMilliseconds = 30_000;

    /// <summary>No delay, keep-alive, and an end to a peer that vanished.</summary>
    public static void Apply(Socket socket)
    {
        socket.NoDelay = true;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, KeepAliveIntervalSeconds);
        if (OperatingSystem.IsLinux())
        {
            socket.SetRawSocketOption(IpProtoTcp, TcpUserTimeout, BitConverter.GetBytes(UserTimeoutMilliseconds));
        }
    }
}
