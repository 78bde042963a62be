// SPDX-License-Identifier: MIT

using System.Diagnostics.Metrics;

namespace FastSipAlg.Transport.Legs;

/// <summary>Legs open, and handshakes by outcome. Costs one test of a flag where nobody listens.</summary>
public sealed class LegMetrics : IDisposable
{
    public const string MeterName = "FastSipAlg.Transport";

    private static readonly KeyValuePair<string, object?> Succeeded = new("outcome", "ok");

    private readonly Meter _meter = new(MeterName);
    private readonly UpDownCounter<long> _open;
    private readonly Counter<long> _handshakes;
    private readonly Histogram<double> _duration;

    public LegMetrics()
    {
        _open = _meter.CreateUpDownCounter<long>("fastsipalg.legs", "{leg}", "Legs that are open, by leg and transport.");
        _handshakes = _meter.CreateCounter<long>("fastsipalg.handshakes", "{handshake}", "TLS handshakes, by leg and outcome; those that succeeded by version, cipher suite and whether a session was resumed, the others by stage and reason.");

        // Seconds: from a resumed handshake on the same switch to handshake-timeout's default.
        _duration = _meter.CreateHistogram(
            "fastsipalg.handshake.duration",
            "s",
            "Duration of TLS handshakes, by leg and outcome.",
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });
    }

    public void LegOpened(LegSide side, bool isPlain) => _open.Add(1, SideTag(side), TransportTag(isPlain));

    public void LegClosed(LegSide side, bool isPlain) => _open.Add(-1, SideTag(side), TransportTag(isPlain));

    /// <summary>A handshake that made a leg.</summary>
    internal void HandshakeSucceeded(LegSide side, TlsSession session, TimeSpan duration)
    {
        if (_handshakes.Enabled)
        {
            _handshakes.Add(
                1,
                SideTag(side),
                Succeeded,
                new("tls.protocol.version", session.VersionName),
                new("tls.cipher", session.CipherName),
                new("resumed", session.IsResumed switch { true => "yes", false => "no", null => "unknown" }));
        }

        if (_duration.Enabled)
        {
            _duration.Record(duration.TotalSeconds, SideTag(side), Succeeded);
        }
    }

    /// <summary>A handshake that made none; <paramref name="awaitsHello"/>: the peer's ClientHello had not come.</summary>
    internal void HandshakeFailed(LegSide side, LegEndReason failure, HandshakeProblem problem, bool awaitsHello, TimeSpan duration)
    {
        var outcome = new KeyValuePair<string, object?>("outcome", failure.ToString());
        if (_handshakes.Enabled)
        {
            _handshakes.Add(1, SideTag(side), outcome, new("stage", awaitsHello ? "hello" : StageOf(problem)), new("reason", problem.ToString()));
        }

        if (_duration.Enabled)
        {
            _duration.Record(duration.TotalSeconds, SideTag(side), outcome);
        }
    }

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> TransportTag(bool isPlain) => new("transport", isPlain ? "tcp" : "tls");

    private static string StageOf(HandshakeProblem problem) => problem switch
    {
        HandshakeProblem.NoHello or HandshakeProblem.NotTls or HandshakeProblem.HelloMalformed or HandshakeProblem.RenegotiationNotSecured => "hello",
        HandshakeProblem.NoCommonVersion or HandshakeProblem.NoCommonSuite or HandshakeProblem.NoCommonParameters or HandshakeProblem.NameUnknown => "negotiation",
        HandshakeProblem.PeerCertificateRefused or HandshakeProblem.OwnCertificateRefused => "certificates",
        _ => "handshake",
    };

    private static KeyValuePair<string, object?> SideTag(LegSide side) => new("leg", side == LegSide.Phone ? "phone" : "server");
}
