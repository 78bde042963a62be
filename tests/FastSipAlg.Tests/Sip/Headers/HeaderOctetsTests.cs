// SPDX-License-Identifier: MIT

using System.Text;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Headers;

namespace FastSipAlg.Tests.Sip.Headers;

public sealed class HeaderOctetsTests
{
    [Fact]
    public void Octets_BelowSpace_AreControlsButForLwsAndQuotedPairs()
    {
        for (var octet = 0; octet < 128; octet++)
        {
            var isControl = octet is (< ' ' and not ('\t' or '\r' or '\n')) or 0x7F;
            var expected = isControl ? new SipFault(SipDefect.ControlOctetInValue, 12) : default;

            Assert.Equal(expected, HeaderOctets.Check(Encoding.Latin1.GetBytes($"Subject: \u00c3\u00bcx{(char)octet}\r\n")));
            Assert.Equal(default, HeaderOctets.Check(Encoding.Latin1.GetBytes($"To: \"\\{(char)octet}\" <sip:a@b>\r\n")));
        }
    }

    [Theory]
    [InlineData("x\\\\\u0007", SipDefect.ControlOctetInValue, 3)]
    [InlineData("\u0007", SipDefect.ControlOctetInValue, 0)]
    [InlineData("ab\u00fc", SipDefect.InvalidUtf8, 2)]
    [InlineData("\u00c3\u00bc\u00c3", SipDefect.InvalidUtf8, 2)]
    [InlineData("\u00c3\r\n\u00bc", SipDefect.InvalidUtf8, 0)]
    [InlineData("\u00c0\u00af", SipDefect.InvalidUtf8, 0)]
    [InlineData("\u00ed\u00a0\u0080", SipDefect.InvalidUtf8, 0)]
    [InlineData("\u00f4\u0090\u0080\u0080", SipDefect.InvalidUtf8, 0)]
    [InlineData("\u00e2\u0082\u00ac\u0001", SipDefect.ControlOctetInValue, 3)]
    public void Octets_ThatNoFieldHolds_SayWhereAndWhy(string text, SipDefect defect, int offset)
    {
        Assert.Equal(new SipFault(defect, offset), Faults.Of(HeaderOctets.Check, text));
    }
}
