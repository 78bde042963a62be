// SPDX-License-Identifier: MIT

using System.Net.Sockets;

namespace FastSipAlg.Simulation.Connections;

/// <summary>
/// Lies between an SslStream and its socket and notes what SslStream does not tell: whether the TCP stream ended before close_notify came,
/// and how many octets a handshake took (a resumed one carries no certificate and is much shorter).
/// </summary>
public sealed class ObservedStream(Socket socket) : Stream
{
    private readonly NetworkStream _inner = new(socket, ownsSocket: true);

    /// <summary>The TCP stream's end has been read.</summary>
    public bool SawEndOfStream { get; private set; }

    public long BytesRead { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var reading = _inner.ReadAsync(buffer, cancellationToken);
        return buffer.IsEmpty ? reading : Observe(reading);
    }

    public override int Read(byte[] buffer, int offset, int count) => Note(_inner.Read(buffer, offset, count));

    public override void Write(byte[] buffer, int offset, int count) => _inner.Write(buffer, offset, count);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        _inner.WriteAsync(buffer, cancellationToken);

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> Observe(ValueTask<int> reading) => Note(await reading);

    private int Note(int count)
    {
        SawEndOfStream |= count == 0;
        BytesRead += count;
        return count;
    }
}
