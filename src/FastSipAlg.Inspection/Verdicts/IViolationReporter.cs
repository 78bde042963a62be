// SPDX-License-Identifier: MIT

namespace FastSipAlg.Inspection.Verdicts;

/// <summary>Whoever wants to know of violations: log and metrics in the relay, a list when files are explained.</summary>
public interface IViolationReporter
{
    /// <summary>Called once for each, in the order in which they were found.</summary>
    void Report(in Violation violation);
}
