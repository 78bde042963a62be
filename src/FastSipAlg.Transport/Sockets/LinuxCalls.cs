// SPDX-License-Identifier: MIT

using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace FastSipAlg.Transport.Sockets;

/// <summary>The kernel's calls that .NET's sockets have no word for: readiness by epoll, and transfers that never wait. Errors are values.</summary>
internal static partial class LinuxCalls
{
    /// <summary>What a transfer gives instead of octets when it would have to wait.</summary>
    public const int WouldBlock = -1;

    /// <summary>What a transfer gives instead of octets when the connection failed.</summary>
    public const int Failed = -2;

    public const uint EpollIn = 0x1;
    public const uint EpollOut = 0x4;
    public const uint EpollError = 0x8;
    public const uint EpollHangUp = 0x10;
    public const uint EpollPeerShutdown = 0x2000;
    public const uint EpollEdgeTriggered = 1u << 31;

    private const int EpollCloseOnExec = 0x80000;
    private const int EpollAdd = 1;
    private const int EpollDelete = 2;
    private const int EventNonBlocking = 0x800;
    private const int LeaveThere = 0x2;
    private const int DontWait = 0x40;
    private const int NoSignal = 0x4000;

    private const int Interrupted = 4;
    private const int Again = 11;
    private const int InProgress = 115;

    // struct epoll_event { uint32_t events; epoll_data_t data; }: packed on x86-64 alone.
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;

    /// <summary>Octets of one event in the buffer of <see cref="WaitForEvents"/>.</summary>
    public static int EventSize => DataOffset + sizeof(ulong);

    /// <exception cref="SocketException">No file is left.</exception>
    public static SafeFileDescriptor CreatePoll() => SafeFileDescriptor.Own(EpollCreate(EpollCloseOnExec), ErrorOfLastCall);

    /// <exception cref="SocketException">No file is left.</exception>
    public static SafeFileDescriptor CreateEvent() => SafeFileDescriptor.Own(EventFd(0, EventNonBlocking | EpollCloseOnExec), ErrorOfLastCall);

    /// <summary>Makes <paramref name="poll"/> report <paramref name="events"/> of a descriptor with <paramref name="data"/>.</summary>
    /// <exception cref="SocketException">The kernel's limits are reached.</exception>
    public static void Watch(SafeFileDescriptor poll, SafeHandle descriptor, uint events, ulong data)
    {
        Span<byte> request = stackalloc byte[16];
        MemoryMarshal.Write(request, in events);
        MemoryMarshal.Write(request[DataOffset..], in data);
        if (EpollControl(poll, EpollAdd, descriptor, ref request[0]) < 0)
        {
            throw new SocketException((int)ErrorOfLastCall());
        }
    }

    /// <summary>No more events of a descriptor. One that is closed is forgotten without this.</summary>
    public static void Unwatch(SafeFileDescriptor poll, SafeHandle descriptor)
    {
        Span<byte> request = stackalloc byte[16];
        _ = EpollControl(poll, EpollDelete, descriptor, ref request[0]);
    }

    /// <summary>Events written to <paramref name="events"/>; waits for one for ever, or not at all.</summary>
    public static int WaitForEvents(SafeFileDescriptor poll, Span<byte> events, bool mayWait) =>
        Math.Max(0, EpollWait(poll, ref events[0], events.Length / EventSize, mayWait ? -1 : 0));

    public static (uint Events, ulong Data) ReadEvent(ReadOnlySpan<byte> events, int index)
    {
        var octets = events[(index * EventSize)..];
        return (MemoryMarshal.Read<uint>(octets), MemoryMarshal.Read<ulong>(octets[DataOffset..]));
    }

    /// <summary>One edge for whoever watches an event's descriptor; nobody reads its count.</summary>
    public static void SignalEvent(SafeFileDescriptor descriptor)
    {
        var one = 1UL;
        _ = Write(descriptor, ref one, sizeof(ulong));
    }

    /// <summary>Octets received; 0 at the end; <see cref="WouldBlock"/>, or <see cref="Failed"/> with the reason in <paramref name="error"/>.</summary>
    /// <exception cref="ObjectDisposedException">The socket was closed.</exception>
    public static int Receive(SafeSocketHandle socket, Span<byte> buffer, out SocketError error) => Receive(socket, buffer, DontWait, out error);

