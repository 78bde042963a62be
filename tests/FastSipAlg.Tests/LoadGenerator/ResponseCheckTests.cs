// SPDX-License-Identifier: MIT

using System.Text;
using FastSipAlg.LoadGenerator.Messages;

namespace FastSipAlg.Tests.LoadGenerator;

public sealed class ResponseCheckTests
{
    private readonly RequestTemplate _template = RequestTemplate.Create(MessageKind.Register, 3, mirror: false)[0];

    [Fact]
    public void Check_OfTheAnswer_IsIdentical()
    {
        var verdict = ResponseCheck.Check(_template, 5, Bytes(Answer(5) + "SIP/2.0"), out var length);

        Assert.Equal((ResponseVerdict.Identical, _template.ResponseLength), (verdict, length));
    }

    [Fact]
    public void Check_OfEveryTruncation_IsIncomplete()
    {
        var answer = Bytes(Answer(5));

        for (var length = 0; length < answer.Length; length++)
        {
            Assert.Equal(ResponseVerdict.Incomplete, ResponseCheck.Check(_template, 5, answer.AsSpan(0, length), out _));
        }
    }

    [Fact]
    public void Check_WithAHeaderFieldMore_IsEdited()
    {
        var answer = Answer(5).Replace("\r\nCSeq", "\r\nServer: relay\r\nCSeq", StringComparison.Ordinal);

        var verdict = ResponseCheck.Check(_template, 5, Bytes(answer + "SIP/2.0"), out var length);

        Assert.Equal((ResponseVerdict.Edited, answer.Length), (verdict, length));
    }

    [Fact]
    public void Check_OfARefusal_IsRefused()
    {
        var answer = Answer(5).Replace("200 OK", "403 Forbidden", StringComparison.Ordinal);

        Assert.Equal(ResponseVerdict.Refused, ResponseCheck.Check(_template, 5, Bytes(answer), out _));
    }

    [Fact]
    public void Check_OfA503_IsUnavailable_AndItSaysWhoseItIsAndUntilWhen()
    {
        var answer = Bytes(Answer(5).Replace("200 OK", "503 Service Unavailable", StringComparison.Ordinal).Replace("\r\nCSeq", "\r\nRetry-After: 12\r\nCSeq", StringComparison.Ordinal));

        Assert.Equal(ResponseVerdict.Unavailable, ResponseCheck.Check(_template, 5, answer, out _));
        Assert.Equal((5, 12), (ResponseCheck.NumberOfUnavailable(answer), ResponseCheck.RetryAfter(answer)));
        Assert.Equal((-1, 0), (ResponseCheck.NumberOfUnavailable(Bytes(Answer(5))), ResponseCheck.RetryAfter(Bytes(Answer(5)))));
    }

    [Fact]
    public void Check_OfAnotherRequestsAnswer_IsWrong()
    {
        Assert.Equal(ResponseVerdict.Wrong, ResponseCheck.Check(_template, 5, Bytes(Answer(6)), out _));
    }

    [Fact]
    public void Check_WithoutContentLength_IsWrong()
    {
        var answer = Answer(5).Replace("Content-Length: 0\r\n", "", StringComparison.Ordinal);

        Assert.Equal(ResponseVerdict.Wrong, ResponseCheck.Check(_template, 5, Bytes(answer), out _));
    }

    private static byte[] Bytes(string text) => Encoding.ASCII.GetBytes(text);

    private string Answer(int number) => Encoding.ASCII.GetString(RequestTemplateTests.Answer(_template, number, mirror: false));
}
