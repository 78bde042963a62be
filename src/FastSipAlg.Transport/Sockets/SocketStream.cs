// SPDX-License-Identifier: MIT

using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace FastSipAlg.Transport.Sockets;

/// <summary>
/// Hot path: the stream under SslStream. What NetworkStream cannot do: it leaves slow work to the <see cref="SlowLane"/> (<see cref="SocketReceiver"/>), and it remembers whether
/// TCP ended (<see cref="SawEnd"/>), so that a close_notify can be told from a bare FIN.
/// One reader and one writer at a time, as SslStream does it. Closing the socket ends both with an exception; a read's cancellation token is not looked at.
/// </summary>
internal sealed class SocketStream(Socket socket, SlowLane lane) : Stream
{
    private readonly SocketReceiver _receiver = new(socket, lane);

    /// <summary>The peer's FIN has been read.</summary>
    public bool SawEnd => _receiver.SawEnd;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The handshake is done: from now on reads complete where the socket completes them.</summary>
    public void LeaveLane() => _receiver.IsInLane = false;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _receiver.ReceiveAsync(buffer);

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
            _receiver.Dispose();
        }

        base.Dispose(disposing);
    }

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
}
