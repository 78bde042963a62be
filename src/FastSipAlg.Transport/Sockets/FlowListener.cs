// SPDX-License-Identifier: MIT

using System.Net;
using System.Net.Sockets;

namespace FastSipAlg.Transport.Sockets;

/// <summary>A bound, listening TCP socket. Accepting never throws for what a peer or a full table does; see <see cref="Accept"/>.</summary>
public sealed class FlowListener : IDisposable
{
    /// <summary>Connections that may wait to be accepted. The kernel cuts it to net.core.somaxconn (4,096 since Linux 5.4).</summary>
    private const int Backlog = 4096;

    private readonly Socket _socket;
    private readonly PolledSocket _polled;

    private FlowListener(Socket socket, bool isShared, bool isPassed)
    {
        _socket = socket;
        _socket.Blocking = false;
        _polled = new PolledSocket(socket.SafeHandle);
        IsShared = isShared;
        IsPassed = isPassed;
        EndPoint = (IPEndPoint)socket.LocalEndPoint!;
    }

    /// <summary>The address and port that were bound (the real port when 0 was asked for).</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Whether other processes may listen on the same address and port.</summary>
    public bool IsShared { get; }

    /// <summary>Whether others hold the socket as well (<see cref="PassedSockets"/>): it is not closed, and what waits in it is the next process's.</summary>
    public bool IsPassed { get; }

    private bool IsEverywhere => EndPoint.Address.Equals(IPAddress.Any) || EndPoint.Address.Equals(IPAddress.IPv6Any);

    /// <summary>Binds and listens. <paramref name="isShared"/>: with SO_REUSEPORT.</summary>
    /// <exception cref="SocketException">The address is taken, not ours, or its port is privileged.</exception>
    public static FlowListener Bind(IPEndPoint endPoint, bool isShared)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endPoint.Address.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }

            if (isShared)
            {
                ReusedPort.Share(socket);
            }

            LinuxSocketOptions.Apply(socket.SafeHandle);
            socket.Bind(endPoint);
            socket.Listen(Backlog);
            return new FlowListener(socket, isShared, isPassed: false);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Completes, in the thread for arrivals, when a connection may wait, or <see cref="StopWaiting"/> was called; at once when that is known already.</summary>
    /// <exception cref="SocketException">The kernel's limits are reached.</exception>
    public ValueTask<int> WaitAsync(SocketLoops loops)
    {
        _polled.MoveTo(loops.Arrivals);
        return _polled.Readable.WaitAsync();
    }

    /// <summary>Ends a wait, this one or the next. What waits in the socket can be accepted all the same.</summary>
    public void StopWaiting() => _polled.WakeReader();

    /// <summary>
    /// The next connection, with <see cref="LinuxSocketOptions"/> applied; null when none waits (<see cref="SocketError.WouldBlock"/>), or this one came to nothing: the caller asks again. The error tells what was
    /// wrong with it, for a log line.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The listener was disposed.</exception>
    public AcceptResult Accept()
    {
        _polled.Readable.BeginTransfer();
        Span<byte> address = stackalloc byte[LinuxCalls.AddressSize];
        var descriptor = LinuxCalls.Accept(_polled.Handle, address, out var error);
        if (error != SocketError.WouldBlock)
        {
            _polled.Readable.MayHaveMore();
        }

        // The peer may be gone before it is accepted (ECONNABORTED, ENOTCONN), or the process may have no file left (EMFILE).
        if (descriptor is null)
        {
            return new AcceptResult(null, error);
        }

        try
        {
            if (IsPassed)
            {
                LinuxSocketOptions.Apply(descriptor);
            }

            var addresses = new FlowAddresses(LinuxCalls.EndPointOf(address), IsEverywhere ? LinuxCalls.LocalEndPointOf(descriptor) : EndPoint);
            return new AcceptResult(new AcceptedSocket(new PolledSocket(descriptor), addresses), SocketError.Success);
        }
        catch (SocketException e)
        {
            descriptor.Dispose();
            return new AcceptResult(null, e.SocketErrorCode);
        }
    }

    /// <summary>From now on the kernel gives new connections to the process that listens beside this one, if there is one; those that were begun still come here.</summary>
    public void HandOver()
    {
        if (IsShared)
        {
            ReusedPort.HandOver(_socket);
        }
    }

    public void Dispose()
    {
        if (!IsPassed)
        {
            _polled.Dispose();
            _socket.Dispose();
        }
    }

    /// <summary>Takes a socket that listens already.</summary>
    internal static FlowListener Adopt(Socket socket) => new(socket, isShared: false, isPassed: true);
}

/// <summary>A phone's TCP connection before any byte was read from it.</summary>
public sealed class AcceptedSocket
{
    internal AcceptedSocket(PolledSocket socket, FlowAddresses addresses)
    {
        Socket = socket;
        Addresses = addresses;
    }

    /// <summary>Of the TCP connection, until a balancer has said whose it is.</summary>
    public FlowAddresses Addresses { get; internal set; }

    internal PolledSocket Socket { get; }

    /// <summary>Awaiting what it gives goes on in <paramref name="lane"/> when the phone has sent something, or is gone, or <see cref="Abort"/> was called.</summary>
    /// <exception cref="SocketException">The kernel's limits are reached.</exception>
    public LaneWait WaitForOctets(SlowLane lane)
    {
        Socket.MoveTo(lane.Loop);
        return new LaneWait(Socket, lane);
    }

    /// <summary>Nothing has come, and nothing will: it was connected and closed. Asked after <see cref="WaitForOctets"/>.</summary>
    public bool IsGone()
    {
        // Thousands that said nothing in time end here: no exception for each.
        if (Socket.IsClosed)
        {
            return true;
        }

        Span<byte> first = stackalloc byte[1];
        try
        {
            var count = Socket.Peek(first, out _);
            Socket.Readable.MayHaveMore();
            return count is 0 or LinuxCalls.Failed;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }

    /// <summary>The phone has ended its side, whatever it sent before. Seen from <see cref="WaitForOctets"/> on.</summary>
    public bool HasLeft => Socket.IsEnding;

    /// <summary>Closes it at once. May be called from anywhere, any number of times.</summary>
    public void Abort() => Socket.Dispose();
}

/// <summary>Either a connection or what went wrong.</summary>
public readonly record struct AcceptResult(AcceptedSocket? Connection, SocketError Error);
