// SPDX-License-Identifier: MIT

using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Sip.Headers;

/// <summary>Hot path: a RAck value. Says nothing after a fault. RAck = "RAck" HCOLON response-num LWS CSeq-num LWS Method   RFC 3262 §7.2</summary>
public readonly ref struct RAckHeader
{
    private RAckHeader(uint responseNumber, uint cseqNumber, ReadOnlySpan<byte> methodName)
    {
        ResponseNumber = responseNumber;
        CSeqNumber = cseqNumber;
        MethodName = methodName;
    }

    /// <summary>The RSeq of the response that is acknowledged.</summary>
    public uint ResponseNumber { get; }

    public uint CSeqNumber { get; }

    public SipMethod Method => SipMethods.Parse(MethodName);

    public ReadOnlySpan<byte> MethodName { get; }

    public static SipFault Read(ReadOnlySpan<byte> value, out RAckHeader rack)
    {
        rack = default;
        if (value.IsEmpty)
        {
            return new SipFault(SipDefect.ValueEmpty, 0);
        }

        // response-num is 1 to 2**31 - 1 as RSeq is   RFC 3262 §7.1
        var at = 0;
        if (!IntegerHeader.TryReadNumber(value, ref at, CSeqHeader.MaxNumber, out var responseNumber) || responseNumber == 0)
        {
            return new SipFault(SipDefect.RAckInvalid, 0);
        }

        var start = HeaderLexer.SkipLws(value, at);
        if (start == at)
        {
            return new SipFault(SipDefect.RAckInvalid, at);
        }

        at = start;
        if (!IntegerHeader.TryReadNumber(value, ref at, CSeqHeader.MaxNumber, out var cseqNumber)
            || !CSeqHeader.TryReadMethod(value, ref at, out var methodName))
        {
            return new SipFault(SipDefect.RAckInvalid, at);
        }

        rack = new RAckHeader(responseNumber, cseqNumber, methodName);
        return default;
    }
}
