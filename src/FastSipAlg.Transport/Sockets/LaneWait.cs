// SPDX-License-Identifier: MIT

using System.Runtime.CompilerServices;

namespace FastSipAlg.Transport.Sockets;

/// <summary>
/// Awaiting it goes on in the lane once a phone's octets are there: always there. A task would go on where it is awaited when it is complete by then, and then the thread that accepts all connections would do a
/// handshake.
/// </summary>
public readonly struct LaneWait : ICriticalNotifyCompletion
{
    private readonly PolledSocket _socket;
    private readonly SlowLane _lane;

    /// <summary>A loop of the lane reports <paramref name="socket"/>.</summary>
    internal LaneWait(PolledSocket socket, SlowLane lane)
    {
        _socket = socket;
        _lane = lane;
    }

    public bool IsCompleted => false;

    public LaneWait GetAwaiter() => this;

    public void GetResult()
    {
    }

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    public void UnsafeOnCompleted(Action continuation)
    {
        if (!_socket.Readable.Await(static next => ((Action)next!)(), continuation))
        {
            _lane.Post(continuation);
        }
    }
}
