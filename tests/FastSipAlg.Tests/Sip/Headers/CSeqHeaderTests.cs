// SPDX-License-Identifier: MIT

using System.Text;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Headers;

namespace FastSipAlg.Tests.Sip.Headers;

public sealed class CSeqHeaderTests
{
    [Theory]
    [InlineData("1 INVITE", 1u, SipMethod.Invite, "INVITE")]
    [InlineData("2147483647\tregister", 2147483647u, SipMethod.Unknown, "register")]
    [InlineData("0009\r\n  ACK", 9u, SipMethod.Ack, "ACK")]
    [InlineData("0 !interesting-Method0123456789_*+`.%indeed'~", 0u, SipMethod.Unknown, "!interesting-Method0123456789_*+`.%indeed'~")]
    public void Value_ThatIsSound_ComesApart(string text, uint number, SipMethod method, string methodName)
    {
        var fault = CSeqHeader.Read(Encoding.Latin1.GetBytes(text), out var cseq);

        Assert.Equal(default, fault);
        Assert.Equal((number, method, methodName), (cseq.Number, cseq.Method, Encoding.Latin1.GetString(cseq.MethodName)));
        Faults.AreNone(value => CSeqHeader.Read(value, out _), text);
    }

    [Theory]
    [InlineData("", SipDefect.ValueEmpty, 0)]
    [InlineData("INVITE", SipDefect.CSeqInvalid, 0)]
    [InlineData("-1 INVITE", SipDefect.CSeqInvalid, 0)]
    [InlineData("1", SipDefect.CSeqInvalid, 1)]
    [InlineData("1INVITE", SipDefect.CSeqInvalid, 1)]
    [InlineData("1 ", SipDefect.CSeqInvalid, 2)]
    [InlineData("1 INV@TE", SipDefect.CSeqInvalid, 5)]
    [InlineData("1 INVITE x", SipDefect.CSeqInvalid, 8)]
    [InlineData("2147483648 INVITE", SipDefect.CSeqTooLarge, 0)]
    [InlineData("4294967297 INVITE", SipDefect.CSeqTooLarge, 0)]
    [InlineData("36893488147419103232 REGISTER", SipDefect.CSeqTooLarge, 0)]
    public void Value_ThatIsNot_SaysWhereAndWhy(string text, SipDefect defect, int offset)
    {
        Assert.Equal(new SipFault(defect, offset), Faults.Of(value => CSeqHeader.Read(value, out _), text));
    }
}
