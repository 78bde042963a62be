// SPDX-License-Identifier: MIT

using System.Net;
using System.Net.Sockets;

namespace FastSipAlg.Transport.Sockets;

/// <summary>
/// Hot path: a TCP socket whose readiness a <see cref="PollLoop"/> reports, and transfers that never wait. One reader and one writer at a time. May be closed by anybody at any
/// time: whoever waits then goes on and finds it closed.
/// </summary>
internal sealed class PolledSocket(Socket socket) : IDisposable
{
    private readonly Lock _loopLock = new();
    private PollLoop? _loop;
    private int _slot;
    private bool _isClosed;

    // Set for good by FIN, RST or an error: then reads are always worth a try.
    private volatile bool _isEnding;

    /// <summary>For options, shutting down, and what else does not transfer.</summary>
    public Socket Socket => socket;

    public SafeSocketHandle Handle { get; } = socket.SafeHandle;

    public Readiness Readable { get; } = new();

    public Readiness Writable { get; } = new();

    /// <summary>From now on <paramref name="loop"/> reports this socket, and no other does. After closing, nothing.</summary>
    /// <exception cref="SocketException">The kernel's limits are reached.</exception>
    public void MoveTo(PollLoop loop)
    {
        lock (_loopLock)
        {
            if (_isClosed || _loop == loop)
            {
                return;
            }

            _loop?.Remove(_slot, this, isOpen: true);

            // What there is to read the new loop reports, and it is read there.
            Readable.BeginTransfer();
            _slot = loop.Add(this);
            _loop = loop;
        }
    }

    /// <summary>Octets received; 0 at the end; <see cref="LinuxCalls.WouldBlock"/> or <see cref="LinuxCalls.Failed"/>.</summary>
    /// <exception cref="ObjectDisposedException">The socket was closed.</exception>
    public int Receive(Span<byte> buffer, out SocketError error)
    {
        Readable.BeginTransfer();
        var count = LinuxCalls.Receive(Handle, buffer, out error);

        // Less than there was room for is all there was.
        if (count == buffer.Length || _isEnding || count is 0 or LinuxCalls.Failed)
        {
            Readable.MayHaveMore();
        }

        return count;
    }

    /// <summary>Octets sent, perhaps not all; <see cref="LinuxCalls.WouldBlock"/> or <see cref="LinuxCalls.Failed"/>.</summary>
    /// <exception cref="ObjectDisposedException">The socket was closed.</exception>
    public int Send(ReadOnlySpan<byte> octets, out SocketError error)
    {
        Writable.BeginTransfer();
        var count = LinuxCalls.Send(Handle, octets, out error);
        if (count != LinuxCalls.WouldBlock)
        {
            Writable.MayHaveMore();
        }

        return count;
    }

    /// <summary>Connects; reported by <paramref name="loop"/>.</summary>
    /// <exception cref="SocketException">It did not come about.</exception>
    /// <exception cref="ObjectDisposedException">The socket was closed meanwhile.</exception>
    public async ValueTask ConnectAsync(IPEndPoint endPoint, PollLoop loop)
    {
        socket.Blocking = false;
        LinuxCalls.BeginConnect(Handle, endPoint);
        Writable.BeginTransfer();
        MoveTo(loop);
        await Writable.WaitAsync();
        if ((SocketError)(int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)! is var error and not SocketError.Success)
        {
            throw new SocketException((int)error);
        }
    }

    /// <summary>Called by the loop, with what the kernel reported.</summary>
    public void Report(uint what)
    {
        const uint Ending = LinuxCalls.EpollPeerShutdown | LinuxCalls.EpollHangUp | LinuxCalls.EpollError;
        if ((what & Ending) != 0)
        {
            _isEnding = true;
        }

        if ((what & (LinuxCalls.EpollIn | Ending)) != 0 && Readable.Report())
        {
            Readable.Continue();
        }

        if ((what & (LinuxCalls.EpollOut | LinuxCalls.EpollHangUp | LinuxCalls.EpollError)) != 0 && Writable.Report())
        {
            Writable.Continue();
        }
    }

    /// <summary>Closes at once. Who waits goes on where the loop's actions run, never inside this call.</summary>
    public void Dispose()
    {
        PollLoop? loop;
        lock (_loopLock)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
            loop = _loop;
            _loop?.Remove(_slot, this, isOpen: false);
            _loop = null;
            socket.Dispose();
        }

        // Nobody can wait on a socket that no loop has reported.
        if (Readable.Report())
        {
            loop!.Post(Readable.Continue);
        }

        if (Writable.Report())
        {
            loop!.Post(Writable.Continue);
        }
    }
}
