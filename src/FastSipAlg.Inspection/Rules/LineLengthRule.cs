// SPDX-License-Identifier: MIT

using System.Text;
using FastSipAlg.Inspection.Verdicts;
using FastSipAlg.Sip.Framing;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Inspection.Rules;

/// <summary><c>max-line-length</c>: each physical line of the header section, before unfolding, without its CRLF.</summary>
/// <param name="maxLength">In octets.</param>
/// <param name="exempt">Whether the lines of a header field may have any length, by <see cref="SipHeaderId"/>.</param>
/// <param name="exemptUnknown">Names of exempt header fields that no RFC defines.</param>
internal sealed class LineLengthRule(int maxLength, bool[] exempt, byte[][] exemptUnknown) : IInspectionRule
{
    private const InspectionRuleId Rule = InspectionRuleId.MaxLineLength;

    public void Inspect(ref InspectionContext context)
    {
        // What is short as a whole has no long line: most messages.
        if (context.Message.BodyStart <= maxLength)
        {
            return;
        }

        var fields = context.Message.Fields.Fields;
        var end = context.Message.BodyStart - 2;
        if (context.Message.StartLine.Length > maxLength && context.Report(Rule, new SipFault(SipDefect.LineTooLong, maxLength)))
        {
            return;
        }

        // A field ends where the next one begins, and no line is longer than its field.
        for (var index = 0; index < fields.Length; index++)
        {
            var next = index + 1 < fields.Length ? fields[index + 1].NameStart : end;
            ref readonly var field = ref fields[index];
            if (next - 2 - field.NameStart > maxLength && !IsExempt(context.Message.NameOf(field), field.Id) && InspectField(ref context, field, next))
            {
                return;
            }
        }
    }

    private bool InspectField(ref InspectionContext context, in SipHeaderField field, int end)
    {
        var start = field.NameStart;
        while (start < end)
        {
            var length = context.Message.Octets[start..end].IndexOf("\r\n"u8);
            if (length > maxLength && context.Report(Rule, new SipFault(SipDefect.LineTooLong, start + maxLength), field.Id))
            {
                return true;
            }

            start += length + 2;
        }

        return false;
    }

    private bool IsExempt(ReadOnlySpan<byte> name, SipHeaderId header)
    {
        if (header != SipHeaderId.Unknown)
        {
            return exempt[(int)header];
        }

        foreach (var unknown in exemptUnknown)
        {
            if (Ascii.EqualsIgnoreCase(name, unknown))
            {
                return true;
            }
        }

        return false;
    }
}
