// SPDX-License-Identifier: MIT

using System.Text;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Headers;

namespace FastSipAlg.Tests.Sip.Headers;

public sealed class IntegerHeaderTests
{
    [Theory]
    [InlineData("0", uint.MaxValue, 0u)]
    [InlineData("0068", 255u, 68u)]
    [InlineData("255", 255u, 255u)]
    [InlineData("4294967295", uint.MaxValue, 4294967295u)]
    [InlineData("0000000000000000000000000000000000070", 255u, 70u)]
    public void Value_ThatIsSound_IsItsNumber(string text, uint maximum, uint expected)
    {
        var fault = IntegerHeader.Read(Encoding.Latin1.GetBytes(text), maximum, SipDefect.ExpiresInvalid, out var number);

        Assert.Equal(default, fault);
        Assert.Equal(expected, number);
    }

    [Theory]
    [InlineData("", 255u, SipDefect.ValueEmpty, 0)]
    [InlineData("256", 255u, SipDefect.MaxForwardsInvalid, 0)]
    [InlineData("-1", 255u, SipDefect.MaxForwardsInvalid, 0)]
    [InlineData("+1", 255u, SipDefect.MaxForwardsInvalid, 0)]
    [InlineData("1 2", 255u, SipDefect.MaxForwardsInvalid, 1)]
    [InlineData("1;x", 255u, SipDefect.MaxForwardsInvalid, 1)]
    [InlineData("0x7", 255u, SipDefect.MaxForwardsInvalid, 1)]
    [InlineData("\u00b2", 255u, SipDefect.MaxForwardsInvalid, 0)]
    [InlineData("4294967296", uint.MaxValue, SipDefect.MaxForwardsInvalid, 0)]
    [InlineData("18446744073709551617", uint.MaxValue, SipDefect.MaxForwardsInvalid, 0)]
    [InlineData("99999999999999999999999999999999999999", uint.MaxValue, SipDefect.MaxForwardsInvalid, 0)]
    public void Value_ThatIsNot_SaysWhereAndWhy(string text, uint maximum, SipDefect defect, int offset)
    {
        Assert.Equal(new SipFault(defect, offset), Faults.Of(value => IntegerHeader.Read(value, maximum, SipDefect.MaxForwardsInvalid, out _), text));
    }
}
