// SPDX-License-Identifier: MIT

using FastSipAlg.Relay.Diagnostics;

namespace FastSipAlg.Tests.Relay.Diagnostics;

public sealed class LogTextTests
{
    [Theory]
    [InlineData("plain text, 苹果", "plain text, 苹果")]
    [InlineData("a\r\nflow 1: ended", "a\\u000d\\u000aflow 1: ended")]
    [InlineData("\u001b[31m\0", "\\u001b[31m\\u0000")]
    [InlineData("\u2028\u2029\u202e", "\\u2028\\u2029\\u202e")]
    [InlineData("\\u000a", "\\u005cu000a")]
    public void Escape_LeavesNothingThatBreaksALine(string text, string expected)
    {
        Assert.Equal(expected, LogText.Escape(text));
    }

    [Fact]
    public void Escape_OfALongText_CutsIt()
    {
        Assert.Equal(3_001, LogText.Escape(new string('x', 10_000)).Length);
    }
}
