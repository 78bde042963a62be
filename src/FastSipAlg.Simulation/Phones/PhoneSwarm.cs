// SPDX-License-Identifier: MIT

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using FastSipAlg.Simulation.Connections;
using FastSipAlg.Simulation.Messages;
using FastSipAlg.Simulation.Traces;

namespace FastSipAlg.Simulation.Phones;

/// <summary>
/// Many phones that register and call each other in pairs until told to stop, with live figures: for the demo. The first pair's first call is
/// written down as a ladder. For measurements use the load generator in perf/, which costs a fraction of this.
/// </summary>
public sealed class PhoneSwarm : IAsyncDisposable
{
    private readonly EndPoint _endPoint;
    private readonly Func<SslClientAuthenticationOptions> _tls;
    private readonly PhoneSwarmOptions _options;
    private readonly SwarmMeter _meter = new();
    private readonly SimulatedPhone?[] _phones;
    private readonly long _started = Stopwatch.GetTimestamp();
    private long _messages;

    /// <param name="endPoint">Where the phones connect.</param>
    /// <param name="tls">Called once for each connection.</param>
    /// <param name="options">Size and mix.</param>
    public PhoneSwarm(EndPoint endPoint, Func<SslClientAuthenticationOptions> tls, PhoneSwarmOptions options)
    {
        _endPoint = endPoint;
        _tls = tls;
        _options = options;
        _phones = new SimulatedPhone?[options.Phones];
    }

    /// <summary>Both phones' view of the first pair's first call, set when that call is over.</summary>
    public IReadOnlyList<TraceEntry>? FirstCall { get; private set; }

    public IReadOnlyList<SimulatedPhone> Phones => [.. _phones.OfType<SimulatedPhone>()];

    /// <summary>Figures since the last call of this method; for one caller.</summary>
    public SwarmFigures Figures() => _meter.Cut(OpenFlows(), Interlocked.Read(ref _messages));

    /// <summary>Figures of the whole time.</summary>
    public SwarmFigures Totals() => _meter.Sum(OpenFlows(), Interlocked.Read(ref _messages), Stopwatch.GetElapsedTime(_started));

    /// <summary>Connects and registers all phones. What fails is counted in the figures.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = _options.ParallelConnects, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, _phones.Length, parallel, async (index, token) => await ConnectAsync(index, token));
    }

    /// <summary>Calls in pairs until cancelled; calls that stand then are hung up first.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var pairs = new List<Task>();
        for (var i = 0; i + 1 < _phones.Length; i += 2)
        {
            if (_phones[i] is { } caller && _phones[i + 1] is { } callee)
            {
                pairs.Add(CallAgainAndAgainAsync(caller, callee, i, cancellationToken));
            }
        }

        await Task.WhenAll(pairs);
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Phones.Select(phone => phone.DisposeAsync().AsTask()));
    }

    private static bool IsFailure(Exception exception) =>
        exception is IOException or TimeoutException or SocketException or AuthenticationException or InvalidOperationException;

    private int OpenFlows() => _phones.Count(phone => phone is { Connection.End: ConnectionEnd.Open });

    private async Task ConnectAsync(int index, CancellationToken cancellationToken)
    {
        var options = new SimulatedPhoneOptions
        {
            User = _options.UserPrefix + index.ToString(CultureInfo.InvariantCulture),
            Domain = _options.Domain,
            Password = _options.Password,
            Time = _options.Time,
            KeepsMessages = false,
            OnMessage = () => Interlocked.Increment(ref _messages),

            // The pair that tells the story.
            Trace = index < 2 ? new CallTrace(_options.Time, 200) : null,
        };
        try
        {
            var phone = await SimulatedPhone.ConnectAsync(_endPoint, _tls(), options, cancellationToken);
            _phones[index] = phone;
            await RegisterAsync(phone);
        }
        catch (Exception exception) when (IsFailure(exception))
        {
            _meter.Failed();
        }
    }

    private async Task RegisterAsync(SimulatedPhone phone)
    {
        if (await MeasureAsync(() => phone.RegisterAsync()))
        {
            _meter.Registered();
        }
    }

    private async Task CallAgainAndAgainAsync(SimulatedPhone caller, SimulatedPhone callee, int seed, CancellationToken cancellationToken)
    {
        var shape = new Random(seed);
        for (var call = 1; !cancellationToken.IsCancellationRequested; call++)
        {
            try
            {
                if (call % _options.CallsPerRefresh == 0)
                {
                    await RegisterAsync(caller);
                    await RegisterAsync(callee);
                }

                await CallOnceAsync(caller, callee, cancellationToken);
                await WaitAsync(_options.Pause * (1 + shape.NextDouble()), cancellationToken);
            }
            catch (Exception exception) when (IsFailure(exception))
            {
                _meter.Failed();
                if (caller.Connection.End != ConnectionEnd.Open || callee.Connection.End != ConnectionEnd.Open)
                {
                    return;
                }
            }
        }
    }

    private async Task CallOnceAsync(SimulatedPhone caller, SimulatedPhone callee, CancellationToken cancellationToken)
    {
        PhoneCall? call = null;
        var answered = await MeasureAsync(async () =>
        {
            call = await caller.CallAsync(callee.User);
            return call.FinalResponse!;
        });
        if (!answered)
        {
            return;
        }

        await WaitAsync(_options.CallTime, cancellationToken);
        if (await MeasureAsync(call!.HangUpAsync))
        {
            _meter.Called();
        }

        if (FirstCall is null && caller.Trace is { } sent && callee.Trace is { } received)
        {
            FirstCall = [.. sent.OfCall(call.CallId).Concat(received.OfCall(call.CallId)).OrderBy(entry => entry.Time)];
        }
    }

    private async Task<bool> MeasureAsync(Func<Task<SimulatedMessage>> request)
    {
        var start = Stopwatch.GetTimestamp();
        var response = await request();
        _meter.RoundTrip(start);
        if (response.StatusCode is >= 200 and < 300)
        {
            return true;
        }

        _meter.Failed();
        return false;
    }

    private async Task WaitAsync(TimeSpan time, CancellationToken cancellationToken) =>
        await Task.Delay(time, _options.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
