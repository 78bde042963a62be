// SPDX-License-Identifier: MIT

using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Sip.Headers;

/// <summary>Hot path: a CSeq value. Says nothing after a fault. CSeq = "CSeq" HCOLON 1*DIGIT LWS Method   RFC 3261 §25.1</summary>
public readonly ref struct CSeqHeader
{
    // "The sequence number MUST be less than 2**31"   RFC 3261 §8.1.1.5
    internal const uint MaxNumber = int.MaxValue;

    private CSeqHeader(uint number, ReadOnlySpan<byte> methodName)
    {
        Number = number;
        MethodName = methodName;
    }

    public uint Number { get; }

    public SipMethod Method => SipMethods.Parse(MethodName);

    public ReadOnlySpan<byte> MethodName { get; }

    public static SipFault Read(ReadOnlySpan<byte> value, out CSeqHeader cseq)
    {
        cseq = default;
        if (value.IsEmpty)
        {
            return new SipFault(SipDefect.ValueEmpty, 0);
        }

        var at = 0;
        if (!IntegerHeader.TryReadNumber(value, ref at, MaxNumber, out var number))
        {
            return new SipFault(SipOctets.IsDigit(value[0]) ? SipDefect.CSeqTooLarge : SipDefect.CSeqInvalid, 0);
        }

        if (!TryReadMethod(value, ref at, out var methodName))
        {
            return new SipFault(SipDefect.CSeqInvalid, at);
        }

        cseq = new CSeqHeader(number, methodName);
        return default;
    }

    /// <summary>LWS Method, and the end.</summary>
    internal static bool TryReadMethod(ReadOnlySpan<byte> value, scoped ref int at, out ReadOnlySpan<byte> name)
    {
        name = [];
        var start = HeaderLexer.SkipLws(value, at);
        if (start == at)
        {
            return false;
        }

        at = HeaderLexer.NameEnd(value, start);
        if (at == start || at < value.Length)
        {
            return false;
        }

        name = value[start..];
        return true;
    }
}
