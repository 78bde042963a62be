// SPDX-License-Identifier: MIT

namespace FastSipAlg.Tracking.Flows;

/// <summary>Names one flow (RFC 5626: the phone's transport connection as SIP sees it) for as long as this process runs.</summary>
public readonly record struct FlowId(long Value)
{
    public override string ToString() => Value.ToString("x8", System.Globalization.CultureInfo.InvariantCulture);
}
