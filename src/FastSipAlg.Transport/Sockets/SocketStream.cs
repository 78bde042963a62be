// SPDX-License-Identifier: MIT

using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace FastSipAlg.Transport.Sockets;

/// <summary>
/// Hot path: the stream under SslStream. What NetworkStream cannot do: while a handshake lasts, what was received is
/// processed in the <see cref="HandshakeLane"/> and not on a socket engine thread; and it remembers whether TCP ended
/// (<see cref="SawEnd"/>), so that a close_notify can be told from a bare FIN.
/// One reader and one writer at a time, as SslStream does it. Closing the socket ends both with an exception.
/// </summary>
internal sealed class SocketStream(Socket socket, HandshakeLane handshakeLane) : Stream
{
    private HandshakeLane? _lane = handshakeLane;

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

    /// <summary>From now on reads complete where the socket completes them.</summary>
    public void LeaveHandshakeLane() => _lane = null;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_lane is not null)
        {
            return ReadInLaneAsync(buffer, _lane, cancellationToken);
        }

        var read = socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken);
        if (buffer.IsEmpty)
        {
            return read;
        }

        // After the zero-byte read that SslStream does first the data is there: this completes at once.
        if (read.IsCompletedSuccessfully)
        {
            return new ValueTask<int>(NoteEnd(read.Result));
        }

        return AwaitReadAsync(read);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var send = socket.SendAsync(buffer, SocketFlags.None, cancellationToken);
        if (send.IsCompletedSuccessfully && send.Result == buffer.Length)
        {
            return default;
        }

        return SendRestAsync(send, buffer, cancellationToken);
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
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> ReadInLaneAsync(Memory<byte> buffer, HandshakeLane lane, CancellationToken cancellationToken)
    {
        var read = await socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken);
        await lane.Enter();
        return buffer.IsEmpty ? read : NoteEnd(read);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> AwaitReadAsync(ValueTask<int> read) => NoteEnd(await read);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask SendRestAsync(ValueTask<int> send, ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        var sent = await send;
        while (sent < buffer.Length)
        {
            buffer = buffer[sent..];
            sent = await socket.SendAsync(buffer, SocketFlags.None, cancellationToken);
        }
    }

    private int NoteEnd(int read)
    {
        SawEnd |= read == 0;
        return read;
    }
}
