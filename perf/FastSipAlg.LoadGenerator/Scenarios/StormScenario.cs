// SPDX-License-Identifier: MIT

using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Authentication;
using FastSipAlg.LoadGenerator.Connections;
using FastSipAlg.LoadGenerator.Measuring;
using FastSipAlg.LoadGenerator.Messages;
using FastSipAlg.Simulation.Measuring;

namespace FastSipAlg.LoadGenerator.Scenarios;

/// <summary>Connections as fast as they come: handshake, one REGISTER and its answer, close; again.</summary>
internal sealed class StormScenario(ScenarioOptions options, bool resume, int parallel)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly LatencyHistogram _latencies = new();
    private readonly Lock _lock = new();
    private readonly LoadTarget _target = new(options.EndPoint, options.ServerName, resume);
    private readonly RequestTemplate _template = new(RequestText.Register(0), options.Verify);
    private readonly ProcessTree? _relay = options.RelayProcess is { } id ? new ProcessTree(id) : null;
    private long _fullHandshakeBytes;
    private long _done;
    private long _failed;
    private long _resumed;
    private long _measureFrom = long.MaxValue;

    public async Task<LoadResult> RunAsync()
    {
        await MeasureFullHandshakeAsync();
        using var stop = new CancellationTokenSource();
        var workers = Enumerable.Range(0, parallel).Select(_ => Task.Run(() => WorkAsync(stop.Token))).ToArray();
        await Task.Delay(options.WarmUp);
        var first = Take();
        var resumedBefore = Interlocked.Read(ref _resumed);
        Interlocked.Exchange(ref _measureFrom, first.Timestamp);
        await Task.Delay(options.Duration);
        var last = Take();
        var resumed = Interlocked.Read(ref _resumed) - resumedBefore;
        await stop.CancelAsync();
        await Task.WhenAll(workers);

        var result = first.Until(last, new LoadResult { Relay = options.Relay, Scenario = options.Scenario, Connections = parallel }, _relay);
        return result.WithLatencies(_latencies) with
        {
            Errors = Interlocked.Read(ref _failed),
            Resumed = resumed,
            ConnectionsPerSecond = result.Received / result.Seconds,
            MessagesPerSecond = null,
            CpuMicrosecondsPerMessage = null,
            CpuMicrosecondsPerConnection = _relay is null ? null : (last.RelayCpu - first.RelayCpu) / Math.Max(result.Received, 1),
        };
    }

    private Sample Take()
    {
        var done = Interlocked.Read(ref _done);
        return Sample.Take(done, done, _relay);
    }

    private async Task WorkAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var start = Stopwatch.GetTimestamp();
            if (await OnceAsync())
            {
                Interlocked.Increment(ref _done);
                Record(start);
            }
            else
            {
                Interlocked.Increment(ref _failed);
            }
        }
    }

    private async Task<bool> OnceAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var (stream, handshakeBytes) = await _target.ConnectObservedAsync(patience.Token);
            await using (stream)
            {
                CountResumed(handshakeBytes);
                if (!await Exchange.RunAsync(stream, _template, patience.Token))
                {
                    return false;
                }

                await stream.ShutdownAsync();
                return true;
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or AuthenticationException or OperationCanceledException)
        {
            return false;
        }
    }

    // SslStream does not say whether it resumed, but a resumed handshake carries no certificate and is much shorter than a full one.
    private async Task MeasureFullHandshakeAsync()
    {
        try
        {
            var (stream, bytes) = await new LoadTarget(options.EndPoint, options.ServerName, resume: false).ConnectObservedAsync(CancellationToken.None);
            await stream.DisposeAsync();
            _fullHandshakeBytes = bytes;
        }
        catch (Exception exception) when (exception is IOException or SocketException or AuthenticationException)
        {
            throw new LoadException($"{options.EndPoint}: {exception.Message}");
        }
    }

    private void CountResumed(long handshakeBytes)
    {
        if (handshakeBytes < _fullHandshakeBytes * 3 / 4)
        {
            Interlocked.Increment(ref _resumed);
        }
    }

    private void Record(long start)
    {
        if (start >= Interlocked.Read(ref _measureFrom))
        {
            lock (_lock)
            {
                _latencies.Record(start, Stopwatch.GetTimestamp());
            }
        }
    }
}
