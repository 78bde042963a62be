// SPDX-License-Identifier: MIT

namespace FastSipAlg.Relay.Overload;

/// <summary>What one heartbeat measured.</summary>
/// <param name="CpuUse">Share of the time in which the threads that carry messages had work, 0 to 1.</param>
/// <param name="Lag">Seconds that work which was ready waited for them.</param>
/// <param name="Memory">Octets of the process that are resident.</param>
internal readonly record struct OverloadReading(double CpuUse, double Lag, long Memory);
