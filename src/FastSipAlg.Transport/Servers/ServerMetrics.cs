// SPDX-License-Identifier: MIT

using System.Diagnostics.Metrics;

namespace FastSipAlg.Transport.Servers;

/// <summary>SIP servers: which targets are up, how many server legs each has, what became of attempts, health checks and resolutions.</summary>
public sealed class ServerMetrics : IDisposable
{
    private readonly Meter _meter = new("FastSipAlg.Transport");
    private readonly Counter<long> _attempts;
    private readonly Counter<long> _checks;
    private readonly Counter<long> _resolutions;

    /// <param name="targets">Gives those in use.</param>
    public ServerMetrics(Func<IEnumerable<ServerSnapshot>> targets)
    {
        _attempts = _meter.CreateCounter<long>("fastsipalg.server.attempts", "{attempt}", "Server legs begun, by server, address and outcome.");
        _checks = _meter.CreateCounter<long>("fastsipalg.server.checks", "{check}", "Health checks, by server, address and outcome.");
        _resolutions = _meter.CreateCounter<long>("fastsipalg.server.resolutions", "{resolution}", "Resolutions of a SIP server's name, by server, name and outcome.");
        _meter.CreateObservableGauge(
            "fastsipalg.server.up",
            () => Measure(targets(), target => target.State == ServerState.Up ? 1 : 0),
            "1",
            "1: the target is in use; 0: it is avoided, down, or its name does not resolve; by server and address.");
        _meter.CreateObservableGauge(
            "fastsipalg.server.connections", () => Measure(targets(), target => target.Connections), "{connection}", "Server legs open or being opened, by server and address.");
    }

    internal void Attempted(string server, ServerTarget target, string outcome) => Add(_attempts, server, target.EndPoint, outcome);

    internal void Checked(string server, ServerTarget target, bool isAlive) => Add(_checks, server, target.EndPoint, isAlive ? "ok" : "failed");

    internal void Resolved(string server, string name, bool isOk)
    {
        if (_resolutions.Enabled)
        {
            _resolutions.Add(1, new("server", server), new("name", name), new("outcome", isOk ? "ok" : "failed"));
        }
    }

    public void Dispose() => _meter.Dispose();

    private static void Add(Counter<long> counter, string server, System.Net.IPEndPoint endPoint, string outcome)
    {
        if (counter.Enabled)
        {
            counter.Add(1, new("server", server), new("address", endPoint.ToString()), new("outcome", outcome));
        }
    }

    // Two listeners, of TLS and of plain TCP, may have the same server.
    private static IEnumerable<Measurement<int>> Measure(IEnumerable<ServerSnapshot> targets, Func<ServerSnapshot, int> value) =>
        targets.Select(target => new Measurement<int>(
            value(target),
            new("server", target.Server),
            new("address", target.EndPoint?.ToString() ?? target.Address),
            new("transport", target.Transport)));
}
