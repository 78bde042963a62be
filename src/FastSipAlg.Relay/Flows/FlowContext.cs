// SPDX-License-Identifier: MIT

using FastSipAlg.Inspection.Reports;
using FastSipAlg.Relay.Diagnostics;
using FastSipAlg.Relay.Overload;
using FastSipAlg.Relay.Policy;
using FastSipAlg.Transport.Legs;
using FastSipAlg.Transport.Sockets;
using Microsoft.Extensions.Logging;

namespace FastSipAlg.Relay.Flows;

/// <summary>What every flow of the process shares.</summary>
internal sealed record FlowContext(
    RelayPolicies Policies,
    SocketLoops Loops,
    PhoneLegFactory PhoneLegs,
    ServerLegFactory ServerLegs,
    RelayMetrics Metrics,
    AdmissionMetrics AdmissionMetrics,
    ViolationLog Violations,
    ViolationMetrics ViolationMetrics,
    FlowClock Clock,
    OverloadControl Overload,
    TimeProvider Time,
    ILogger Log)
{
    public SlowLane Lane => Loops.Lane;
}
