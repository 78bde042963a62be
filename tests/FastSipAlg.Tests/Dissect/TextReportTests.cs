// SPDX-License-Identifier: MIT

namespace FastSipAlg.Tests.Dissect;

public sealed class TextReportTests
{
    [Fact]
    public void Report_OfADefect_PointsAtItsOctet()
    {
        var text = Explained.Under("strict", Explained.Options("Expires: soon\r\n")).Text;

        Assert.Contains(
            """
              1 finding
              malformed-header-expires, ExpiresInvalid: Invalid Expires (RFC 3261 §20.19), line 8, column 10
                    Expires: soon
                             ^
                    strict: discard
              verdict under strict: discard, because of malformed-header-expires
              no answer

            a.sip: strict does not pass all of it

            """,
            text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Report_OfLines_SaysUnderEachWhatWasUnderstood()
    {
        var text = Explained.Under("strict", Explained.Options()).Text;

        Assert.StartsWith(
            """
            a.sip: 248 octets, profile strict

            message 1: request, 248 octets from octet 0, 0 octets of body
                1  OPTIONS sip:bob@example.com SIP/2.0
                      method=OPTIONS, scheme=sip, user=bob, host=example.com
                2  Via: SIP/2.0/TLS 192.0.2.1:5061;branch=z9hG4bK776
                      Via: transport=TLS, sent-by=192.0.2.1:5061, branch=z9hG4bK776
            """,
            text,
            StringComparison.Ordinal);
        Assert.Contains("\n  no defect\n  verdict under strict: pass\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_OfControlOctets_EscapesThemAndStillPointsRight()
    {
        var text = Explained.Under("strict", Explained.Options("Subject: a\u001b[2J\u202e\\\r\n")).Text;

        Assert.Contains("        Subject: a\\u001b[2J\\u202e\\\\\n                  ^\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202e", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_OfADefectInALongLine_ShowsThePartAroundIt()
    {
        var lines = Explained.Under("strict", Explained.Options($"Subject: {new string('a', 400)}\u0001{new string('b', 400)}\r\n")).Text.Split('\n');

        var caret = Array.FindIndex(lines, line => line.Trim() == "^");
        Assert.Equal("\\u0001", lines[caret - 1][lines[caret].IndexOf('^', StringComparison.Ordinal)..][..6]);
        Assert.True(lines[caret - 1].Length < 170);
    }
}
