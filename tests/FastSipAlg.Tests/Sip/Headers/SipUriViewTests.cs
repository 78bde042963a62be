// SPDX-License-Identifier: MIT

using System.Text;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Headers;

namespace FastSipAlg.Tests.Sip.Headers;

public sealed class SipUriViewTests
{
    [Theory]
    [InlineData("sip:example.com", "Sip sip||example.com|0||")]
    [InlineData("SIP:alice@EXAMPLE.com:5061", "Sip SIP|alice|EXAMPLE.com|5061||")]
    [InlineData("sips:alice:secret@192.0.2.1:05061;transport=tls;lr?Subject=a%20b&Priority=", "Sips sips|alice|192.0.2.1|5061|;transport=tls;lr|?Subject=a%20b&Priority=")]
    [InlineData("sip:+1-212-555-1212:1234@gateway.com;user=phone", "Sip sip|+1-212-555-1212|gateway.com|0|;user=phone|")]
    [InlineData("sip:[2001:db8::1]:5060", "Sip sip||[2001:db8::1]|5060||")]
    [InlineData("sip:a@[::ffff:192.0.2.128];maddr=[::1]", "Sip sip|a|[::ffff:192.0.2.128]|0|;maddr=[::1]|")]
    [InlineData("sip:a@[1:2:3:4:5:6:192.0.2.1]", "Sip sip|a|[1:2:3:4:5:6:192.0.2.1]|0||")]
    [InlineData("sip:a@[1:2:3:4:5:6:7::]", "Sip sip|a|[1:2:3:4:5:6:7::]|0||")]
    [InlineData("sip:a@example.com.", "Sip sip|a|example.com.|0||")]
    [InlineData("sip:a@3com.example", "Sip sip|a|3com.example|0||")]
    [InlineData("sip:a@xn--bcher-kva.example", "Sip sip|a|xn--bcher-kva.example|0||")]
    [InlineData("sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com",
        "Sip sip|1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*|example.com|0||")]
    [InlineData("sip:sips%3Auser%40example.com@example.net", "Sip sip|sips%3Auser%40example.com|example.net|0||")]
    [InlineData("sip:null-%00-null@example.com;%6C%72;n%61me=v%61lue%25%34%31", "Sip sip|null-%00-null|example.com|0|;%6C%72;n%61me=v%61lue%25%34%31|")]
    [InlineData("sip:example.com?a=b", "Sip sip||example.com|0||?a=b")]
    [InlineData("sip:a@b;gr=urn:uuid:f81d4fae-7dec;ob", "Sip sip|a|b|0|;gr=urn:uuid:f81d4fae-7dec;ob|")]
    [InlineData("tel:+1-201-555-0123", "Tel tel|+1-201-555-0123||0||")]
    [InlineData("tel:+(44).20;ext=123;isub=12", "Tel tel|+(44).20||0|;ext=123;isub=12|")]
    [InlineData("TEL:*31#a;phone-context=example.com", "Tel TEL|*31#a||0|;phone-context=example.com|")]
    [InlineData("tel:7042;phone-context=+1-914", "Tel tel|7042||0|;phone-context=+1-914|")]
    [InlineData("urn:service:sos.fire", "Other urn|||0||")]
    [InlineData("soap.beep://192.0.2.103:3002", "Other soap.beep|||0||")]
    [InlineData("nobodyKnowsThisScheme:totallyopaquecontent", "Other nobodyKnowsThisScheme|||0||")]
    [InlineData("http://[2001:db8::1]/a%20b?c#d", "Other http|||0||")]
    public void Uri_ThatIsSound_ComesApart(string text, string expected)
    {
        var fault = SipUriView.Read(Encoding.Latin1.GetBytes(text), out var uri);

        Assert.Equal(default, fault);
        Assert.Equal(expected, $"{uri.Scheme} {Text(uri.SchemeName)}|{Text(uri.User)}|{Text(uri.Host)}|{uri.Port}|{Text(uri.Parameters)}|{Text(uri.Headers)}");
        Faults.AreNone(value => SipUriView.Read(value, out _), text);
    }

