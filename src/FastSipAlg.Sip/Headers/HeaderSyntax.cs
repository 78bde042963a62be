// SPDX-License-Identifier: MIT

using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Sip.Headers;

/// <summary>Hot path: the check of a value for each header that has one.</summary>
public static class HeaderSyntax
{
    /// <summary>Checks a value by the grammar of its header, alone: not where it stands, how often, and what else stands beside it.</summary>
    public static SipFault Check(SipHeaderId id, ReadOnlySpan<byte> value)
    {
        switch (id)
        {
            case SipHeaderId.Via:
                return ViaHeader.Read(value, out _, out _);
            case SipHeaderId.From:
            case SipHeaderId.To:
            case SipHeaderId.ReferTo:
            case SipHeaderId.ReferredBy:
            case SipHeaderId.ReplyTo:
                return NameAddr.Read(value, out _);
            case SipHeaderId.Contact:
                return ContactHeader.Read(value, out _);
            case SipHeaderId.Route:
            case SipHeaderId.RecordRoute:
            case SipHeaderId.Path:
            case SipHeaderId.ServiceRoute:
                return NameAddrList.Check(value, NameAddrForm.Route, out _);
            case SipHeaderId.PAssertedIdentity:
            case SipHeaderId.PPreferredIdentity:
                return NameAddrList.Check(value, NameAddrForm.Identity, out _);
            case SipHeaderId.CallId:
                return CallIdHeader.Check(value);
            case SipHeaderId.CSeq:
                return CSeqHeader.Read(value, out _);
            case SipHeaderId.RAck:
                return RAckHeader.Read(value, out _);
            case SipHeaderId.RSeq:
                return CheckRSeq(value);
            case SipHeaderId.Expires:
                return IntegerHeader.Read(value, uint.MaxValue, SipDefect.ExpiresInvalid, out _);
            case SipHeaderId.MaxForwards:
                return IntegerHeader.Read(value, byte.MaxValue, SipDefect.MaxForwardsInvalid, out _);
            case SipHeaderId.ContentType:
                return ContentTypeHeader.Read(value, out _);
            case SipHeaderId.Allow:
            case SipHeaderId.Supported:
                return TokenListHeader.Check(value, mayBeEmpty: true);
            case SipHeaderId.Require:
            case SipHeaderId.ProxyRequire:
            case SipHeaderId.Unsupported:
                return TokenListHeader.Check(value, mayBeEmpty: false);
            default:
                return default;
        }
    }

    // RSeq = "RSeq" HCOLON response-num: 1 to 2**31 - 1   RFC 3262 §7.1
    private static SipFault CheckRSeq(ReadOnlySpan<byte> value)
    {
        var fault = IntegerHeader.Read(value, int.MaxValue, SipDefect.RSeqInvalid, out var number);
        return fault.IsNone && number == 0 ? new SipFault(SipDefect.RSeqInvalid, 0) : fault;
    }
}
