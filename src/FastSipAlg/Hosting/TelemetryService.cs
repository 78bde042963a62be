// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration.Options;
using FastSipAlg.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FastSipAlg.Hosting;

/// <summary>Exports metrics from before the relay's start until after its end.</summary>
internal sealed partial class TelemetryService(TelemetryOptions options, ILogger<TelemetryService> log) : IHostedService, IDisposable
{
    private MetricExport? _export;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _export = new MetricExport(options, log);
        Exporting(log, options.Endpoint!, options.Interval);
        return Task.CompletedTask;
    }

    // The last export waits for the collector.
    public Task StopAsync(CancellationToken cancellationToken) => Task.Run(Dispose, CancellationToken.None);

    public void Dispose() => _export?.Dispose();

    [LoggerMessage(410, LogLevel.Information, "metrics are exported to {Endpoint} every {Seconds} s")]
    private static partial void Exporting(ILogger logger, string endpoint, int seconds);
}
