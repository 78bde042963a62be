// SPDX-License-Identifier: MIT

using System.Diagnostics;
using System.Diagnostics.Metrics;
using FastSipAlg.Relay.Diagnostics;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>What one counter of the relay counts anywhere in this process meanwhile, by its first tag.</summary>
internal sealed class MetricCounts : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, long> _counts = [];

    public MetricCounts(string name)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == RelayMetrics.MeterName && instrument.Name == name)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, measurement, tags, _) =>
        {
            lock (_counts)
            {
                var key = tags.IsEmpty ? "" : tags[0].Value?.ToString() ?? "";
                _counts[key] = _counts.GetValueOrDefault(key) + measurement;
            }
        });
        _listener.Start();
    }

    public long this[string tag]
    {
        get
        {
            lock (_counts)
            {
                return _counts.GetValueOrDefault(tag);
            }
        }
    }

    /// <summary>Returns when <paramref name="tag"/> was counted so often.</summary>
    public async Task WaitForAsync(string tag, long count)
    {
        for (var waited = Stopwatch.StartNew(); this[tag] < count; await Task.Delay(10))
        {
            Assert.True(waited.Elapsed < Patience, $"{tag} was counted {this[tag]} times, not {count}");
        }
    }

    public void Dispose() => _listener.Dispose();
}
