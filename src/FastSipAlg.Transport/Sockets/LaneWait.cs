// SPDX-License-Identifier: MIT

using System.Runtime.CompilerServices;

namespace FastSipAlg.Transport.Sockets;

/// <summary>
/// Awaiting it goes on in the lane once the socket can be read: always there. A task would go on where it is awaited when the octets are reported while the caller is on its way to wait for them,
/// and then the thread that accepts all connections would do a handshake.
/// </summary>
public readonly struct LaneWait : ICriticalNotifyCompletion
{
    private readonly PolledSocket _socket;
    private readonly PollLoop _loop;

    internal LaneWait(PolledSocket socket, PollLoop loop)
    {
        _socket = socket;
        _loop = loop;
    }

    public bool IsCompleted => false;

    public LaneWait GetAwaiter() => this;

    public void GetResult()
    {
    }

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    public void UnsafeOnCompleted(Action continuation) => Continue(_socket.Readable.WaitAsync(), _loop, continuation);

    private static void Continue(ValueTask<int> waiting, PollLoop loop, Action continuation)
    {
        if (waiting.IsCompleted)
        {
            loop.Post(continuation);
            return;
        }

        // Reported only now, it would be continued in the thread pool.
        waiting.GetAwaiter().UnsafeOnCompleted(() =>
        {
            if (PollLoop.Current == loop)
            {
                continuation();
            }
            else
            {
                loop.Post(continuation);
            }
        });
    }
}
