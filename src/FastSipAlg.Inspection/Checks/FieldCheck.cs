// SPDX-License-Identifier: MIT

using FastSipAlg.Inspection.Verdicts;
using FastSipAlg.Sip.Framing;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Headers;
using FastSipAlg.Sip.Messages;

namespace FastSipAlg.Inspection.Checks;

/// <summary>
/// Hot path: one header field by itself and against the start line of its message: grammar, and what the start line asks of it. Faults are from the start of the
/// message. Each value is read once; what other fields must agree with is left in the context.
/// </summary>
internal static class FieldCheck
{
    public static SipFault Check(ref InspectionContext context, in SipHeaderField field, bool acceptsRfc2543)
    {
        var value = context.Message.ValueOf(field);
        var fault = field.Id switch
        {
            SipHeaderId.Via => Via(context.Message.Fields, field, value, acceptsRfc2543),
            SipHeaderId.From => From(value, context.Message.IsRequest),
            SipHeaderId.To => To(value, context.Message.StatusCode),
            SipHeaderId.CSeq => CSeq(value, context.Message),
            SipHeaderId.RAck => RAck(value, context.Message),
            SipHeaderId.RSeq => RSeq(value, context.Message.StatusCode),
            SipHeaderId.Contact => Contact(ref context, field, value),
            _ => HeaderSyntax.Check(field.Id, value),
        };
        return fault.After(field.ValueStart);
    }

    // The branch that a response will be matched by is that of the top Via   RFC 3261 §8.1.1.7
    private static SipFault Via(SipHeaderIndex fields, in SipHeaderField field, ReadOnlySpan<byte> value, bool acceptsRfc2543)
    {
        var fault = ViaHeader.Read(value, out var top, out _);
        var isTop = fault.IsNone && fields[fields.IndexOf(SipHeaderId.Via)].NameStart == field.NameStart;
        return isTop ? top.CheckBranch(acceptsRfc2543) : fault;
    }

    // Every request has one   RFC 3261 §8.1.1.3; a response repeats what its request had
    private static SipFault From(ReadOnlySpan<byte> value, bool isRequest)
    {
        var fault = NameAddr.Read(value, out var address);
        return fault.IsNone && isRequest && !address.HasTag ? new SipFault(SipDefect.FromTagMissing, 0) : fault;
    }

    // A UAS adds one to every response but 100   RFC 3261 §8.2.6.2
    private static SipFault To(ReadOnlySpan<byte> value, int statusCode)
    {
        var fault = NameAddr.Read(value, out var address);
        return fault.IsNone && statusCode > 100 && !address.HasTag ? new SipFault(SipDefect.ToTagMissing, 0) : fault;
    }

    // RFC 3261 §8.1.1.5
    private static SipFault CSeq(ReadOnlySpan<byte> value, in SipMessageView message)
    {
        var fault = CSeqHeader.Read(value, out var cseq);
        return fault.IsNone && message.IsRequest && !cseq.MethodName.SequenceEqual(message.MethodName)
            ? new SipFault(SipDefect.CSeqMethodMismatch, value.Length - cseq.MethodName.Length)
            : fault;
    }

    // RFC 3262 §7.2
    private static SipFault RAck(ReadOnlySpan<byte> value, in SipMessageView message)
    {
        var fault = RAckHeader.Read(value, out _);
        var isPrack = message.IsRequest && message.Method == SipMethod.Prack;
        return fault.IsNone && !isPrack ? new SipFault(SipDefect.RAckMisplaced, 0) : fault;
    }

    // RFC 3262 §3, §7.1; 0 is the status code of a request
    private static SipFault RSeq(ReadOnlySpan<byte> value, int statusCode)
    {
        var fault = HeaderSyntax.Check(SipHeaderId.RSeq, value);
        return fault.IsNone && statusCode is <= 100 or >= 200 ? new SipFault(SipDefect.RSeqMisplaced, 0) : fault;
    }

    private static SipFault Contact(ref InspectionContext context, in SipHeaderField field, scoped ReadOnlySpan<byte> value)
    {
        var fault = ContactHeader.Read(value, out var contact);
        context.ContactCount += contact.Count;
        if (contact.IsWildcard)
        {
            context.ContactWildcard = field.ValueStart;
        }

        return fault;
    }
}
