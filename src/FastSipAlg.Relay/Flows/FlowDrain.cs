// SPDX-License-Identifier: MIT

using FastSipAlg.Relay.Diagnostics;
using Microsoft.Extensions.Logging;

namespace FastSipAlg.Relay.Flows;

/// <summary>
/// Stops a relay's flows in time. In the first half of it those that are quiet are closed, spread over that half so that their phones do not all come to the next node at once; in the second each at its
/// first moment without an open request or call. What is left at the end is cut off.
/// </summary>
/// <param name="flows">To be closed.</param>
/// <param name="stopAccepting">Returns when no more can come.</param>
/// <param name="log">Gets the countdown.</param>
/// <param name="time">Tells the time.</param>
internal sealed class FlowDrain(FlowRegistry flows, Func<Task> stopAccepting, ILogger log, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan LeastCountdown = TimeSpan.FromSeconds(1);

    /// <summary>Flows closed in a second at the least: one core shakes hands some 500 times a second, so nobody is hurt by that many who come back.</summary>
    private const double LeastRate = 100;

    private readonly CancellationTokenSource _cutOff = new();
    private Phase _phase = new(DrainStage.None, 0, TimeSpan.Zero);

    public DrainStage Stage => Volatile.Read(ref _phase).Stage;

    public DrainReport Report()
    {
        var phase = Volatile.Read(ref _phase);
        var left = phase.Length - time.GetElapsedTime(phase.Began);
        return new DrainReport(
            phase.Stage,
            flows.Count,
            flows.Flows.Count(pair => pair.IsInUse),
            phase.Stage is DrainStage.None or DrainStage.Done || left < TimeSpan.Zero ? TimeSpan.Zero : left);
    }

    /// <summary>Accepts for <paramref name="delay"/> more, then gives flows until <paramref name="deadline"/>.</summary>
    public async Task RunAsync(TimeSpan delay, TimeSpan deadline)
    {
        Enter(DrainStage.Announced, delay);
        await Task.Yield();
        if (delay > TimeSpan.Zero)
        {
            RelayLog.StopAnnounced(log, flows.Count, delay.TotalSeconds, deadline.TotalSeconds);
            await DelayAsync(delay);
        }

        await stopAccepting();

        Enter(DrainStage.Closing, deadline);
        RelayLog.Stopping(log, flows.Count, deadline.TotalSeconds);
        await CloseAsync(deadline);
        RelayLog.Stopped(log, await CutOffRestAsync());
        Enter(DrainStage.Done, TimeSpan.Zero);
    }

    /// <summary>Nothing is waited for any more.</summary>
    public void CutOff() => _cutOff.Cancel();

    public void Dispose() => _cutOff.Dispose();

    private async Task CloseAsync(TimeSpan deadline)
    {
        var began = time.GetTimestamp();
        var window = deadline / 2;
        var rate = Math.Max(LeastRate, flows.Count / Math.Max(0.001, window.TotalSeconds));
        var countdown = deadline / 10 > LeastCountdown ? deadline / 10 : LeastCountdown;
        var nextCount = countdown;
        var closed = 0;
        while (flows.Count > 0 && !_cutOff.IsCancellationRequested && time.GetElapsedTime(began) is var elapsed && elapsed < deadline)
        {
            var soon = elapsed > window;
            var due = soon ? int.MaxValue : (int)Math.Min(int.MaxValue, rate * (elapsed + PollInterval).TotalSeconds);
            closed += CloseSome(soon, due - closed);
            if (elapsed >= nextCount)
            {
                nextCount += countdown;
                RelayLog.StoppingStill(log, flows.Count, flows.Flows.Count(pair => pair.IsInUse), (deadline - elapsed).TotalSeconds);
            }

            await DelayAsync(PollInterval);
        }
    }

    private int CloseSome(bool soon, int most)
    {
        var closed = 0;
        foreach (var pair in flows.Flows)
        {
            if (closed >= most)
            {
                break;
            }

            closed += pair.EndReason == FlowEndReason.None && pair.BeginDrain(soon) ? 1 : 0;
        }

        return closed;
    }

    private async Task<int> CutOffRestAsync()
    {
        var cutOff = 0;
        foreach (var pair in flows.Flows)
        {
            pair.CutOff();
            cutOff += pair.EndReason == FlowEndReason.CutOffAtStop ? 1 : 0;
        }

        while (flows.Count > 0)
        {
            await Task.Delay(PollInterval, time);
        }

        return cutOff;
    }

    private async Task DelayAsync(TimeSpan delay)
    {
        try
        {
            await Task.Delay(delay, time, _cutOff.Token);
        }
        catch (OperationCanceledException)
        {
            // Cut off: the caller looks.
        }
    }

    private void Enter(DrainStage stage, TimeSpan length) => Volatile.Write(ref _phase, new Phase(stage, time.GetTimestamp(), length));

    private sealed record Phase(DrainStage Stage, long Began, TimeSpan Length);
}