    /// <summary>As <see cref="Receive(SafeSocketHandle, Span{byte}, out SocketError)"/>; what it gives stays to be received.</summary>
    /// <exception cref="ObjectDisposedException">The socket was closed.</exception>
    public static int Peek(SafeSocketHandle socket, Span<byte> buffer, out SocketError error) => Receive(socket, buffer, DontWait | LeaveThere, out error);

    private static int Receive(SafeSocketHandle socket, Span<byte> buffer, int flags, out SocketError error)
    {
        while (true)
        {
            var count = Recv(socket, ref MemoryMarshal.GetReference(buffer), (nuint)buffer.Length, flags);
            if (count >= 0)
            {
                error = SocketError.Success;
                return (int)count;
            }

            if (Marshal.GetLastPInvokeError() != Interrupted)
            {
                return Outcome(out error);
            }
        }
    }

    /// <summary>Octets sent, perhaps not all; <see cref="WouldBlock"/>, or <see cref="Failed"/> with the reason in <paramref name="error"/>.</summary>
    /// <exception cref="ObjectDisposedException">The socket was closed.</exception>
    public static int Send(SafeSocketHandle socket, ReadOnlySpan<byte> octets, out SocketError error)
    {
        while (true)
        {
            var count = Send(socket, ref MemoryMarshal.GetReference(octets), (nuint)octets.Length, DontWait | NoSignal);
            if (count >= 0)
            {
                error = SocketError.Success;
                return (int)count;
            }

            if (Marshal.GetLastPInvokeError() != Interrupted)
            {
                return Outcome(out error);
            }
        }
    }

    /// <summary>Begins to connect a socket that does not block; the end of it is a writable socket and its SO_ERROR. What fails at once is thrown.</summary>
    /// <exception cref="SocketException">There is no way to that address.</exception>
    public static void BeginConnect(SafeSocketHandle socket, IPEndPoint endPoint)
    {
        var address = endPoint.Serialize();
        if (Connect(socket, ref address.Buffer.Span[0], (uint)address.Size) < 0 && Marshal.GetLastPInvokeError() is not (InProgress or Interrupted))
        {
            throw new SocketException((int)ErrorOfLastCall());
        }
    }

    /// <summary>The address at our end of a connected socket.</summary>
    public static IPEndPoint LocalEndPointOf(SafeSocketHandle socket, AddressFamily family)
    {
        var address = new SocketAddress(family);
        var length = (uint)address.Size;
        if (GetSockName(socket, ref address.Buffer.Span[0], ref length) < 0)
        {
            throw new SocketException((int)ErrorOfLastCall());
        }

        return (IPEndPoint)new IPEndPoint(family == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0).Create(address);
    }

    private static int Outcome(out SocketError error)
    {
        if (Marshal.GetLastPInvokeError() == Again)
        {
            error = SocketError.WouldBlock;
            return WouldBlock;
        }

        error = ErrorOfLastCall();
        return Failed;
    }

    // errno.h of Linux, as far as a TCP socket knows it.
    private static SocketError ErrorOfLastCall() => Marshal.GetLastPInvokeError() switch
    {
        9 => SocketError.OperationAborted,
        13 or 1 => SocketError.AccessDenied,
        23 or 24 => SocketError.TooManyOpenSockets,
        32 => SocketError.Shutdown,
        97 => SocketError.AddressFamilyNotSupported,
        99 => SocketError.AddressNotAvailable,
        100 => SocketError.NetworkDown,
        101 => SocketError.NetworkUnreachable,
        103 => SocketError.ConnectionAborted,
        104 => SocketError.ConnectionReset,
        12 or 28 or 105 => SocketError.NoBufferSpaceAvailable,
        107 => SocketError.NotConnected,
        110 => SocketError.TimedOut,
        111 => SocketError.ConnectionRefused,
        112 => SocketError.HostDown,
        113 => SocketError.HostUnreachable,
        _ => SocketError.SocketError,
    };

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int EpollControl(SafeFileDescriptor poll, int operation, SafeHandle descriptor, ref byte request);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    private static partial int EpollWait(SafeFileDescriptor poll, ref byte events, int maximum, int milliseconds);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial int EventFd(uint count, int flags);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(SafeFileDescriptor descriptor, ref ulong count, nuint length);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint Recv(SafeSocketHandle socket, ref byte buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(SafeSocketHandle socket, ref byte octets, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    private static partial int Connect(SafeSocketHandle socket, ref byte address, uint length);

    [LibraryImport("libc", EntryPoint = "getsockname", SetLastError = true)]
    private static partial int GetSockName(SafeSocketHandle socket, ref byte address, ref uint length);
}
