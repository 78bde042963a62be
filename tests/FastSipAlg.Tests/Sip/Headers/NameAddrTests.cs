// SPDX-License-Identifier: MIT

using System.Text;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Headers;

namespace FastSipAlg.Tests.Sip.Headers;

public sealed class NameAddrTests
{
    [Theory]
    [InlineData("<sip:a@example.com>;tag=1", "|sip:a@example.com|;tag=1|1")]
    [InlineData("sip:a@example.com;tag=1;x=y", "|sip:a@example.com|;tag=1;x=y|1")]
    [InlineData("sip:a@example.com", "|sip:a@example.com||")]
    [InlineData("\"Bob, \\\"the\\\\ <man>\" <sip:b@[2001:db8::1];tag=no>;TAG=yes", "\"Bob, \\\"the\\\\ <man>\"|sip:b@[2001:db8::1];tag=no|;TAG=yes|yes")]
    [InlineData("\"J Rosenberg \\\\\\\"\"       <sip:jdrosen@example.com>\r\n  ;\r\n  tag = 98asjd8", "\"J Rosenberg \\\\\\\"\"|sip:jdrosen@example.com|;\r\n  tag = 98asjd8|98asjd8")]
    [InlineData("sip:vivekg@chair-dnrc.example.com ;   tag    = 1918181833n", "|sip:vivekg@chair-dnrc.example.com|;   tag    = 1918181833n|1918181833n")]
    [InlineData("caller<sip:caller@example.com>;tag=323", "caller|sip:caller@example.com|;tag=323|323")]
    [InlineData("token1~` token2'+_ token3*%!.- <sip:mundane@example.com>;fromParam''~+*_!.-%=\"\u00d1\u0080\u00d0\u00b0\";tag=_token~1'+`*%!-.",
        "token1~` token2'+_ token3*%!.-|sip:mundane@example.com|;fromParam''~+*_!.-%=\"\u00d1\u0080\u00d0\u00b0\";tag=_token~1'+`*%!-.|_token~1'+`*%!-.")]
    [InlineData("\"\"<tel:+1-201-555-0123>", "\"\"|tel:+1-201-555-0123||")]
    [InlineData("<http://www.example.com>;tag=2", "|http://www.example.com|;tag=2|2")]
    [InlineData("isbn:2983792873", "|isbn:2983792873||")]
    [InlineData("<sip:a@b?Replaces=12%40x>;x;y=[::1]", "|sip:a@b?Replaces=12%40x|;x;y=[::1]|")]
    public void Value_ThatIsSound_ComesApart(string text, string expected)
    {
        var fault = NameAddr.Read(Encoding.Latin1.GetBytes(text), out var address);

        Assert.Equal(default, fault);
        Assert.Equal(expected, $"{Text(address.DisplayName)}|{Text(address.Uri)}|{Text(address.Parameters)}|{Text(address.Tag)}");
        Assert.Equal(!address.Tag.IsEmpty, address.HasTag);
        Faults.AreNone(value => NameAddr.Read(value, out _), text);
    }

    [Theory]
    [InlineData("", SipDefect.ValueEmpty, 0)]
    [InlineData("<>", SipDefect.UriEmpty, 1)]
    [InlineData(";tag=1", SipDefect.UriEmpty, 0)]
    [InlineData("alice", SipDefect.UriSchemeInvalid, 0)]
    [InlineData("alice@example.com", SipDefect.UriSchemeInvalid, 0)]
    [InlineData("<alice@example.com>", SipDefect.UriSchemeInvalid, 6)]
    [InlineData("\"Mr. J. User <sip:j.user@example.com>", SipDefect.QuotedStringUnterminated, 0)]
    [InlineData("\"T\\", SipDefect.QuotedPairInvalid, 2)]
    [InlineData("\"T\\\"", SipDefect.QuotedStringUnterminated, 0)]
    [InlineData("\"T\\\r\n x\" <sip:a@b>", SipDefect.QuotedPairInvalid, 2)]
    [InlineData("\"T\\\u00e9\" <sip:a@b>", SipDefect.QuotedPairInvalid, 2)]
    [InlineData("\"T\" sip:a@b", SipDefect.DisplayNameInvalid, 4)]
    [InlineData("\"T\"", SipDefect.DisplayNameInvalid, 3)]
    [InlineData("Bell, Alexander <sip:a.g.bell@example.com>;tag=43", SipDefect.DisplayNameInvalid, 4)]
    [InlineData("J\u00fcrgen <sip:j@example.com>", SipDefect.DisplayNameInvalid, 1)]
    [InlineData("<sip:a@b", SipDefect.BracketUnterminated, 0)]
    [InlineData("\"Watson, Thomas\" < sip:t.watson@example.org >", SipDefect.UriOctetInvalid, 18)]
    [InlineData("<sip:a@b >", SipDefect.UriOctetInvalid, 8)]
    [InlineData("<sip:a@b:0>", SipDefect.UriPortInvalid, 9)]
    [InlineData("sip:user@example.com?Route=%3Csip:x%3E", SipDefect.UriWithoutBrackets, 20)]
    [InlineData("sip:a@b,sip:c@d", SipDefect.UriWithoutBrackets, 7)]
    [InlineData("<sip:a@b>x", SipDefect.ValueTrailing, 9)]
    [InlineData("<sip:a@b> ;tag=1 x", SipDefect.ValueTrailing, 17)]
    [InlineData("<sip:a@b>;tag=1,<sip:c@d>", SipDefect.ValueTrailing, 15)]
    [InlineData("<sip:a@b>;", SipDefect.ParameterInvalid, 10)]
    [InlineData("<sip:a@b>;;tag=1", SipDefect.ParameterInvalid, 10)]
    [InlineData("<sip:a@b>;tag", SipDefect.TagInvalid, 13)]
    [InlineData("<sip:a@b>;tag=", SipDefect.TagInvalid, 14)]
    [InlineData("<sip:a@b>;tag=\"1\"", SipDefect.TagInvalid, 14)]
    [InlineData("<sip:a@b>;tag=a@b", SipDefect.TagInvalid, 15)]
    [InlineData("<sip:a@b>;tag=1;tag=1", SipDefect.ParameterRepeated, 16)]
    [InlineData("<sip:a@b>;x=1;y;X", SipDefect.ParameterRepeated, 16)]
    [InlineData("<sip:a@b>;x=[::g]", SipDefect.ParameterInvalid, 12)]
    public void Value_ThatIsNot_SaysWhereAndWhy(string text, SipDefect defect, int offset)
    {
        Assert.Equal(new SipFault(defect, offset), Faults.Of(value => NameAddr.Read(value, out _), text));
    }

    [Fact]
    public void Parameters_AsManyAsThereAre_TakeLinearTime()
    {
        var names = string.Concat(Enumerable.Range(0, 100_000).Select(number => $";p{number}"));

        Assert.Equal(default, Faults.Of(value => NameAddr.Read(value, out _), "<sip:a@b>" + names));
        Assert.Equal(SipDefect.ParameterRepeated, Faults.Of(value => NameAddr.Read(value, out _), "<sip:a@b>" + names + ";P7").Defect);
    }

    private static string Text(ReadOnlySpan<byte> octets) => Encoding.Latin1.GetString(octets);
}
