// SPDX-License-Identifier: MIT

using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>A socket that listens on a free port of loopback and outlives the processes that it is passed to, as a service manager's does.</summary>
internal sealed class InheritedListener : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public InheritedListener()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _socket.Listen();

        // .NET's own is closed on exec.
        Descriptor = Duplicate((int)_socket.SafeHandle.DangerousGetHandle());
    }

    public IPEndPoint EndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    public int Descriptor { get; }

    public void Dispose()
    {
        _socket.Dispose();
        _ = Close(Descriptor);
    }

    [DllImport("libc", EntryPoint = "dup")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Duplicate(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
