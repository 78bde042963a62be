// SPDX-License-Identifier: MIT

using System.Text;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Headers;

namespace FastSipAlg.Tests.Sip.Headers;

public sealed class RAckHeaderTests
{
    [Theory]
    [InlineData("776656 1 INVITE", 776656u, 1u, SipMethod.Invite)]
    [InlineData("1\r\n 2147483647\t UPDATE", 1u, 2147483647u, SipMethod.Update)]
    public void Value_ThatIsSound_ComesApart(string text, uint responseNumber, uint cseqNumber, SipMethod method)
    {
        var fault = RAckHeader.Read(Encoding.Latin1.GetBytes(text), out var rack);

        Assert.Equal(default, fault);
        Assert.Equal((responseNumber, cseqNumber, method), (rack.ResponseNumber, rack.CSeqNumber, rack.Method));
        Faults.AreNone(value => RAckHeader.Read(value, out _), text);
    }

    [Theory]
    [InlineData("", SipDefect.ValueEmpty, 0)]
    [InlineData("0 1 INVITE", SipDefect.RAckInvalid, 0)]
    [InlineData("2147483648 1 INVITE", SipDefect.RAckInvalid, 0)]
    [InlineData("x 1 INVITE", SipDefect.RAckInvalid, 0)]
    [InlineData("1", SipDefect.RAckInvalid, 1)]
    [InlineData("1 INVITE", SipDefect.RAckInvalid, 2)]
    [InlineData("1 2147483648 INVITE", SipDefect.RAckInvalid, 2)]
    [InlineData("1 2", SipDefect.RAckInvalid, 3)]
    [InlineData("1 2 INVITE x", SipDefect.RAckInvalid, 10)]
    public void Value_ThatIsNot_SaysWhereAndWhy(string text, SipDefect defect, int offset)
    {
        Assert.Equal(new SipFault(defect, offset), Faults.Of(value => RAckHeader.Read(value, out _), text));
    }
}
