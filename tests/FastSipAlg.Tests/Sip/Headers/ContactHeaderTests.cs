// SPDX-License-Identifier: MIT

using System.Text;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Headers;

namespace FastSipAlg.Tests.Sip.Headers;

public sealed class ContactHeaderTests
{
    [Theory]
    [InlineData("*", true, 0)]
    [InlineData("<sip:a@b>;q=0.33;expires=3600", false, 1)]
    [InlineData("sip:a@b;q=1.000;expires=0,\"x,y\" <sip:c@d>;q=0.,<sip:e@f>;q=0;expires=4294967295", false, 3)]
    [InlineData("*star* <sip:a@b>", false, 1)]
    [InlineData("*<sip:a@b>", false, 1)]
    [InlineData("<sip:a@192.0.2.1:5061;transport=tls;ob>;+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-000A95A0E128>\";reg-id=1;+sip.ice", false, 1)]
    [InlineData("sip:+19725552222@gw1.example.net;unknownparam", false, 1)]
    [InlineData("\"Quoted string \\\"\\\"\" <sip:jdrosen@example.com> ; newparam =\r\n newvalue ;\r\n  secondparam ; q = 0.33", false, 1)]
    [InlineData("<sip:user@example.com?Route=%3Csip:sip.example.com%3E>", false, 1)]
    [InlineData("name:John_Smith", false, 1)]
    public void Value_ThatIsSound_IsCounted(string text, bool isWildcard, int count)
    {
        var fault = ContactHeader.Read(Encoding.Latin1.GetBytes(text), out var contact);

        Assert.Equal(default, fault);
        Assert.Equal((isWildcard, count), (contact.IsWildcard, contact.Count));
        Faults.AreNone(value => ContactHeader.Read(value, out _), text);
    }

    [Theory]
    [InlineData("", SipDefect.ValueEmpty, 0)]
    [InlineData(" ", SipDefect.UriSchemeInvalid, 0)]
    [InlineData("%", SipDefect.UriSchemeInvalid, 0)]
    [InlineData("<sip:a@b>,", SipDefect.ListElementEmpty, 10)]
    [InlineData("*, <sip:a@b>", SipDefect.ContactWildcardMisplaced, 0)]
    [InlineData("<sip:a@b>, *", SipDefect.ContactWildcardMisplaced, 11)]
    [InlineData("*;expires=0", SipDefect.ValueTrailing, 1)]
    [InlineData("<sip:a@b>;q=1.1", SipDefect.ContactQInvalid, 12)]
    [InlineData("<sip:a@b>;q=2", SipDefect.ContactQInvalid, 12)]
    [InlineData("<sip:a@b>;q=0.1234", SipDefect.ContactQInvalid, 12)]
    [InlineData("<sip:a@b>;q=0x1", SipDefect.ContactQInvalid, 12)]
    [InlineData("<sip:a@b>;q=.5", SipDefect.ContactQInvalid, 12)]
    [InlineData("<sip:a@b>;q", SipDefect.ContactQInvalid, 11)]
    [InlineData("<sip:a@b>;q=\"0.5\"", SipDefect.ContactQInvalid, 12)]
    [InlineData("<sip:a@b>;expires=4294967296", SipDefect.ContactExpiresInvalid, 18)]
    [InlineData("<sip:a@b>;expires=never", SipDefect.ContactExpiresInvalid, 18)]
    [InlineData("<sip:a@b>;expires=-1", SipDefect.ContactExpiresInvalid, 18)]
    [InlineData("<sip:a@b>;expires", SipDefect.ContactExpiresInvalid, 17)]
    [InlineData("<sip:a@b>;expires=1;EXPIRES=1", SipDefect.ParameterRepeated, 20)]
    [InlineData("sip:user@example.com?Route=%3Csip:x%3E", SipDefect.UriWithoutBrackets, 20)]
    [InlineData("\"Joe\" <sip:joe@example.org>;;;;", SipDefect.ParameterInvalid, 28)]
    [InlineData("<sip:a@b>,<sip:%>", SipDefect.UriHostInvalid, 15)]
    public void Value_ThatIsNot_SaysWhereAndWhy(string text, SipDefect defect, int offset)
    {
        Assert.Equal(new SipFault(defect, offset), Faults.Of(value => ContactHeader.Read(value, out _), text));
    }
}
