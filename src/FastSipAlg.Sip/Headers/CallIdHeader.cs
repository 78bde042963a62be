// SPDX-License-Identifier: MIT

using System.Buffers;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Sip.Headers;

/// <summary>Hot path: a Call-ID value. callid = word [ "@" word ]   RFC 3261 §25.1</summary>
public static class CallIdHeader
{
    private static readonly SearchValues<byte> Word =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.!%*_+`'~()<>:\\\"/[]?{}"u8);

    public static SipFault Check(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
        {
            return new SipFault(SipDefect.ValueEmpty, 0);
        }

        var end = value.IndexOfAnyExcept(Word);
        if (end < 0)
        {
            return default;
        }

        if (end == 0 || value[end] != '@' || end + 1 == value.Length)
        {
            return new SipFault(SipDefect.CallIdInvalid, end);
        }

        var rest = value[(end + 1)..].IndexOfAnyExcept(Word);
        return rest < 0 ? default : new SipFault(SipDefect.CallIdInvalid, end + 1 + rest);
    }
}
