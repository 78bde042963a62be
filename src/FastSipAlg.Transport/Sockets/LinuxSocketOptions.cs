// SPDX-License-Identifier: MIT

using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace FastSipAlg.Transport.Sockets;

/// <summary>What both legs' sockets are told.</summary>
internal static class LinuxSocketOptions
{
    // Names: socket(7), tcp(7).
    private const int SoKeepAlive = 9;
    private const int IpProtoTcp = 6;
    private const int TcpNoDelay = 1;
    private const int TcpKeepIdle = 4;
    private const int TcpKeepInterval = 5;
    private const int TcpUserTimeout = 18;

    /// <summary>A silent peer is probed after this many seconds; half of RFC 5626 §4.4.1's shortest keep-alive interval for TCP would be 47.</summary>
    private const int KeepAliveSeconds = 45;

    private const int KeepAliveIntervalSeconds = 10;

    /// <summary>Milliseconds that sent data or probes may stay unacknowledged. The kernel's own answer is some 15 minutes (drachtio PR 488, kamailio#4187).</summary>
    private const int UserTimeoutMilliseconds = 30_000;

    /// <summary>No delay, keep-alive, and an end to a peer that vanished. What a listening socket is told holds for those that are accepted from it.</summary>
    /// <exception cref="SocketException">The kernel does not know one of them.</exception>
    public static void Apply(SafeHandle socket)
    {
        LinuxCalls.SetOption(socket, IpProtoTcp, TcpNoDelay, 1);
        LinuxCalls.SetOption(socket, LinuxCalls.SocketLevel, SoKeepAlive, 1);
        LinuxCalls.SetOption(socket, IpProtoTcp, TcpKeepIdle, KeepAliveSeconds);
        LinuxCalls.SetOption(socket, IpProtoTcp, TcpKeepInterval, KeepAliveIntervalSeconds);
        LinuxCalls.SetOption(socket, IpProtoTcp, TcpUserTimeout, UserTimeoutMilliseconds);
    }
}
