// SPDX-License-Identifier: MIT

using System.Text;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Headers;

namespace FastSipAlg.Tests.Sip.Headers;

public sealed class ContentTypeHeaderTests
{
    [Theory]
    [InlineData("application/sdp", "application|sdp|", true, false)]
    [InlineData("Application / SDP ;charset=\"utf-8\"", "Application|SDP|", true, false)]
    [InlineData("multipart/mixed;boundary=unique-boundary-1", "multipart|mixed|unique-boundary-1", false, true)]
    [InlineData("multipart/mixed; boundary=\"a b'()+_,-./:=?\"; x=y", "multipart|mixed|a b'()+_,-./:=?", false, true)]
    [InlineData("application/simple-message-summary", "application|simple-message-summary|", false, false)]
    [InlineData("text/plain;\r\n charset=UTF-8", "text|plain|", false, false)]
    public void Value_ThatIsSound_ComesApart(string text, string expected, bool isSdp, bool isMultipart)
    {
        var fault = ContentTypeHeader.Read(Encoding.Latin1.GetBytes(text), out var type);

        Assert.Equal(default, fault);
        Assert.Equal(expected, $"{Encoding.Latin1.GetString(type.Type)}|{Encoding.Latin1.GetString(type.Subtype)}|{Encoding.Latin1.GetString(type.Boundary)}");
        Assert.Equal((isSdp, isMultipart), (type.IsSdp, type.IsMultipart));
        Faults.AreNone(value => ContentTypeHeader.Read(value, out _), text);
    }

    [Theory]
    [InlineData("", SipDefect.ValueEmpty, 0)]
    [InlineData("/sdp", SipDefect.ContentTypeInvalid, 0)]
    [InlineData("application", SipDefect.ContentTypeInvalid, 11)]
    [InlineData("application/", SipDefect.ContentTypeInvalid, 12)]
    [InlineData("application sdp", SipDefect.ContentTypeInvalid, 11)]
    [InlineData("application/sdp/x", SipDefect.ContentTypeInvalid, 15)]
    [InlineData("application/sdp x", SipDefect.ValueTrailing, 16)]
    [InlineData("application/sdp, text/plain", SipDefect.ValueTrailing, 15)]
    [InlineData("application/sdp;", SipDefect.ParameterInvalid, 16)]
    [InlineData("application/sdp;charset", SipDefect.ParameterInvalid, 23)]
    [InlineData("application/sdp;charset=", SipDefect.ParameterInvalid, 24)]
    [InlineData("application/sdp;charset=[::1]", SipDefect.ParameterInvalid, 24)]
    [InlineData("application/sdp;charset=\"utf-8", SipDefect.QuotedStringUnterminated, 24)]
    [InlineData("application/sdp;a=b;A=c", SipDefect.ParameterRepeated, 20)]
    [InlineData("multipart/mixed", SipDefect.BoundaryMissing, 0)]
    [InlineData("multipart/mixed;boundary=\"\"", SipDefect.BoundaryMissing, 26)]
    [InlineData("multipart/mixed;boundary=\"a \"", SipDefect.BoundaryMissing, 26)]
    [InlineData("multipart/mixed;boundary=a*b", SipDefect.BoundaryMissing, 25)]
    [InlineData("multipart/mixed;boundary=12345678901234567890123456789012345678901234567890123456789012345678901", SipDefect.BoundaryMissing, 25)]
    public void Value_ThatIsNot_SaysWhereAndWhy(string text, SipDefect defect, int offset)
    {
        Assert.Equal(new SipFault(defect, offset), Faults.Of(value => ContentTypeHeader.Read(value, out _), text));
    }
}
