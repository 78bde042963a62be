// SPDX-License-Identifier: MIT

using FastSipAlg.Inspection.Verdicts;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Inspection.Rules;

/// <summary><c>block-METHOD</c>, <c>block-unknown</c> and <c>block-geo-red-options</c>: requests whose method the profile forbids, however well formed.</summary>
/// <param name="blocked">The rule that blocks each of the fourteen methods, by <see cref="SipMethod"/>; null: none.</param>
/// <param name="blocksUnknown">Whether other methods are blocked too.</param>
/// <param name="except">Names of other methods that are not.</param>
internal sealed class MethodRule(InspectionRuleId?[] blocked, bool blocksUnknown, byte[][] except) : IInspectionRule
{
    public void Inspect(ref InspectionContext context)
    {
        if (!context.Message.IsRequest)
        {
            return;
        }

        var rule = context.Message.Method == SipMethod.Unknown ? OfUnknown(context.Message.MethodName) : blocked[(int)context.Message.Method];
        if (rule is { } broken)
        {
            context.Report(broken, default);
        }
    }

    // Methods are case-sensitive   RFC 3261 §7.1
    private InspectionRuleId? OfUnknown(ReadOnlySpan<byte> name)
    {
        foreach (var method in except)
        {
            if (name.SequenceEqual(method))
            {
                return null;
            }
        }

        return blocksUnknown ? InspectionRuleId.BlockUnknown : null;
    }
}
