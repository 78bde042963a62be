// SPDX-License-Identifier: MIT

using System.Diagnostics.Metrics;

namespace FastSipAlg.Relay.Diagnostics;

/// <summary>Connections that were not let in, and sources in quarantine.</summary>
internal sealed class AdmissionMetrics : IDisposable
{
    private readonly Meter _meter = new(RelayMetrics.MeterName);
    private readonly Counter<long> _refused;

    /// <param name="quarantined">Gives how many sources are in quarantine at each listener.</param>
    public AdmissionMetrics(Func<IEnumerable<(string Listener, int Sources)>> quarantined)
    {
        _refused = _meter.CreateCounter<long>(
            "fastsipalg.connections.refused", "{connection}", "Connections that were not let in, by reason, listener and action: refused, or observed where they would be.");
        _meter.CreateObservableGauge(
            "fastsipalg.quarantine.sources",
            () => quarantined().Select(listener => new Measurement<int>(listener.Sources, new KeyValuePair<string, object?>("listener", listener.Listener))),
            "{source}",
            "Sources in quarantine, by listener.");
    }

    public void Refused(string listener, FlowEndReason reason, bool isObserved = false)
    {
        if (_refused.Enabled)
        {
            _refused.Add(1, new("reason", reason.ToString()), new("listener", listener), new("action", isObserved ? "observed" : "refused"));
        }
    }

    public void Dispose() => _meter.Dispose();
}
