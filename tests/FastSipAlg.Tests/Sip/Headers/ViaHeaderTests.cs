// SPDX-License-Identifier: MIT

using System.Text;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Headers;

namespace FastSipAlg.Tests.Sip.Headers;

public sealed class ViaHeaderTests
{
    [Theory]
    [InlineData("SIP/2.0/TLS 192.0.2.1:5061;branch=z9hG4bK1;rport;alias", "TLS|192.0.2.1:5061|192.0.2.1|5061|z9hG4bK1|1")]
    [InlineData("SIP/2.0/UDP [2001:db8::9:1];received=[2001:db8::9:255];branch=z9hG4bKas3-111", "UDP|[2001:db8::9:1]|[2001:db8::9:1]|0|z9hG4bKas3-111|1")]
    [InlineData("SIP/2.0/UDP [2001:db8::9:1]:6060;received=2001:db8::9:255;branch=z9hG4bKas3", "UDP|[2001:db8::9:1]:6060|[2001:db8::9:1]|6060|z9hG4bKas3|1")]
    [InlineData("SIP  /    2.0   / UDP  192.168.255.111   ; branch=\r\n z9hG4bK30239", "UDP|192.168.255.111|192.168.255.111|0|z9hG4bK30239|1")]
    [InlineData("SIP / 2.0\r\n /TCP     spindle.example.com : 5060 ;\r\n  branch  =   z9hG4bK9ikj8  ,\r\n SIP/2.0/UDP  b", "TCP|spindle.example.com : 5060|spindle.example.com|5060|z9hG4bK9ikj8|2")]
    [InlineData("sip/2.0/TLS a", "TLS|a|a|0||1")]
    [InlineData("SIP/2.0/NEWTRANS t4.example.com;Branch=z9hG4bK-kkeja", "NEWTRANS|t4.example.com|t4.example.com|0|z9hG4bK-kkeja|1")]
    [InlineData("SIP/2.0/UDP a;ttl=255;maddr=224.0.1.75;received=192.0.2.7;rport=9876;branch=z9hG4bK1", "UDP|a|a|0|z9hG4bK1|1")]
    [InlineData("SIP/2.0/UDP a;x=\"a,;\\\"b\";branch=z9hG4bK.-!%*_+`'~,SIP/2.0/WSS df7jal23ls0d.invalid;x=[::1]", "UDP|a|a|0|z9hG4bK.-!%*_+`'~|2")]
    public void Value_ThatIsSound_ComesApart(string text, string expected)
    {
        var fault = ViaHeader.Read(Encoding.Latin1.GetBytes(text), out var top, out var count);

        Assert.Equal(default, fault);
        Assert.Equal(expected, $"{Text(top.Transport)}|{Text(top.SentBy)}|{Text(top.Host)}|{top.Port}|{Text(top.Branch)}|{count}");
        Faults.AreNone(value => ViaHeader.Read(value, out _, out _), text);
    }

