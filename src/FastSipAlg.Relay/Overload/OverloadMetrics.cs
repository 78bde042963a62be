// SPDX-License-Identifier: MIT

using System.Diagnostics.Metrics;
using FastSipAlg.Relay.Diagnostics;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Relay.Overload;

/// <summary>How short CPU and memory are, and what was refused for it.</summary>
internal sealed class OverloadMetrics : IDisposable
{
    private readonly Meter _meter = new(RelayMetrics.MeterName);
    private readonly Counter<long> _refused;

    public OverloadMetrics(Func<OverloadReport> report)
    {
        _meter.CreateObservableGauge("fastsipalg.overload.level", () => (int)report().Level, null, "0 green, 1 red: handshakes wait, 2 extreme: handshakes and some new requests are refused.");
        _meter.CreateObservableGauge("fastsipalg.overload.refused_share", () => report().RefusedShare, null, "Share of the requests that would begin something and are refused.");
        _meter.CreateObservableGauge("fastsipalg.overload.cpu_use", () => report().CpuUse, null, "Share of the time in which the threads that carry messages have work.");
        _meter.CreateObservableGauge("fastsipalg.overload.lag", () => report().Lag.TotalSeconds, "s", "What a message that has come waits for these threads.");
        _meter.CreateObservableGauge("fastsipalg.overload.memory", () => report().MemoryInUse, "By", "Memory in use.");
        _meter.CreateObservableGauge("fastsipalg.overload.memory_limit", () => report().MemoryLimit, "By", "Memory that the process may have.");
        _refused = _meter.CreateCounter<long>("fastsipalg.overload.refused", "{beginning}", "Handshakes and requests that were refused because CPU or memory was short, by what: handshake, or the method.");
    }

    public void HandshakeRefused() => _refused.Add(1, new KeyValuePair<string, object?>("what", "handshake"));

    public void RequestRefused(SipMethod method) => _refused.Add(1, new KeyValuePair<string, object?>("what", RelayMetrics.NameOf(method)));

    public void Dispose() => _meter.Dispose();
}
