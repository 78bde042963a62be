// SPDX-License-Identifier: MIT

using System.Reflection;
using FastSipAlg.Configuration.Options;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace FastSipAlg.Telemetry;

/// <summary>
/// Sends what the program's own meters and the runtime's measure to a collector by OTLP, again and again, and once more when it is disposed. To be made before anything is counted: what goes up and down is
/// only right from the beginning.
/// </summary>
public sealed class MetricExport : IDisposable
{
    private readonly ExportFaults _faults;
    private readonly MeterProvider _provider;

    /// <param name="options">They have been validated.</param>
    /// <param name="log">Hears of exports that failed.</param>
    public MetricExport(TelemetryOptions options, ILogger log)
    {
        _faults = new ExportFaults(log);
        _provider = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(resource => resource.AddService("fastsipalg", serviceVersion: typeof(MetricExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion))
            .AddMeter("FastSipAlg.*", "System.Runtime")
            .AddOtlpExporter((exporter, reader) =>
            {
                exporter.Protocol = options.Protocol == TelemetryProtocol.Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
                exporter.Endpoint = PlaceOf(options);
                exporter.Headers = options.HeadersFile is null ? null : string.Join(',', TelemetryHeaders.Read(options.HeadersFile));
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = options.Interval * 1000;
            })
            .Build();
    }

    public void Dispose()
    {
        _provider.Dispose();
        _faults.Dispose();
    }

    // The library takes an address that is set here as it is. OTLP's specification appends this to a base address of HTTP, and nothing to one of gRPC.
    private static Uri PlaceOf(TelemetryOptions options) =>
        new(options.Protocol == TelemetryProtocol.Grpc ? options.Endpoint! : options.Endpoint!.TrimEnd('/') + "/v1/metrics");
}
