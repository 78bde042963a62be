// SPDX-License-Identifier: MIT

using FastSipAlg.Inspection.Verdicts;

namespace FastSipAlg.Inspection.Reports;

/// <summary>The violations of one flow, on their way to log and metrics.</summary>
/// <param name="logs"><c>log-violations</c>.</param>
/// <param name="logsJson"><c>log-violations-format json</c>.</param>
/// <param name="log">The process's.</param>
/// <param name="metrics">The process's.</param>
/// <param name="facts">What a line says about the flow.</param>
public sealed class FlowViolations(ViolationLog log, ViolationMetrics metrics, FlowFacts facts, bool logs, bool logsJson) : IViolationReporter
{
    public void Report(in Violation violation)
    {
        metrics.Count(violation);
        log.Write(violation, facts, logs, logsJson);
    }
}
