// SPDX-License-Identifier: MIT

namespace FastSipAlg.Transport.Legs;

/// <summary>A phone renegotiated though it must not; thrown by <see cref="RenegotiationLimit"/> to whoever reads, and made into its reason by <see cref="LegFault"/>.</summary>
internal sealed class RenegotiationException : IOException
{
    private RenegotiationException(LegEndReason reason, string message)
        : base(message)
    {
        Reason = reason;
    }

    public LegEndReason Reason { get; }

    public static RenegotiationException Denied(string why) => new(LegEndReason.RenegotiationDenied, "it renegotiated, " + why);

    public static RenegotiationException TooOften() => new(
        LegEndReason.RenegotiatedTooOften,
        $"it renegotiated more than {RenegotiationLimit.Maximum} times within {RenegotiationLimit.Window.TotalMinutes:0} minutes");
}
