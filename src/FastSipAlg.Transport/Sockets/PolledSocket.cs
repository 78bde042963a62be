// SPDX-License-Identifier: MIT

using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace FastSipAlg.Transport.Sockets;

/// <summary>
/// Hot path: a TCP socket whose readiness a <see cref="PollLoop"/> reports, and transfers that never wait. One reader and one writer at a time. May be closed by anybody at any
/// time: whoever waits then goes on and finds it closed.
/// </summary>
internal sealed class PolledSocket(SafeHandle handle) : IDisposable
{
    private readonly Lock _loopLock = new();
    private PollLoop? _loop;
    private int _slot;
    private bool _isClosed;

    // Set for good by FIN, RST or an error: then reads are always worth a try.
    private volatile bool _isEnding;

    /// <summary>Of a socket that does not block; closed with this.</summary>
    public SafeHandle Handle => handle;

    /// <summary>What the loop that reports it knows it by.</summary>
    public ulong EventData { get; set; }

    public Readiness Readable { get; } = new();

    public Readiness Writable { get; } = new();

    /// <summary>By us.</summary>
    public bool IsClosed => Volatile.Read(ref _isClosed);

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

    /// <summary>Nothing more than what can be read now will ever come.</summary>
    public bool IsEnding => _isEnding;

    /// <summary>As <see cref="Receive"/>, but the octets stay: <see cref="Skip"/> takes them, or <see cref="Readiness.MayHaveMore"/> says that they are there for a reader.</summary>
    /// <exception cref="ObjectDisposedException">The socket was closed.</exception>
    public int Peek(Span<byte> buffer, out SocketError error)
    {
        Readable.BeginTransfer();
        return LinuxCalls.Peek(Handle, buffer, out error);
    }

    /// <summary>Takes <paramref name="length"/> of the <paramref name="peeked"/> octets that <see cref="Peek"/> gave; the rest stays.</summary>
    /// <exception cref="ObjectDisposedException">The socket was closed.</exception>
    public void Skip(int length, int peeked)
    {
        Span<byte> taken = stackalloc byte[256];
        for (var left = length; left > 0;)
        {
            var count = LinuxCalls.Receive(Handle, taken[..Math.Min(left, taken.Length)], out _);
            if (count <= 0)
            {
                break;
            }

            left -= count;
        }

        // What came after the look has been reported, or will be.
        if (peeked > length || _isEnding)
        {
            Readable.MayHaveMore();
        }
    }

    /// <summary>Octets sent, perhaps not all; <see cref="LinuxCalls.WouldBlock"/> or <see cref="LinuxCalls.Failed"/>.</summary>
    /// <exception cref="ObjectDisposedException">The socket was closed.</exception>
    public int Send(ReadOnlySpan<byte> octets, out SocketError error)
    {
        var count = LinuxCalls.Send(Handle, octets, out error);
        if (count != LinuxCalls.WouldBlock)
        {
            return count;
        }

        // Once more: room that was reported before this is no news any more.
        Writable.BeginTransfer();
        count = LinuxCalls.Send(Handle, octets, out error);
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
        LinuxCalls.BeginConnect(Handle, endPoint);
        Writable.BeginTransfer();
        MoveTo(loop);
        await Writable.WaitAsync();
        if (LinuxCalls.TakeError(Handle) is var error and not SocketError.Success)
        {
            throw new SocketException((int)error);
        }
    }

    /// <summary>
    /// Called by the loop, with what the kernel reported. Who reads goes on here, but for the end in <paramref name="ends"/>, if any: when thousands end at once, each would take buffers
    /// before it finds out, and all wait with them for the lane.
    /// </summary>
    public void Report(uint what, SlowLane? ends)
    {
        const uint Ending = LinuxCalls.EpollPeerShutdown | LinuxCalls.EpollHangUp | LinuxCalls.EpollError;
        if ((what & Ending) != 0)
        {
            _isEnding = true;
        }

        if ((what & (LinuxCalls.EpollIn | Ending)) != 0 && Readable.Report())
        {
            if (_isEnding && ends is not null)
            {
                ends.Post(Readable.Continue);
            }
            else
            {
                Readable.Continue();
            }
        }

        if ((what & (LinuxCalls.EpollOut | LinuxCalls.EpollHangUp | LinuxCalls.EpollError)) != 0 && Writable.Report())
        {
            Writable.Continue();
        }
    }

    /// <summary>Has who waits to read go on, in the loop, though there is nothing to read.</summary>
    public void WakeReader()
    {
        if (Readable.Report())
        {
            _loop!.Post(Readable.Continue);
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
            handle.Dispose();
        }

        // Nobody waits on a socket that no loop reports.
        if (Readable.Close())
        {
            loop!.Post(Readable.Continue);
        }

        if (Writable.Close())
        {
            loop!.Post(Writable.Continue);
        }
    }
}
