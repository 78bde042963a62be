// SPDX-License-Identifier: MIT

using System.Runtime.InteropServices;
using FastSipAlg.Inspection.Checks;
using FastSipAlg.Inspection.Verdicts;
using FastSipAlg.Sip.Framing;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Headers;

namespace FastSipAlg.Inspection.Rules;

/// <summary>
/// Hot path: every <c>malformed-header-…</c> and <c>unknown-header</c>, in one pass over the header fields in their order: octets that no value may hold, a field
/// that may occur once and does again, grammar.
/// </summary>
/// <param name="kinds">What is asked of a header field, by <see cref="SipHeaderId"/>.</param>
/// <param name="acceptsRfc2543"><c>rfc2543-branch</c>.</param>
internal sealed class HeaderFieldsRule(FieldKind[] kinds, bool acceptsRfc2543) : IInspectionRule
{
    public void Inspect(ref InspectionContext context)
    {
        var odd = HeaderOctets.Check(context.Message.HeaderSection).After(context.Message.HeaderSectionStart);
        var fields = context.Message.Fields.Fields;
        for (var index = 0; index < fields.Length; index++)
        {
            ref readonly var field = ref fields[index];
            ref readonly var kind = ref kinds[(int)field.Id];
            if (!odd.IsNone && odd.Offset < field.ValueStart + field.ValueLength)
            {
                if (kind.IsOn && context.Report(kind.Rule, odd, field.Id))
                {
                    return;
                }

                odd = NextOdd(context, field);
                continue;
            }

            if (field.Id == SipHeaderId.Unknown)
            {
                if (context.Report(InspectionRuleId.UnknownHeader, new SipFault(SipDefect.None, field.NameStart)))
                {
                    return;
                }
            }
            else if (kind.IsOn && !InspectField(ref context, field, kind))
            {
                return;
            }
        }
    }

    // False when inspection ends here.
    private bool InspectField(ref InspectionContext context, in SipHeaderField field, in FieldKind kind)
    {
        if (kind.IsSingle && context.Message.Fields.IsRepeated(field.Id) && !IsFirst(context.Message.Fields, field))
        {
            return !context.Report(kind.Rule, new SipFault(SipDefect.HeaderRepeated, field.NameStart), field.Id);
        }

        var fault = FieldCheck.Check(ref context, field, acceptsRfc2543);
        return fault.IsNone || !context.Report(kind.Rule, fault, field.Id);
    }

    private static bool IsFirst(SipHeaderIndex fields, in SipHeaderField field) => fields[fields.IndexOf(field.Id)].NameStart == field.NameStart;

    // One such fault a field is told of; the next is looked for behind it.
    private static SipFault NextOdd(in InspectionContext context, in SipHeaderField field)
    {
        var next = field.ValueStart + field.ValueLength;
        return HeaderOctets.Check(context.Message.Octets[next..(context.Message.BodyStart - 2)]).After(next);
    }
}

/// <summary>What is asked of one header.</summary>
/// <param name="Rule">Who decides.</param>
/// <param name="IsOn">Whether anything is looked at.</param>
/// <param name="IsSingle">It may occur once in a message.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FieldKind(InspectionRuleId Rule, bool IsOn, bool IsSingle);
