// SPDX-License-Identifier: MIT

namespace FastSipAlg.Fuzz.Driving;

/// <summary>What a run of a driver came to. <paramref name="Edges"/> is 0 when nothing was instrumented.</summary>
internal sealed record FuzzReport(string Target, long Executions, long GrowthProbes, int Seeds, int Inputs, int Edges, TimeSpan Time, IReadOnlyList<Finding> Findings);
