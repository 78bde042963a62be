// SPDX-License-Identifier: MIT

using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace FastSipAlg.Transport.Legs;

/// <summary>
/// Hot path: the reading pipe of a leg. Its buffer is always one contiguous array, so that a frame never has to be put together:
/// what is left over is moved to the front, and a frame that outgrows the array moves to one of twice the size.
/// It holds an array only while there is something in it; an idle leg waits in a zero-byte read and holds nothing.
/// Where SslStream cannot have anything left, it waits at the socket: see <see cref="DrainedTls"/>.
/// One reader; <see cref="AdvanceTo(SequencePosition, SequencePosition)"/> after each read, as with every PipeReader.
/// </summary>
/// <remarks>Invariant between calls: <c>0 &lt;= _start &lt;= _end &lt;= _array.Length</c>, and <c>_array is null</c> when <c>_start == _end</c>.</remarks>
internal sealed class LegReader(Stream stream, DrainedTls? drained, ArrayPool<byte> pool) : PipeReader
{
    /// <summary>The longest TLS record's plaintext (RFC 8446 §5.1): a record is decrypted straight to where it is framed.</summary>
    public const int InitialSize = 16 * 1024;

    private byte[]? _array;
    private int _start;
    private int _end;
    private bool _unexamined;
    private bool _ended;

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
        _unexamined || _ended ? new ValueTask<ReadResult>(Result()) : FillAsync(cancellationToken);

    public override bool TryRead(out ReadResult result)
    {
        result = _unexamined || _ended ? Result() : default;
        return _unexamined || _ended;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    /// <summary>Octets before <paramref name="consumed"/> are done with. When <paramref name="examined"/> is not the end, the next read returns at once.</summary>
    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (_array is null)
        {
            return;
        }

        _start = consumed.GetInteger();
        _unexamined = examined.GetInteger() < _end;
        Debug.Assert(_start <= _end);
        if (_start == _end)
        {
            ReturnArray();
        }
    }

    /// <summary>Gives the array back. The stream belongs to the leg.</summary>
    public override void Complete(Exception? exception = null)
    {
        if (_array is not null)
        {
            ReturnArray();
        }

        _ended = true;
    }

    /// <summary>Not supported: a pending read ends when the leg is closed.</summary>
    public override void CancelPendingRead() => throw new NotSupportedException();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> FillAsync(CancellationToken cancellationToken)
    {
        if (_array is null)
        {
            await (drained is { IsSo: true } ? drained.WaitAsync() : stream.ReadAsync(Memory<byte>.Empty, cancellationToken));
            _array = pool.Rent(InitialSize);
        }
        else
        {
            MakeRoom();
        }

        var read = 0;
        try
        {
            read = await stream.ReadAsync(_array.AsMemory(_end), cancellationToken);
            drained?.Note(read, _array.Length - _end);
        }
        finally
        {
            if (read == 0 && _start == _end)
            {
                ReturnArray();
            }
        }

        _ended = read == 0;
        _end += read;
        return Result();
    }

    private void MakeRoom()
    {
        var length = _end - _start;
        if (_start > 0)
        {
            _array.AsSpan(_start, length).CopyTo(_array);
        }
        else if (_end == _array!.Length)
        {
            var larger = pool.Rent(_array.Length * 2);
            _array.AsSpan(0, length).CopyTo(larger);
            pool.Return(_array);
            _array = larger;
        }

        _start = 0;
        _end = length;
    }

    private ReadResult Result() => new(
        _array is null ? ReadOnlySequence<byte>.Empty : new ReadOnlySequence<byte>(_array, _start, _end - _start),
        isCanceled: false,
        isCompleted: _ended);

    private void ReturnArray()
    {
        pool.Return(_array!);
        _array = null;
        _start = 0;
        _end = 0;
        _unexamined = false;
    }
}
