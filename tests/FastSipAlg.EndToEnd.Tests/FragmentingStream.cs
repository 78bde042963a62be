// SPDX-License-Identifier: MIT

using System.Buffers.Binary;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>
/// The stream of a TLS client whose ClientHello goes out in records of at most <paramref name="fragment"/> octets (RFC 8446 §5.1), and in segments of <paramref name="segment"/>. The handshake
/// does not notice: its hash is of messages, not of records.
/// </summary>
internal sealed class FragmentingStream(Stream inner, int fragment, int segment) : Stream
{
    private bool _hasSaidHello;

    public int HelloLength { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => inner.ReadAsync(buffer, cancellationToken);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_hasSaidHello)
        {
            await inner.WriteAsync(buffer, cancellationToken);
            return;
        }

        _hasSaidHello = true;
        var message = new List<byte>();
        for (var rest = buffer; !rest.IsEmpty;)
        {
            var size = BinaryPrimitives.ReadUInt16BigEndian(rest.Span[3..]);
            message.AddRange(rest.Span.Slice(5, size));
            rest = rest[(5 + size)..];
        }

        HelloLength = message.Count;
        var records = message.Chunk(fragment).SelectMany(chunk => (byte[])[22, 3, 1, (byte)(chunk.Length >> 8), (byte)chunk.Length, .. chunk]);
        foreach (var octets in records.Chunk(segment))
        {
            await inner.WriteAsync(octets, cancellationToken);
            await Task.Yield();
        }
    }

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
}
