// SPDX-License-Identifier: MIT

using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

namespace FastSipAlg.Management.Metrics;

/// <summary>
/// Adds up what the program's meters measure, and writes it as Prometheus text when somebody asks. OpenTelemetry's exporter for that has no stable version. Made before anything is counted:
/// what goes up and down is only right from the beginning.
/// </summary>
internal sealed class MeterCollector : IDisposable
{
    private const string OurMeters = "FastSipAlg.";

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<Instrument, InstrumentSeries> _instruments = new();
    private readonly Lock _scrape = new();

    public MeterCollector()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name.StartsWith(OurMeters, StringComparison.Ordinal))
            {
                listener.EnableMeasurementEvents(instrument, _instruments.GetOrAdd(instrument, static known => new InstrumentSeries(known)));
            }
        };
        _listener.MeasurementsCompleted = (instrument, _) => _instruments.TryRemove(instrument, out var _);
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => ((InstrumentSeries)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, state) => ((InstrumentSeries)state!).Record((long)value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => ((InstrumentSeries)state!).Record(value, tags));
        _listener.Start();
    }

    /// <summary>Prometheus' text format, version 0.0.4. One at a time: what is observed is observed anew for each.</summary>
    public string Write()
    {
        lock (_scrape)
        {
            foreach (var series in _instruments.Values)
            {
                series.ForgetObserved();
            }

            _listener.RecordObservableInstruments();
            var text = new StringBuilder(16 * 1024);

            // Two meters may have an instrument of one name; Prometheus takes a name once.
            foreach (var same in _instruments.Values.GroupBy(series => series.Name, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
            {
                PrometheusText.Append(text, [.. same]);
            }

            return text.ToString();
        }
    }

    public void Dispose() => _listener.Dispose();
}
