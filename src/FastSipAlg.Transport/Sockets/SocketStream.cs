// SPDX-License-Identifier: MIT

using System.Buffers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace FastSipAlg.Transport.Sockets;

/// <summary>
/// Hot path: the stream under SslStream. What NetworkStream cannot do: it asks the kernel for nothing that is known not to be there, it leaves the end of a connection to the
/// <see cref="SlowLane"/> (an end means exceptions and closing, and when thousands of phones go at once the others must not wait for that), and it remembers whether TCP ended
/// (<see cref="SawEnd"/>), so that a close_notify can be told from a bare FIN. What was only looked at can be put back (<see cref="PutBack"/>).
/// One reader and one writer at a time, as SslStream does it. Closing the socket ends both with an exception; a read's cancellation token is not looked at.
/// </summary>
internal sealed class SocketStream(PolledSocket socket, SlowLane lane) : Stream
{
    // What was put back: octets of a pooled array, held until they are read again.
    private ArrayPool<byte>? _pool;
    private byte[]? _ahead;
    private int _aheadStart;
    private int _aheadEnd;

    /// <summary>The peer's FIN has been read.</summary>
    public bool SawEnd { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Completes when there is something to read, or the end; holds nothing meanwhile.</summary>
    public ValueTask<int> WaitAsync() => _ahead is null ? socket.Readable.WaitAsync() : default;

    /// <summary>
    /// Has the next reads give the first <paramref name="length"/> octets of <paramref name="array"/>, which was read from here, once more; then it goes back to <paramref name="pool"/>. Not while
    /// something else is put back.
    /// </summary>
    public void PutBack(byte[] array, int length, ArrayPool<byte> pool)
    {
        if (_ahead is not null)
        {
            throw new InvalidOperationException("What was put back before has not been read.");
        }

        _pool = pool;
        _ahead = array;
        _aheadStart = 0;
        _aheadEnd = length;
    }

    /// <summary>Octets read; 0: the end, or for an empty buffer that something can be read.</summary>
    /// <exception cref="SocketException">The result's: the connection failed.</exception>
    /// <exception cref="ObjectDisposedException">The result's: the socket was closed.</exception>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            return WaitAsync();
        }

        if (_ahead is not null)
        {
            return new ValueTask<int>(ReadAhead(buffer.Span));
        }

        var error = SocketError.WouldBlock;
        var count = socket.Readable.IsReady ? socket.Receive(buffer.Span, out error) : LinuxCalls.WouldBlock;
        return count > 0 ? new ValueTask<int>(count) : ReceiveSlowlyAsync(buffer, count, error);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var sent = socket.Send(buffer.Span, out var error);
        return sent == buffer.Length ? default : SendRestAsync(buffer, sent, error);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            socket.Dispose();
            ReturnAhead();
        }

        base.Dispose(disposing);
    }

    private int ReadAhead(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _aheadEnd - _aheadStart);
        _ahead.AsSpan(_aheadStart, count).CopyTo(buffer);
        _aheadStart += count;
        if (_aheadStart == _aheadEnd)
        {
            ReturnAhead();
        }

        return count;
    }

    private void ReturnAhead()
    {
        if (_ahead is not null)
        {
            _pool!.Return(_ahead);
            _ahead = null;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReceiveSlowlyAsync(Memory<byte> buffer, int count, SocketError error)
    {
        while (count == LinuxCalls.WouldBlock)
        {
            await socket.Readable.WaitAsync();
            count = socket.Receive(buffer.Span, out error);
        }

        if (count > 0)
        {
            return count;
        }

        await lane.Enter();
        SawEnd |= count == 0;
        return count == 0 ? 0 : throw new SocketException((int)error);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask SendRestAsync(ReadOnlyMemory<byte> octets, int sent, SocketError error)
    {
        while (sent != octets.Length)
        {
            if (sent == LinuxCalls.Failed)
            {
                throw new SocketException((int)error);
            }

            if (sent == LinuxCalls.WouldBlock)
            {
                await socket.Writable.WaitAsync();
            }
            else
            {
                octets = octets[sent..];
            }

            sent = socket.Send(octets.Span, out error);
        }
    }
}
