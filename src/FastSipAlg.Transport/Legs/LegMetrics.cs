// SPDX-License-Identifier: MIT

using System.Diagnostics.Metrics;

namespace FastSipAlg.Transport.Legs;

/// <summary>Legs open, and handshakes by outcome. Costs one test of a flag where nobody listens.</summary>
public sealed class LegMetrics : IDisposable
{
    public const string MeterName = "FastSipAlg.Transport";

    private readonly Meter _meter = new(MeterName);
    private readonly UpDownCounter<long> _open;
    private readonly Counter<long> _handshakes;
    private readonly Histogram<double> _duration;

    public LegMetrics()
    {
        _open = _meter.CreateUpDownCounter<long>("fastsipalg.legs", "{leg}", "Legs that are open, by leg and transport.");
        _handshakes = _meter.CreateCounter<long>("fastsipalg.handshakes", "{handshake}", "TLS handshakes, by leg, outcome, version and cipher suite.");
        _duration = _meter.CreateHistogram<double>("fastsipalg.handshake.duration", "s", "Duration of TLS handshakes, by leg and outcome.");
    }

    public void LegOpened(LegSide side, bool isPlain) => _open.Add(1, SideTag(side), TransportTag(isPlain));

    public void LegClosed(LegSide side, bool isPlain) => _open.Add(-1, SideTag(side), TransportTag(isPlain));

    /// <summary><paramref name="failure"/> is <see cref="LegEndReason.None"/> for a handshake that succeeded.</summary>
    public void HandshakeEnded(LegSide side, LegEndReason failure, TlsSession session, TimeSpan duration)
    {
        var outcome = new KeyValuePair<string, object?>("outcome", failure == LegEndReason.None ? "ok" : failure.ToString());
        if (_handshakes.Enabled)
        {
            _handshakes.Add(1, SideTag(side), outcome, new("tls.protocol.version", session.VersionName), new("tls.cipher", session.CipherName));
        }

        if (_duration.Enabled)
        {
            _duration.Record(duration.TotalSeconds, SideTag(side), outcome);
        }
    }

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> TransportTag(bool isPlain) => new("transport", isPlain ? "tcp" : "tls");

    private static KeyValuePair<string, object?> SideTag(LegSide side) => new("leg", side == LegSide.Phone ? "phone" : "server");
}
