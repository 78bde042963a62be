// SPDX-License-Identifier: MIT

using System.Runtime.CompilerServices;

namespace FastSipAlg.Transport.Sockets;

/// <summary>Awaiting it lets others on this thread that carries messages go first, and goes on there; anywhere else it goes on in the thread pool.</summary>
public readonly struct LoopTurn : ICriticalNotifyCompletion
{
    public bool IsCompleted => false;

    public LoopTurn GetAwaiter() => this;

    public void GetResult()
    {
    }

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    public void UnsafeOnCompleted(Action continuation)
    {
        if (PollLoop.Current is { } loop)
        {
            loop.Post(continuation);
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(static action => action(), continuation, preferLocal: false);
        }
    }
}
