// SPDX-License-Identifier: MIT

using FastSipAlg.Relay.Policy;
using FastSipAlg.Sip.Grammar;
using Microsoft.Extensions.Logging;

namespace FastSipAlg.Relay.Overload;

/// <summary>
/// Decides at each heartbeat how short CPU and memory are, and tells those who would begin something: handshakes wait or are refused first, then requests. Thread-safe but for <see cref="Beat"/>.
/// </summary>
internal sealed class OverloadControl : IDisposable
{
    /// <summary>Beats in which each flow has its turn to be refused: a minute. Ours: several times a Retry-After, and not longer than a caller tries.</summary>
    private const uint BeatsOfARound = 240;

    private readonly CpuShortage _cpu = new();
    private readonly MemoryShortage _memory = new();
    private readonly Lock _lock = new();
    private readonly OverloadMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private TaskCompletionSource _change = NewChange();
    private OverloadReading _reading;
    private long _memoryLimit;
    private volatile OverloadLevel _level;
    private volatile uint _refused;
    private volatile uint _turn;
    private long _began;
    private long _handshakes;
    private long _requests;

    public OverloadControl(TimeProvider time, ILogger log)
    {
        _time = time;
        _log = log;
        _metrics = new OverloadMetrics(() => Report);
    }

    /// <summary>As of the last heartbeat.</summary>
    public OverloadReport Report
    {
        get
        {
            lock (_lock)
            {
                return new OverloadReport(
                    _level, _cpu.Level, _memory.Level, RefusedShare, _reading.CpuUse, TimeSpan.FromSeconds(_reading.Lag), _reading.Memory, _memoryLimit);
            }
        }
    }

    /// <summary>Requests that would begin something are refused when they draw less; 0: none.</summary>
    public uint Refused => _refused;

    /// <summary>To be added to what a flow has drawn, modulo 2³²: none is refused for ever.</summary>
    public uint Turn => _turn;

    /// <summary>Called by the heartbeat.</summary>
    public void Beat(OverloadPolicy policy, OverloadReading reading)
    {
        var former = _level;
        lock (_lock)
        {
            _cpu.Beat(policy, reading.CpuUse, reading.Lag);
            _memory.Beat(policy, reading.Memory);
            (_reading, _memoryLimit) = (reading, policy.MemoryLimit);
            _level = _cpu.Level > _memory.Level ? _cpu.Level : _memory.Level;
            _refused = (uint)(Threshold(RefusedShare) * uint.MaxValue);
            _turn += uint.MaxValue / BeatsOfARound;
        }

        if (_level != former)
        {
            Tell(former);
            Interlocked.Exchange(ref _change, NewChange()).SetResult();
        }
    }

    /// <summary>Waits until a handshake with a phone may begin. False: it must not, or its flow <paramref name="ended"/> meanwhile.</summary>
    public async ValueTask<bool> AdmitHandshakeAsync(CancellationToken ended)
    {
        while (true)
        {
            // First the change that is to come, then the look: what changes in between is noticed.
            var change = Volatile.Read(ref _change).Task;
            switch (_level)
            {
                case OverloadLevel.Green:
                    return true;
                case OverloadLevel.Extreme:
                    Interlocked.Increment(ref _handshakes);
                    _metrics.HandshakeRefused();
                    return false;
            }

            await change.WaitAsync(ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (ended.IsCancellationRequested)
            {
                return false;
            }
        }
    }

    public void CountRequest(SipMethod method)
    {
        Interlocked.Increment(ref _requests);
        _metrics.RequestRefused(method);
    }

    public void Dispose() => _metrics.Dispose();

    private double RefusedShare => Math.Max(_cpu.RefusedShare, _memory.RefusedShare);

    // What three parts of one even draw and one of another fall short of in this share of all cases: their sum is distributed like a trapezium.
    private static double Threshold(double share) => share switch
    {
        < 1.0 / 6 => Math.Sqrt(0.375 * share),
        > 5.0 / 6 => 1 - Math.Sqrt(0.375 * (1 - share)),
        _ => 0.125 + (0.75 * share),
    };

    private static TaskCompletionSource NewChange() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Tell(OverloadLevel former)
    {
        var report = Report;
        if (former == OverloadLevel.Green)
        {
            _began = _time.GetTimestamp();
            _handshakes = 0;
            _requests = 0;
        }

        if (report.Level == OverloadLevel.Green)
        {
            OverloadLog.Over(_log, _time.GetElapsedTime(_began).TotalSeconds, Interlocked.Read(ref _handshakes), Interlocked.Read(ref _requests));
        }
        else
        {
            OverloadLog.Entered(
                _log, report.Level, former, report.Cpu, report.CpuUse * 100, report.Lag.TotalMilliseconds, report.Memory, report.MemoryInUse >> 20, report.MemoryLimit >> 20, report.RefusedShare * 100);
        }
    }
}
