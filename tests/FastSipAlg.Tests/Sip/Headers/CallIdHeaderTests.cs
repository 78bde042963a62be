// SPDX-License-Identifier: MIT

using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Headers;

namespace FastSipAlg.Tests.Sip.Headers;

public sealed class CallIdHeaderTests
{
    [Theory]
    [InlineData("1")]
    [InlineData("f81d4fae-7dec-11d0-a765-00a0c91e6bf6@192.0.2.1")]
    [InlineData("intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{")]
    [InlineData("a@[2001:db8::1]")]
    public void Value_ThatIsSound_HasNoFault(string text)
    {
        Faults.AreNone(CallIdHeader.Check, text);
    }

    [Theory]
    [InlineData("", SipDefect.ValueEmpty, 0)]
    [InlineData("@a", SipDefect.CallIdInvalid, 0)]
    [InlineData("a@", SipDefect.CallIdInvalid, 1)]
    [InlineData("a@b@c", SipDefect.CallIdInvalid, 3)]
    [InlineData("a b", SipDefect.CallIdInvalid, 1)]
    [InlineData("a,b", SipDefect.CallIdInvalid, 1)]
    [InlineData("a;b", SipDefect.CallIdInvalid, 1)]
    [InlineData("ab@c\r\n d", SipDefect.CallIdInvalid, 4)]
    [InlineData("a\u00e9", SipDefect.CallIdInvalid, 1)]
    public void Value_ThatIsNot_SaysWhereAndWhy(string text, SipDefect defect, int offset)
    {
        Assert.Equal(new SipFault(defect, offset), Faults.Of(CallIdHeader.Check, text));
    }
}
