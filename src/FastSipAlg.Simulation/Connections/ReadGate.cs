// SPDX-License-Identifier: MIT

namespace FastSipAlg.Simulation.Connections;

/// <summary>Open or shut from outside; a reader passes it before each read. Shut, it makes a slow reader.</summary>
internal sealed class ReadGate
{
    private TaskCompletionSource? _shut;

    public ValueTask PassAsync()
    {
        var shut = Volatile.Read(ref _shut);
        return shut is null ? default : new ValueTask(shut.Task);
    }

    public void Shut() => Interlocked.CompareExchange(ref _shut, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), null);

    public void Open() => Interlocked.Exchange(ref _shut, null)?.TrySetResult();
}
