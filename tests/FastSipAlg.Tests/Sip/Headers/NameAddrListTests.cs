// SPDX-License-Identifier: MIT

using System.Text;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Headers;

namespace FastSipAlg.Tests.Sip.Headers;

public sealed class NameAddrListTests
{
    [Theory]
    [InlineData("<sip:p1.example.com;lr>", NameAddrForm.Route, 1)]
    [InlineData("<sip:p1.example.com;lr>,\r\n \"a,b<\" <sip:a,b@p2;lr>;x=\"y,z\" , <sip:[2001:db8::1]:5061;lr=on>", NameAddrForm.Route, 3)]
    [InlineData("<sip:192.0.2.1;r2=on;lr=on;ftag=8c1-x.y;nat=yes>", NameAddrForm.Route, 1)]
    [InlineData("sip:a@b,c<sip:d>;p,tel:+1", NameAddrForm.Address, 3)]
    [InlineData("\"Cullen Jennings\" <sip:fluffy@cisco.com>", NameAddrForm.Identity, 1)]
    [InlineData("tel:+14085264000", NameAddrForm.Identity, 1)]
    [InlineData("<sips:fluffy@cisco.com>, <tel:+14085264000>", NameAddrForm.Identity, 2)]
    public void Value_ThatIsSound_IsCounted(string text, NameAddrForm form, int count)
    {
        var fault = NameAddrList.Check(Encoding.Latin1.GetBytes(text), form, out var found);

        Assert.Equal(default, fault);
        Assert.Equal(count, found);
        Faults.AreNone(value => NameAddrList.Check(value, form, out _), text);
    }

    [Theory]
    [InlineData("", NameAddrForm.Route, SipDefect.ValueEmpty, 0)]
    [InlineData(",<sip:a>", NameAddrForm.Route, SipDefect.ListElementEmpty, 0)]
    [InlineData("<sip:a>,", NameAddrForm.Route, SipDefect.ListElementEmpty, 8)]
    [InlineData("<sip:a>,,<sip:b>", NameAddrForm.Route, SipDefect.ListElementEmpty, 8)]
    [InlineData("<sip:a>, ,<sip:b>", NameAddrForm.Route, SipDefect.ListElementEmpty, 9)]
    [InlineData("sip:a;lr", NameAddrForm.Route, SipDefect.BracketsMissing, 0)]
    [InlineData("<sip:a>, sip:b", NameAddrForm.Route, SipDefect.BracketsMissing, 9)]
    [InlineData("<sip:a>,<sip:b:x>", NameAddrForm.Route, SipDefect.UriPortInvalid, 15)]
    [InlineData("<sip:a> <sip:b>", NameAddrForm.Route, SipDefect.ValueTrailing, 8)]
    [InlineData("<sip:a>;x=1;x=2", NameAddrForm.Route, SipDefect.ParameterRepeated, 12)]
    [InlineData("<sip:a>,<sip:b", NameAddrForm.Route, SipDefect.BracketUnterminated, 8)]
    [InlineData("<sip:a@b>,<sip:c@d>", NameAddrForm.Identity, SipDefect.IdentityCountInvalid, 10)]
    [InlineData("<sip:a@b>,<sips:c@d>", NameAddrForm.Identity, SipDefect.IdentityCountInvalid, 10)]
    [InlineData("<sip:a@b>,<tel:+1>,<tel:+2>", NameAddrForm.Identity, SipDefect.IdentityCountInvalid, 19)]
    [InlineData("\"x\" <http://a>", NameAddrForm.Identity, SipDefect.IdentitySchemeInvalid, 5)]
    [InlineData("sip:a@b?x=y", NameAddrForm.Address, SipDefect.UriWithoutBrackets, 7)]
    public void Value_ThatIsNot_SaysWhereAndWhy(string text, NameAddrForm form, SipDefect defect, int offset)
    {
        Assert.Equal(new SipFault(defect, offset), Faults.Of(value => NameAddrList.Check(value, form, out _), text));
    }
}
