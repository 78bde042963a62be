// SPDX-License-Identifier: MIT

using System.Buffers;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using FastSipAlg.Inspection.Verdicts;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Inspection.Rules;

/// <summary>
/// Hot path: <c>call-id-regex</c> and <c>content-type-regex</c>: each value of a header must match somewhere. The pattern runs in linear time
/// (<see cref="RegexOptions.NonBacktracking"/>), over characters, so octets are widened; those that are no UTF-8 become U+FFFD.
/// </summary>
internal sealed class PatternRule(InspectionRuleId rule, SipHeaderId header, string pattern) : IInspectionRule
{
    /// <summary>Characters on the stack; a longer value is rented for.</summary>
    private const int StackLength = 256;

    // Each thread its own: a Regex keeps what one match needs, and makes it anew when two threads match at once. Those that inspect are few, and live long.
    private readonly ThreadLocal<Regex> _pattern = new(() => new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));

    public void Inspect(ref InspectionContext context)
    {
        var fields = context.Message.Fields;
        if (!fields.Contains(header))
        {
            return;
        }

        for (var index = fields.IndexOf(header); index >= 0; index = fields.IndexOf(header, index + 1))
        {
            ref readonly var field = ref fields[index];
            if (!IsMatch(context.Message.ValueOf(field)) && context.Report(rule, new SipFault(SipDefect.None, field.ValueStart), header))
            {
                return;
            }
        }
    }

    private bool IsMatch(ReadOnlySpan<byte> value)
    {
        char[]? rented = null;
        var characters = value.Length <= StackLength ? stackalloc char[StackLength] : (rented = ArrayPool<char>.Shared.Rent(value.Length));
        try
        {
            Utf8.ToUtf16(value, characters, out _, out var written, replaceInvalidSequences: true, isFinalBlock: true);
            return _pattern.Value!.IsMatch(characters[..written]);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<char>.Shared.Return(rented);
            }
        }
    }
}
