// SPDX-License-Identifier: MIT

using System.Runtime.CompilerServices;
using FastSipAlg.Relay.Overload;

namespace FastSipAlg.Tests.Relay.Overload;

public sealed class UnusedMemoryTests
{
    private static int _freed;

    [Fact]
    public async Task GiveBackGently_WhenItIsDone_HasHadWhatIsUnusedFreed()
    {
        Leave();

        await UnusedMemory.GiveBackGentlyAsync();

        Assert.Equal(1, Volatile.Read(ref _freed));
    }

    // In a frame of its own: nobody holds it any more afterwards.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Leave() => _ = new Holder();

    // As a handle that holds what the C library gave.
    private sealed class Holder
    {
        ~Holder() => Interlocked.Increment(ref _freed);
    }
}
