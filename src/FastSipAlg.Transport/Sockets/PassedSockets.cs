// SPDX-License-Identifier: MIT

using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace FastSipAlg.Transport.Sockets;

/// <summary>
/// Listening sockets that a service manager has made and passes on (sd_listen_fds(3)). It holds them while one process goes and the next comes, so connections wait meanwhile and none is refused.
/// They are never closed here: a listener that a reload brings back finds its socket again.
/// </summary>
public sealed class PassedSockets
{
    /// <summary>SD_LISTEN_FDS_START, sd-daemon.h.</summary>
    private const int FirstDescriptor = 3;

    private PassedSockets(IReadOnlyList<PassedSocket> all) => All = all;

    public static PassedSockets None { get; } = new([]);

    /// <summary>In the order in which they were passed.</summary>
    public IReadOnlyList<PassedSocket> All { get; }

    /// <summary>Those that were passed to this process. To be called once: two that accept from one descriptor would not know of each other.</summary>
    public static PassedSockets OfProcess() => Read(Environment.GetEnvironmentVariable, FirstDescriptor);

    /// <summary>The one that has the listener's name (<c>FileDescriptorName=</c>), or else listens where the listener shall; null: there is none.</summary>
    public FlowListener? Find(string listener, IPEndPoint place) =>
        (All.FirstOrDefault(socket => socket.Name == listener && socket.EndPoint is not null) ?? All.FirstOrDefault(socket => place.Equals(socket.EndPoint)))?.Listener;

    internal static PassedSockets Read(Func<string, string?> environment, int first)
    {
        // Variables that were meant for another process are inherited like all others.
        if (environment("LISTEN_PID") != Environment.ProcessId.ToString(CultureInfo.InvariantCulture)
            || !int.TryParse(environment("LISTEN_FDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return None;
        }

        var names = environment("LISTEN_FDNAMES")?.Split(':') ?? [];
        return new PassedSockets([.. Enumerable.Range(0, count).Select(index => new PassedSocket(names.ElementAtOrDefault(index) ?? "", Open(first + index)))]);
    }

    // null: it is no TCP socket that listens.
    private static FlowListener? Open(int descriptor)
    {
        try
        {
            var socket = new Socket(new SafeSocketHandle(descriptor, ownsHandle: false));
            return socket is { SocketType: SocketType.Stream, LocalEndPoint: IPEndPoint } && socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.AcceptConnection) is not 0
                ? FlowListener.Adopt(socket)
                : null;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}

/// <summary>One of them.</summary>
/// <param name="Name">As the service manager calls it; empty: nothing is said.</param>
/// <param name="Listener">null: phones cannot be accepted from it.</param>
public sealed record PassedSocket(string Name, FlowListener? Listener)
{
    /// <summary>Where it listens; null: nowhere.</summary>
    public IPEndPoint? EndPoint => Listener?.EndPoint;
}
