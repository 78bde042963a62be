// SPDX-License-Identifier: MIT

using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using FastSipAlg.LoadGenerator.Connections;
using FastSipAlg.LoadGenerator.Messages;

namespace FastSipAlg.LoadGenerator.Scenarios;

/// <summary>New connections at an even rate, whatever becomes of those before: a full handshake, one REGISTER and its answer, close. Remembers which certificate was shown last.</summary>
internal sealed class PacedHandshakes : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    private readonly LoadTarget _target;
    private readonly RequestTemplate _template = new(RequestText.Register(0), mirror: false);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _run;
    private long _done;
    private long _failed;
    private long _slowest;
    private int _open;
    private volatile string _shown = "";

    public PacedHandshakes(ScenarioOptions options, double rate)
    {
        _target = new LoadTarget(options.EndPoint, options.ServerName, resume: false);
        _run = RunAsync(rate);
    }

    public long Done => Interlocked.Read(ref _done);

    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>From connect to the answer, of those that were done.</summary>
    public TimeSpan Slowest => Stopwatch.GetElapsedTime(0, Interlocked.Read(ref _slowest));

    /// <summary>Serial number of the certificate of the last handshake that ended.</summary>
    public string Shown => _shown;

    /// <summary>Comes back when all that were begun have ended.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _run;
        while (Volatile.Read(ref _open) > 0)
        {
            await Task.Delay(Step);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task RunAsync(double rate)
    {
        using var timer = new PeriodicTimer(Step);
        var due = 0.0;
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                for (due += rate * Step.TotalSeconds; due >= 1; due--)
                {
                    Interlocked.Increment(ref _open);
                    _ = OnceAsync();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task OnceAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var started = Stopwatch.GetTimestamp();
        var isDone = false;
        try
        {
            await using var stream = await _target.ConnectAsync(patience.Token);
            _shown = ((X509Certificate2)stream.RemoteCertificate!).SerialNumber;
            isDone = await Exchange.RunAsync(stream, _template, patience.Token);
            NoteTime(isDone ? Stopwatch.GetTimestamp() - started : 0);
            await stream.ShutdownAsync();
        }
        catch (Exception exception) when (exception is IOException or SocketException or AuthenticationException or OperationCanceledException)
        {
            isDone = false;
        }

        Interlocked.Increment(ref isDone ? ref _done : ref _failed);
        Interlocked.Decrement(ref _open);
    }

    private void NoteTime(long ticks)
    {
        for (var slowest = Interlocked.Read(ref _slowest); ticks > slowest; slowest = Interlocked.Read(ref _slowest))
        {
            Interlocked.CompareExchange(ref _slowest, ticks, slowest);
        }
    }
}
