// SPDX-License-Identifier: MIT

namespace FastSipAlg.Transport.Legs;

/// <summary>A leg, or why there is none, with a sentence for the log.</summary>
public sealed record LegOpening(Leg? Leg, LegEndReason Failure, string? Detail)
{
    /// <summary>A handshake that came about; the leg is still to be made.</summary>
    internal static LegOpening Done { get; } = new(null, LegEndReason.None, null);

    internal static LegOpening Failed(LegEndReason failure, string? detail) => new(null, failure, detail);
}
