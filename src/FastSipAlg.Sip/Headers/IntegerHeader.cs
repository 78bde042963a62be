// SPDX-License-Identifier: MIT

using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Sip.Headers;

/// <summary>Hot path: a value that is a number: Expires, Max-Forwards, RSeq. Expires = "Expires" HCOLON 1*DIGIT   RFC 3261 §25.1, and the others alike</summary>
public static class IntegerHeader
{
    /// <summary><paramref name="defect"/> when it is no number or above <paramref name="maximum"/>; <paramref name="number"/> is 0 then.</summary>
    public static SipFault Read(ReadOnlySpan<byte> value, uint maximum, SipDefect defect, out uint number)
    {
        number = 0;
        if (value.IsEmpty)
        {
            return new SipFault(SipDefect.ValueEmpty, 0);
        }

        var at = 0;
        if (TryReadNumber(value, ref at, maximum, out var found) && at == value.Length)
        {
            number = found;
            return default;
        }

        return new SipFault(defect, at);
    }

    /// <summary>Passes 1*DIGIT; false, and nothing passed, when there are none or they make more than <paramref name="maximum"/>.</summary>
    internal static bool TryReadNumber(ReadOnlySpan<byte> value, ref int at, uint maximum, out uint number)
    {
        var total = 0UL;
        var index = at;
        for (; index < value.Length && SipOctets.IsDigit(value[index]); index++)
        {
            total = total > uint.MaxValue ? total : total * 10 + (uint)(value[index] - '0');
        }

        number = 0;
        if (index == at || total > maximum)
        {
            return false;
        }

        at = index;
        number = (uint)total;
        return true;
    }

    /// <summary>Whether all of this is a number below 2**32.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> text, out uint number)
    {
        var at = 0;
        return TryReadNumber(text, ref at, uint.MaxValue, out number) && at == text.Length;
    }
}