    [Theory]
    [InlineData("", SipDefect.UriEmpty, 0)]
    [InlineData("urn:", SipDefect.UriEmpty, 4)]
    [InlineData("example.com", SipDefect.UriSchemeInvalid, 0)]
    [InlineData(":a", SipDefect.UriSchemeInvalid, 0)]
    [InlineData("1sip:a", SipDefect.UriSchemeInvalid, 0)]
    [InlineData("si_p:a", SipDefect.UriSchemeInvalid, 2)]
    [InlineData(" sip:a", SipDefect.UriOctetInvalid, 0)]
    [InlineData("http:a b", SipDefect.UriOctetInvalid, 6)]
    [InlineData("http:a%2", SipDefect.UriEscapeInvalid, 6)]
    [InlineData("sip:@example.com", SipDefect.UriUserInvalid, 4)]
    [InlineData("sip::secret@example.com", SipDefect.UriUserInvalid, 4)]
    [InlineData("sip:a#b@example.com", SipDefect.UriUserInvalid, 5)]
    [InlineData("sip:a b@example.com", SipDefect.UriOctetInvalid, 5)]
    [InlineData("sip:a\"b@example.com", SipDefect.UriOctetInvalid, 5)]
    [InlineData("sip:a:b:c@example.com", SipDefect.UriUserInvalid, 7)]
    [InlineData("sip:\u00e9@example.com", SipDefect.UriOctetInvalid, 4)]
    [InlineData("sip:a%@example.com", SipDefect.UriEscapeInvalid, 5)]
    [InlineData("sip:a%zz@example.com", SipDefect.UriEscapeInvalid, 5)]
    [InlineData("sip:%", SipDefect.UriHostInvalid, 4)]
    [InlineData("sip:", SipDefect.UriHostInvalid, 4)]
    [InlineData("sips:", SipDefect.UriHostInvalid, 5)]
    [InlineData("sip:a@", SipDefect.UriHostInvalid, 6)]
    [InlineData("sip:a@b@c", SipDefect.UriHostInvalid, 7)]
    [InlineData("sip:-a.example", SipDefect.UriHostInvalid, 4)]
    [InlineData("sip:a-.example", SipDefect.UriHostInvalid, 6)]
    [InlineData("sip:a-", SipDefect.UriHostInvalid, 6)]
    [InlineData("sip:a..b", SipDefect.UriHostInvalid, 6)]
    [InlineData("sip:.a", SipDefect.UriHostInvalid, 4)]
    [InlineData("sip:a_b.example", SipDefect.UriHostInvalid, 5)]
    [InlineData("sip:example.1com", SipDefect.UriHostInvalid, 4)]
    [InlineData("sip:256.0.2.1", SipDefect.UriHostInvalid, 4)]
    [InlineData("sip:192.0.2", SipDefect.UriHostInvalid, 4)]
    [InlineData("sip:192.0.2.1.", SipDefect.UriHostInvalid, 4)]
    [InlineData("sip:192.0.2.1.5", SipDefect.UriHostInvalid, 4)]
    [InlineData("sip:2001:db8::10", SipDefect.UriHostInvalid, 4)]
    [InlineData("sip:[2001:db8:::192.0.2.1]", SipDefect.UriHostInvalid, 4)]
    [InlineData("sip:[1:2:3:4:5:6:7]", SipDefect.UriHostInvalid, 4)]
    [InlineData("sip:[1:2:3:4:5:6:7:8:9]", SipDefect.UriHostInvalid, 4)]
    [InlineData("sip:[1::2::3]", SipDefect.UriHostInvalid, 4)]
    [InlineData("sip:[12345::]", SipDefect.UriHostInvalid, 4)]
    [InlineData("sip:[1:2:3:4:5:6:7:8", SipDefect.UriHostInvalid, 4)]
    [InlineData("sip:[fe80::1%25eth0]", SipDefect.UriHostInvalid, 4)]
    [InlineData("sip:[192.0.2.1]", SipDefect.UriHostInvalid, 4)]
    [InlineData("sip:[]", SipDefect.UriHostInvalid, 4)]
    [InlineData("sip:a:", SipDefect.UriPortInvalid, 6)]
    [InlineData("sip:a:0", SipDefect.UriPortInvalid, 6)]
    [InlineData("sip:a:65536", SipDefect.UriPortInvalid, 6)]
    [InlineData("sip:a:4294972356", SipDefect.UriPortInvalid, 6)]
    [InlineData("sip:a:x", SipDefect.UriPortInvalid, 6)]
    [InlineData("sip:a:5060x", SipDefect.UriPortInvalid, 10)]
    [InlineData("sip:a;", SipDefect.UriParameterInvalid, 6)]
    [InlineData("sip:a;;lr", SipDefect.UriParameterInvalid, 6)]
    [InlineData("sip:a;=x", SipDefect.UriParameterInvalid, 6)]
    [InlineData("sip:a;transport=", SipDefect.UriParameterInvalid, 16)]
    [InlineData("sip:a;x=y=z", SipDefect.UriParameterInvalid, 9)]
    [InlineData("sip:a; lr", SipDefect.UriOctetInvalid, 6)]
    [InlineData("sip:a;lr;LR", SipDefect.ParameterRepeated, 9)]
    [InlineData("sip:a;lr=%f", SipDefect.UriEscapeInvalid, 9)]
    [InlineData("sip:a?", SipDefect.UriHeadersInvalid, 6)]
    [InlineData("sip:a?b", SipDefect.UriHeadersInvalid, 7)]
    [InlineData("sip:a?b=c&", SipDefect.UriHeadersInvalid, 10)]
    [InlineData("sip:a?b=c=d", SipDefect.UriHeadersInvalid, 9)]
    [InlineData("tel:", SipDefect.TelNumberInvalid, 4)]
    [InlineData("tel:+", SipDefect.TelNumberInvalid, 5)]
    [InlineData("tel:+--", SipDefect.TelNumberInvalid, 7)]
    [InlineData("tel:+1a", SipDefect.TelNumberInvalid, 6)]
    [InlineData("tel:+1 2", SipDefect.UriOctetInvalid, 6)]
    [InlineData("tel:7042", SipDefect.TelNumberInvalid, 4)]
    [InlineData("tel:7042;ext=1", SipDefect.TelNumberInvalid, 4)]
    [InlineData("tel:7042;phone-context", SipDefect.TelNumberInvalid, 4)]
    [InlineData("tel:7042;phone-context=", SipDefect.UriParameterInvalid, 23)]
    [InlineData("tel:+1;", SipDefect.UriParameterInvalid, 7)]
    [InlineData("tel:+1;a_b=c", SipDefect.UriParameterInvalid, 8)]
    [InlineData("tel:+1;ext=1;ext=2", SipDefect.ParameterRepeated, 13)]
    public void Uri_ThatIsNot_SaysWhereAndWhy(string text, SipDefect defect, int offset)
    {
        Assert.Equal(new SipFault(defect, offset), Faults.Of(value => SipUriView.Read(value, out _), text));
    }

    [Fact]
    public void Parts_AfterAFault_AreEmpty()
    {
        SipUriView.Read("sip:a@b:99999"u8, out var uri);

        Assert.True(uri.User.IsEmpty && uri.Host.IsEmpty && uri.Parameters.IsEmpty && uri.Headers.IsEmpty);
    }

    private static string Text(ReadOnlySpan<byte> octets) => Encoding.Latin1.GetString(octets);
}
