// SPDX-License-Identifier: MIT

using System.Diagnostics;
using System.Net.Sockets;

namespace FastSipAlg.LoadGenerator.Connections;

/// <summary>Connections that say nothing. One that the relay closes is opened again, so that so many stay; at most a thousand are opened in a second, as they would come over a network.</summary>
internal sealed class SilentConnections : IAsyncDisposable
{
    private static readonly TimeSpan PauseWhenRefused = TimeSpan.FromSeconds(1);
    private static readonly long Interval = Stopwatch.Frequency / 1000;

    private readonly Lock _lock = new();
    private readonly LoopbackSources _sources;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _run;
    private long _due;
    private int _open;
    private long _opened;

    public SilentConnections(LoopbackSources sources, int count)
    {
        _sources = sources;
        _run = Task.WhenAll(Enumerable.Range(0, count).Select(_ => HoldAsync()));
    }

    /// <summary>Now.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>So far.</summary>
    public long Opened => Interlocked.Read(ref _opened);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        _stop.Dispose();
    }

    private async Task HoldAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            await Task.Delay(UntilTurn(), _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var began = Stopwatch.GetTimestamp();
            await HoldOnceAsync();
            if (Stopwatch.GetElapsedTime(began) < PauseWhenRefused)
            {
                await Task.Delay(PauseWhenRefused, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private TimeSpan UntilTurn()
    {
        lock (_lock)
        {
            var now = Stopwatch.GetTimestamp();
            _due = Math.Max(_due, now) + Interval;
            return Stopwatch.GetElapsedTime(now, _due);
        }
    }

    private async Task HoldOnceAsync()
    {
        try
        {
            using var socket = await _sources.ConnectAsync(_stop.Token);
            Interlocked.Increment(ref _opened);
            Interlocked.Increment(ref _open);
            try
            {
                // Without room for an octet it waits for the end and holds no buffer.
                await socket.ReceiveAsync(Memory<byte>.Empty, _stop.Token);
            }
            finally
            {
                Interlocked.Decrement(ref _open);
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            // Reset, refused, or told to stop.
        }
    }
}
