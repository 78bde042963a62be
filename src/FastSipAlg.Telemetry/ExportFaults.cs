// SPDX-License-Identifier: MIT

using System.Diagnostics.Tracing;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace FastSipAlg.Telemetry;

/// <summary>The library tells of exports that failed by events alone, which nobody reads: here they become lines of the log. Event ids: 500.</summary>
internal sealed partial class ExportFaults(ILogger log) : EventListener
{
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "OpenTelemetry-Exporter-OpenTelemetryProtocol")
        {
            EnableEvents(eventSource, EventLevel.Warning);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData) =>
        Failed(log, string.Format(CultureInfo.InvariantCulture, eventData.Message ?? eventData.EventName ?? "", [.. eventData.Payload ?? []]).ReplaceLineEndings(" "));

    [LoggerMessage(500, LogLevel.Warning, "metrics could not be exported: {Sentence}")]
    private static partial void Failed(ILogger logger, string sentence);
}
