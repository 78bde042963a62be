// SPDX-License-Identifier: MIT

using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Headers;

namespace FastSipAlg.Tests.Sip.Headers;

public sealed class TokenListHeaderTests
{
    [Theory]
    [InlineData("INVITE")]
    [InlineData("INVITE, ACK, CANCEL, BYE, NOTIFY, REFER, MESSAGE, OPTIONS, INFO, SUBSCRIBE, UPDATE, PRACK, REGISTER, PUBLISH")]
    [InlineData("a,b ,c\t,\r\n d,-.!%*_+`'~")]
    [InlineData("replaces,100rel,timer,norefersub,path,gruu,outbound,sec-agree,precondition,histinfo,from-change,recipient-list-invite")]
    public void Value_ThatIsSound_HasNoFault(string text)
    {
        Faults.AreNone(value => TokenListHeader.Check(value, mayBeEmpty: false), text);
    }

    [Theory]
    [InlineData("", SipDefect.ValueEmpty, 0)]
    [InlineData(",", SipDefect.ListElementEmpty, 0)]
    [InlineData("a,", SipDefect.ListElementEmpty, 2)]
    [InlineData("a,,b", SipDefect.ListElementEmpty, 2)]
    [InlineData("a, , b", SipDefect.ListElementEmpty, 3)]
    [InlineData("a b", SipDefect.TokenListInvalid, 2)]
    [InlineData("a;b", SipDefect.TokenListInvalid, 1)]
    [InlineData("a,\"b\"", SipDefect.TokenListInvalid, 2)]
    [InlineData("INVITE, ACK, CANCEL, BYE, NOTIFY, REFER, MESSAGE, OPTIONS, INFO,, SUBSCRIBE, UPDATE, PRACK", SipDefect.ListElementEmpty, 64)]
    [InlineData("INVITE, ACK, CANCEL, BYE, NOTIFY, REFER, MESSAGE, OPTIONS, INFO UPDATE, SUBSCRIBE, PRACK", SipDefect.TokenListInvalid, 64)]
    [InlineData("INVITE, ACK, CANCEL, BYE, NOTIFY, REFER, MESSAGE, OPTIONS, INFO, UPDATE, SUBSCRIBE,", SipDefect.ListElementEmpty, 83)]
    public void Value_ThatIsNot_SaysWhereAndWhy(string text, SipDefect defect, int offset)
    {
        Assert.Equal(new SipFault(defect, offset), Faults.Of(value => TokenListHeader.Check(value, mayBeEmpty: false), text));
    }

    [Fact]
    public void Value_ThatMayBeEmpty_IsSoundWhenItIs()
    {
        Assert.Equal(default, TokenListHeader.Check([], mayBeEmpty: true));
    }
}
