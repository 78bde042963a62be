// SPDX-License-Identifier: MIT

using System.Diagnostics;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using FastSipAlg.LoadGenerator.Connections;
using FastSipAlg.LoadGenerator.Measuring;
using FastSipAlg.LoadGenerator.Messages;

namespace FastSipAlg.LoadGenerator.Scenarios;

/// <summary>
/// A power cut: registered phones that say nothing lose their connections, all at once, and all come back at once, each trying until it is registered
/// again. Meanwhile other flows go on, and their latencies are the result.
/// </summary>
internal sealed class ReconnectScenario(ScenarioOptions options, bool resume, ScenarioOptions established, double rate)
{
    private const int ParallelHandshakes = 16;

    // Timer F of RFC 3261: a phone gives an attempt up after 64 × T1.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(32);

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);
    private readonly LoadTarget _target = new(options.EndPoint, options.ServerName, resume);
    private readonly ProcessTree? _relay = options.RelayProcess is { } id ? new ProcessTree(id) : null;
    private readonly SslStream?[] _streams = new SslStream?[options.Connections];
    private long _retries;

    public async Task<LoadResult> RunAsync()
    {
        await OpenAsync();
        Console.Error.WriteLine($"holding {_streams.Length} connections");
        using var flows = established.Connections > 0 ? await EstablishedFlows.StartAsync(established, rate) : null;
        await Task.Delay(options.WarmUp);
        if (flows is not null)
        {
            LowPriority.Take();
        }

        var first = Sample.Take(0, 0, _relay);
        var back = await DropAndComeBackAsync();
        var last = Sample.Take(0, 0, _relay);
        await Task.Delay(options.Duration);

        var result = first.Until(last, new LoadResult { Relay = options.Relay, Scenario = options.Scenario, Connections = options.Connections }, _relay);
        result = result with
        {
            MessagesPerSecond = null,
            AllBackSeconds = back == _streams.Length ? result.Seconds : null,
            ConnectionsPerSecond = back / result.Seconds,
            Retries = _retries,
            Errors = _streams.Length - back,
            PssKibibytes = _relay?.PssKibibytes(),
        };
        if (flows is not null)
        {
            result = Join(result, await flows.StopAsync());
        }

        Parallel.ForEach(_streams.OfType<SslStream>(), stream => stream.Dispose());
        return result;
    }

    private static LoadResult Join(LoadResult storm, LoadResult flows) => storm with
    {
        OfferedRate = flows.OfferedRate,
        Sent = flows.Sent,
        Received = flows.Received,
        Lost = flows.Lost,
        Errors = storm.Errors + flows.Errors,
        P50Microseconds = flows.P50Microseconds,
        P99Microseconds = flows.P99Microseconds,
        P999Microseconds = flows.P999Microseconds,
        MaxMicroseconds = flows.MaxMicroseconds,
    };

    private async Task OpenAsync()
    {
        var failures = 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = ParallelHandshakes };
        await Parallel.ForAsync(0, _streams.Length, parallel, async (index, _) =>
        {
            if (!await RegisterAsync(index))
            {
                Interlocked.Increment(ref failures);
            }
        });
        if (failures > 0)
        {
            throw new LoadException($"{failures} of {_streams.Length} connections to {options.EndPoint} could not be opened.");
        }
    }

    // How many are back before the deadline.
    private async Task<int> DropAndComeBackAsync()
    {
        foreach (var stream in _streams)
        {
            // Without close_notify: whoever loses its power says no farewell.
            stream!.Dispose();
        }

        var start = Stopwatch.GetTimestamp();
        var back = await Task.WhenAll(Enumerable.Range(0, _streams.Length).Select(index => ComeBackAsync(index, start)));
        return back.Count(isBack => isBack);
    }

    private async Task<bool> ComeBackAsync(int index, long start)
    {
        while (!await RegisterAsync(index))
        {
            if (Stopwatch.GetElapsedTime(start) > Deadline)
            {
                return false;
            }

            Interlocked.Increment(ref _retries);
            await Task.Delay(Random.Shared.Next(1000, 2000));
        }

        return true;
    }

    private async Task<bool> RegisterAsync(int index)
    {
        using var patience = new CancellationTokenSource(Patience);
        SslStream? stream = null;
        try
        {
            stream = await _target.ConnectAsync(patience.Token);
            if (await Exchange.RunAsync(stream, new RequestTemplate(RequestText.Register(index), options.Verify), patience.Token))
            {
                (_streams[index], stream) = (stream, null);
                return true;
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or AuthenticationException or OperationCanceledException)
        {
            // Tried again, or counted, by the caller.
        }

        if (stream is not null)
        {
            await stream.DisposeAsync();
        }

        return false;
    }
}
