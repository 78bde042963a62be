// SPDX-License-Identifier: MIT

using System.Net.Sockets;
using System.Threading.Tasks.Sources;

namespace FastSipAlg.Transport.Sockets;

/// <summary>
/// Hot path: the receiving half of a socket, one receive at a time. What arrives is handed on by the thread that found it; while a handshake lasts, and when the connection
/// has ended, in the <see cref="SlowLane"/>: an ending means exceptions and closing, and when thousands of phones go at once the others must not wait for that.
/// </summary>
internal sealed class SocketReceiver : SocketAsyncEventArgs, IValueTaskSource<int>
{
    private readonly Socket _socket;
    private readonly SlowLane _lane;
    private readonly Action _complete;
    private ManualResetValueTaskSourceCore<int> _result;

    public SocketReceiver(Socket socket, SlowLane lane)
        : base(true)
    {
        _socket = socket;
        _lane = lane;
        _complete = Complete;
    }

    /// <summary>Whether everything that arrives is handed on in the lane.</summary>
    public bool IsInLane { get; set; } = true;

    /// <summary>The peer's FIN has been received.</summary>
    public bool SawEnd { get; private set; }

    /// <summary>Octets received; 0: the end, or for an empty buffer that something can be received.</summary>
    /// <exception cref="SocketException">The result's: the connection failed, or the socket was closed meanwhile.</exception>
    /// <exception cref="ObjectDisposedException">The socket was closed before.</exception>
    public ValueTask<int> ReceiveAsync(Memory<byte> buffer)
    {
        SetBuffer(buffer);
        _result.Reset();
        var version = _result.Version;
        if (_socket.ReceiveAsync(this))
        {
            return new ValueTask<int>(this, version);
        }

        if (!IsInLane && !IsEnd)
        {
            return new ValueTask<int>(BytesTransferred);
        }

        _lane.Post(_complete);
        return new ValueTask<int>(this, version);
    }

    int IValueTaskSource<int>.GetResult(short token) => _result.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _result.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _result.OnCompleted(continuation, state, token, flags);

    protected override void OnCompleted(SocketAsyncEventArgs e)
    {
        if (IsInLane || IsEnd)
        {
            _lane.Post(_complete);
        }
        else
        {
            _result.SetResult(BytesTransferred);
        }
    }

    // Of a receive into nothing it cannot be told whether there is data or the end: the next one will say.
    private bool IsEnd => SocketError != SocketError.Success || (BytesTransferred == 0 && !MemoryBuffer.IsEmpty);

    private void Complete()
    {
        if (SocketError != SocketError.Success)
        {
            _result.SetException(new SocketException((int)SocketError));
            return;
        }

        SawEnd |= IsEnd;
        _result.SetResult(BytesTransferred);
    }
}
