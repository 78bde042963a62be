// SPDX-License-Identifier: MIT

using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace FastSipAlg.Transport.Sockets;

/// <summary>
/// The kernel's calls for connections and their readiness (epoll): transfers never wait, errors are values. .NET's sockets have no word for some of them, and bring objects and calls of their own to each connection,
/// which thousands of connections at once cannot afford.
/// </summary>
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

    /// <summary>Octets of the longest address of a TCP socket: struct sockaddr_in6.</summary>
    public const int AddressSize = 28;

    /// <summary>SOL_SOCKET: the level of options that are no protocol's, socket(7).</summary>
    public const int SocketLevel = 1;

    private const int EpollCloseOnExec = 0x80000;
    private const int EpollAdd = 1;
    private const int EpollDelete = 2;
    private const int EventNonBlocking = 0x800;
    private const int LeaveThere = 0x2;
    private const int DontWait = 0x40;
    private const int NoSignal = 0x4000;
    private const int InternetFamily = 2;
    private const int Internet6Family = 10;
    private const int Stream = 1;
    private const int SocketNonBlocking = 0x800;
    private const int SocketCloseOnExec = 0x80000;
    private const int NoMoreSends = 1;
    private const int SoError = 4;

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
    public static int Receive(SafeHandle socket, Span<byte> buffer, out SocketError error) => Receive(socket, buffer, DontWait, out error);

    /// <summary>As <see cref="Receive(SafeHandle, Span{byte}, out SocketError)"/>; what it gives stays to be received.</summary>
    /// <exception cref="ObjectDisposedException">The socket was closed.</exception>
    public static int Peek(SafeHandle socket, Span<byte> buffer, out SocketError error) => Receive(socket, buffer, DontWait | LeaveThere, out error);

    private static int Receive(SafeHandle socket, Span<byte> buffer, int flags, out SocketError error)
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
    public static int Send(SafeHandle socket, ReadOnlySpan<byte> octets, out SocketError error)
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

    /// <summary>A TCP socket that does not block, as all here.</summary>
    /// <exception cref="SocketException">No file is left, or the system has no such addresses.</exception>
    public static SafeFileDescriptor CreateSocket(AddressFamily family) => SafeFileDescriptor.Own(
        OpenSocket(family == AddressFamily.InterNetwork ? InternetFamily : Internet6Family, Stream | SocketNonBlocking | SocketCloseOnExec, 0), ErrorOfLastCall);

    /// <summary>
    /// The next connection that waits in a listening socket which does not block, and in <paramref name="address"/>, of <see cref="AddressSize"/> octets, its peer's; null: none waits
    /// (<see cref="SocketError.WouldBlock"/>), or why this one came to nothing.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The listening socket was closed.</exception>
    public static SafeFileDescriptor? Accept(SafeHandle listening, Span<byte> address, out SocketError error)
    {
        while (true)
        {
            var length = (uint)address.Length;
            var descriptor = Accept(listening, ref address[0], ref length, SocketNonBlocking | SocketCloseOnExec);
            if (descriptor >= 0)
            {
                error = SocketError.Success;
                return SafeFileDescriptor.Own(descriptor, ErrorOfLastCall);
            }

            if (Marshal.GetLastPInvokeError() != Interrupted)
            {
                _ = Outcome(out error);
                return null;
            }
        }
    }

    /// <exception cref="SocketException">The kernel does not know it.</exception>
    public static void SetOption(SafeHandle socket, int level, int option, int value)
    {
        if (SetSockOpt(socket, level, option, ref value, sizeof(int)) < 0)
        {
            throw new SocketException((int)ErrorOfLastCall());
        }
    }

    /// <summary>What went wrong with the socket since this was asked last, such as its connecting.</summary>
    public static SocketError TakeError(SafeHandle socket)
    {
        var (error, length) = (0, (uint)sizeof(int));
        return GetSockOpt(socket, SocketLevel, SoError, ref error, ref length) < 0 ? ErrorOfLastCall() : ErrorOf(error);
    }

    /// <summary>Sends FIN after what was sent. Does nothing on a connection that is gone.</summary>
    /// <exception cref="ObjectDisposedException">The socket was closed.</exception>
    public static void EndSending(SafeHandle socket) => _ = Shutdown(socket, NoMoreSends);

    /// <summary>Begins to connect a socket that does not block; the end of it is a writable socket and <see cref="TakeError"/>. What fails at once is thrown.</summary>
    /// <exception cref="SocketException">There is no way to that address.</exception>
    public static void BeginConnect(SafeHandle socket, IPEndPoint endPoint)
    {
        var address = endPoint.Serialize();
        if (Connect(socket, ref address.Buffer.Span[0], (uint)address.Size) < 0 && Marshal.GetLastPInvokeError() is not (InProgress or Interrupted))
        {
            throw new SocketException((int)ErrorOfLastCall());
        }
    }

    /// <summary>The address at our end of a connected socket.</summary>
    /// <exception cref="SocketException">It is not connected any more.</exception>
    public static IPEndPoint LocalEndPointOf(SafeHandle socket)
    {
        Span<byte> address = stackalloc byte[AddressSize];
        var length = (uint)address.Length;
        if (GetSockName(socket, ref address[0], ref length) < 0)
        {
            throw new SocketException((int)ErrorOfLastCall());
        }

        return EndPointOf(address);
    }

    /// <summary>Of a struct sockaddr_in or sockaddr_in6.</summary>
    public static IPEndPoint EndPointOf(ReadOnlySpan<byte> address)
    {
        var port = BinaryPrimitives.ReadUInt16BigEndian(address[2..]);
        return MemoryMarshal.Read<ushort>(address) == InternetFamily
            ? new IPEndPoint(new IPAddress(address.Slice(4, 4)), port)
            : new IPEndPoint(new IPAddress(address.Slice(8, 16), MemoryMarshal.Read<uint>(address[24..])), port);
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

    private static SocketError ErrorOfLastCall() => ErrorOf(Marshal.GetLastPInvokeError());

    // errno.h of Linux, as far as a TCP socket knows it.
    private static SocketError ErrorOf(int errno) => errno switch
    {
        0 => SocketError.Success,
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
    private static partial nint Recv(SafeHandle socket, ref byte buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(SafeHandle socket, ref byte octets, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int OpenSocket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "accept4", SetLastError = true)]
    private static partial int Accept(SafeHandle listening, ref byte address, ref uint length, int flags);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int SetSockOpt(SafeHandle socket, int level, int option, ref int value, uint length);

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    private static partial int GetSockOpt(SafeHandle socket, int level, int option, ref int value, ref uint length);

    [LibraryImport("libc", EntryPoint = "shutdown", SetLastError = true)]
    private static partial int Shutdown(SafeHandle socket, int how);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    private static partial int Connect(SafeHandle socket, ref byte address, uint length);

    [LibraryImport("libc", EntryPoint = "getsockname", SetLastError = true)]
    private static partial int GetSockName(SafeHandle socket, ref byte address, ref uint length);
}
