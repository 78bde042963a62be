// SPDX-License-Identifier: MIT

namespace FastSipAlg.Configuration.Options;

/// <summary>How OTLP is spoken.</summary>
public enum TelemetryProtocol
{
    HttpProtobuf,
    Grpc,
}

/// <summary><c>config system telemetry</c>: export of metrics by OTLP.</summary>
public sealed class TelemetryOptions
{
    /// <summary>The collector's base address, http or https; null is an error.</summary>
    public string? Endpoint { get; set; }

    /// <summary>OTLP's own default (OTEL_EXPORTER_OTLP_PROTOCOL).</summary>
    public TelemetryProtocol Protocol { get; set; }

    /// <summary>Seconds. OpenTelemetry's default (OTEL_METRIC_EXPORT_INTERVAL).</summary>
    public int Interval { get; set; } = 60;

    /// <summary>A file of header fields to send along, an absolute path; null: none.</summary>
    public string? HeadersFile { get; set; }
}
