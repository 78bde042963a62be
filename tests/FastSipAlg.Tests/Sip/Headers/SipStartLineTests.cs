// SPDX-License-Identifier: MIT

using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Headers;

namespace FastSipAlg.Tests.Sip.Headers;

public sealed class SipStartLineTests
{
    [Theory]
    [InlineData("INVITE sip:b@example.com SIP/2.0")]
    [InlineData("OPTIONS sip:user;par=u%40example.net@example.com sip/2.0")]
    [InlineData("RE%47IST%45R tel:+12125551212 SIP/2.0")]
    [InlineData("!interesting-Method0123456789_*+`.%indeed'~ urn:service:sos SIP/2.0")]
    public void RequestLine_ThatIsSound_HasNoFault(string line)
    {
        Faults.AreNone(SipStartLine.CheckRequestLine, line);
    }

    [Theory]
    [InlineData("", SipDefect.RequestLineSpacing, 0)]
    [InlineData("INVITE", SipDefect.RequestLineSpacing, 6)]
    [InlineData(" INVITE sip:b SIP/2.0", SipDefect.RequestLineSpacing, 0)]
    [InlineData("INVITE\tsip:b SIP/2.0", SipDefect.RequestLineSpacing, 6)]
    [InlineData("INVITE  sip:b  SIP/2.0", SipDefect.RequestLineSpacing, 7)]
    [InlineData("INVITE sip:b  SIP/2.0", SipDefect.RequestLineSpacing, 13)]
    [InlineData("INVITE sip:b\tSIP/2.0", SipDefect.RequestLineSpacing, 12)]
    [InlineData("INVITE sip:b; lr SIP/2.0", SipDefect.RequestLineSpacing, 16)]
    [InlineData("OPTIONS sip:b SIP/2.0  ", SipDefect.RequestLineSpacing, 21)]
    [InlineData("OPTIONS sip:b SIP/7.0", SipDefect.SipVersionUnsupported, 14)]
    [InlineData("OPTIONS sip:b SIP/2.00", SipDefect.SipVersionUnsupported, 14)]
    [InlineData("INVITE <sip:b@example.com> SIP/2.0", SipDefect.UriInBrackets, 7)]
    [InlineData("INVITE sip:b@example.com:99999 SIP/2.0", SipDefect.UriPortInvalid, 25)]
    [InlineData("INVITE sip:b%zz@example.com SIP/2.0", SipDefect.UriEscapeInvalid, 12)]
    [InlineData("INVITE b@example.com SIP/2.0", SipDefect.UriSchemeInvalid, 8)]
    [InlineData("INVITE sip:b@example.com?Route=%3Csip:x%3E SIP/2.0", SipDefect.UriHeadersInvalid, 24)]
    public void RequestLine_ThatIsNot_SaysWhereAndWhy(string line, SipDefect defect, int offset)
    {
        Assert.Equal(new SipFault(defect, offset), Faults.Of(SipStartLine.CheckRequestLine, line));
    }

    [Theory]
    [InlineData("SIP/2.0 200 OK")]
    [InlineData("SIP/2.0 100 ")]
    [InlineData("sip/2.0 699 \t <what> \"ever\" 100%")]
    [InlineData("SIP/2.0 200 = 2**3 * 5**2 \u00d0\u00bd\u00d0\u00be")]
    public void StatusLine_ThatIsSound_HasNoFault(string line)
    {
        Faults.AreNone(SipStartLine.CheckStatusLine, line);
    }

    [Theory]
    [InlineData("", SipDefect.SipVersionUnsupported, 0)]
    [InlineData("SIP/3.0 200 OK", SipDefect.SipVersionUnsupported, 0)]
    [InlineData("SIP/2.0 099 x", SipDefect.StatusCodeOutOfRange, 8)]
    [InlineData("SIP/2.0 700 x", SipDefect.StatusCodeOutOfRange, 8)]
    [InlineData("SIP/2.0 4294967301 better not break the receiver", SipDefect.StatusCodeOutOfRange, 8)]
    [InlineData("SIP/2.0 20", SipDefect.StatusCodeOutOfRange, 8)]
    [InlineData("SIP/2.0 200", SipDefect.ReasonPhraseInvalid, 11)]
    [InlineData("SIP/2.0 200\tOK", SipDefect.ReasonPhraseInvalid, 11)]
    [InlineData("SIP/2.0 200 O\u0007K", SipDefect.ReasonPhraseInvalid, 13)]
    [InlineData("SIP/2.0 200 O\u007fK", SipDefect.ReasonPhraseInvalid, 13)]
    [InlineData("SIP/2.0 200 \u00c3\u00bc\u00fc", SipDefect.ReasonPhraseInvalid, 14)]
    public void StatusLine_ThatIsNot_SaysWhereAndWhy(string line, SipDefect defect, int offset)
    {
        Assert.Equal(new SipFault(defect, offset), Faults.Of(SipStartLine.CheckStatusLine, line));
    }
}