    [Theory]
    [InlineData("", SipDefect.ValueEmpty, 0)]
    [InlineData(",SIP/2.0/UDP a", SipDefect.ListElementEmpty, 0)]
    [InlineData("SIP/2.0/UDP a,", SipDefect.ListElementEmpty, 14)]
    [InlineData("SIP/2.0/UDP a, ,SIP/2.0/UDP b", SipDefect.ListElementEmpty, 15)]
    [InlineData("SIP/7.0/UDP a", SipDefect.ViaProtocolInvalid, 4)]
    [InlineData("HTTP/2.0/UDP a", SipDefect.ViaProtocolInvalid, 0)]
    [InlineData("SIP/2.0", SipDefect.ViaProtocolInvalid, 7)]
    [InlineData("SIP/2.0/", SipDefect.ViaProtocolInvalid, 8)]
    [InlineData("SIP/2.0/UDP,a", SipDefect.ViaProtocolInvalid, 11)]
    [InlineData("SIP/2.0 UDP a", SipDefect.ViaProtocolInvalid, 7)]
    [InlineData("SIP/2.0/UDP", SipDefect.ViaSentByInvalid, 11)]
    [InlineData("SIP/2.0/UDP ;branch=z9hG4bK1", SipDefect.ViaSentByInvalid, 12)]
    [InlineData("SIP/2.0/UDP a:", SipDefect.ViaSentByInvalid, 14)]
    [InlineData("SIP/2.0/UDP a:0", SipDefect.ViaSentByInvalid, 14)]
    [InlineData("SIP/2.0/UDP a:65536", SipDefect.ViaSentByInvalid, 14)]
    [InlineData("SIP/2.0/UDP a_b", SipDefect.ViaSentByInvalid, 13)]
    [InlineData("SIP/2.0/UDP 2001:db8::1", SipDefect.ViaSentByInvalid, 12)]
    [InlineData("SIP/2.0/UDP a b", SipDefect.ValueTrailing, 14)]
    [InlineData("SIP/2.0/UDP a;", SipDefect.ParameterInvalid, 14)]
    [InlineData("SIP/2.0/UDP 192.0.2.15;;,;,,", SipDefect.ParameterInvalid, 23)]
    [InlineData("SIP/2.0/UDP a;x=", SipDefect.ParameterInvalid, 16)]
    [InlineData("SIP/2.0/UDP a;x=y@z", SipDefect.ParameterInvalid, 17)]
    [InlineData("SIP/2.0/UDP a;x=\"y", SipDefect.QuotedStringUnterminated, 16)]
    [InlineData("SIP/2.0/UDP a;branch", SipDefect.ViaBranchInvalid, 20)]
    [InlineData("SIP/2.0/UDP a;branch=", SipDefect.ViaBranchInvalid, 21)]
    [InlineData("SIP/2.0/UDP a;branch=z9hG4bK1:2", SipDefect.ViaBranchInvalid, 29)]
    [InlineData("SIP/2.0/UDP a;branch=z9hG4bK1;BRANCH=z9hG4bK1", SipDefect.ParameterRepeated, 30)]
    [InlineData("SIP/2.0/UDP a;ttl", SipDefect.ViaTtlInvalid, 17)]
    [InlineData("SIP/2.0/UDP a;ttl=256", SipDefect.ViaTtlInvalid, 18)]
    [InlineData("SIP/2.0/UDP a;ttl=1000", SipDefect.ViaTtlInvalid, 18)]
    [InlineData("SIP/2.0/UDP a;maddr=", SipDefect.ViaMaddrInvalid, 20)]
    [InlineData("SIP/2.0/UDP a;maddr=b_c", SipDefect.ViaMaddrInvalid, 21)]
    [InlineData("SIP/2.0/UDP a;received=b.example", SipDefect.ViaReceivedInvalid, 23)]
    [InlineData("SIP/2.0/UDP a;received=[192.0.2.1]", SipDefect.ViaReceivedInvalid, 23)]
    [InlineData("SIP/2.0/UDP a;received", SipDefect.ViaReceivedInvalid, 22)]
    [InlineData("SIP/2.0/UDP a;rport=", SipDefect.ViaRportInvalid, 20)]
    [InlineData("SIP/2.0/UDP a;rport=0", SipDefect.ViaRportInvalid, 20)]
    [InlineData("SIP/2.0/UDP a;rport=x", SipDefect.ViaRportInvalid, 20)]
    [InlineData("SIP/2.0/UDP a;branch=z9hG4bK1,SIP/2.0/UDP b;ttl=x", SipDefect.ViaTtlInvalid, 48)]
    public void Value_ThatIsNot_SaysWhereAndWhy(string text, SipDefect defect, int offset)
    {
        Assert.Equal(new SipFault(defect, offset), Faults.Of(value => ViaHeader.Read(value, out _, out _), text));
    }

    [Theory]
    [InlineData("SIP/2.0/UDP a;branch=z9hG4bK1", false, SipDefect.None, 0)]
    [InlineData("SIP/2.0/UDP a;branch=Z9HG4BK1", false, SipDefect.None, 0)]
    [InlineData("SIP/2.0/UDP a;branch=z9hG4bK", false, SipDefect.ViaBranchInvalid, 21)]
    [InlineData("SIP/2.0/UDP a;branch=z9hG4bK", true, SipDefect.ViaBranchInvalid, 21)]
    [InlineData("SIP/2.0/UDP a;branch=390skdjuw", false, SipDefect.ViaBranchWithoutCookie, 21)]
    [InlineData("SIP/2.0/UDP a;branch=390skdjuw", true, SipDefect.None, 0)]
    [InlineData("SIP/2.0/UDP a,SIP/2.0/UDP b;branch=z9hG4bK1", false, SipDefect.ViaBranchMissing, 0)]
    [InlineData("SIP/2.0/UDP a", true, SipDefect.None, 0)]
    public void Branch_OfTheTop_OwesTheCookie(string text, bool acceptsRfc2543, SipDefect defect, int offset)
    {
        ViaHeader.Read(Encoding.Latin1.GetBytes(text), out var top, out _);

        Assert.Equal(new SipFault(defect, offset), top.CheckBranch(acceptsRfc2543));
    }

    private static string Text(ReadOnlySpan<byte> octets) => Encoding.Latin1.GetString(octets);
}
