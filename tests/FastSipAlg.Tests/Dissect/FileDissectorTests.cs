// SPDX-License-Identifier: MIT

using CsCheck;
using FastSipAlg.Dissect;

namespace FastSipAlg.Tests.Dissect;

public sealed class FileDissectorTests
{
    private const string BrokenVia = "Via: SIP/2.0/TLS ;branch=z9hG4bK2\r\n";
    private const string BrokenExpires = "Expires: soon\r\n";

    [Fact]
    public void Dissect_MessagesWithKeepAlivesBetween_TellsAllOfThem()
    {
        var one = Explained.Options();

        var explained = Explained.Under("strict", one + "\r\n\r\n\r\n\r\n" + one + "\r\n");

        Assert.Equal([typeof(DissectedMessage), typeof(DissectedLineBreaks), typeof(DissectedMessage), typeof(DissectedLineBreaks)], explained.Parts.Select(part => part.GetType()));
        Assert.Equal([2, 0], explained.Parts.OfType<DissectedLineBreaks>().Select(breaks => breaks.Pings));
        Assert.Equal([0, one.Length, one.Length + 8, (2 * one.Length) + 8], explained.Parts.Select(part => part.Offset));
        Assert.Equal([1, 2], explained.Parts.OfType<DissectedMessage>().Select(message => message.Number));
        Assert.True(explained.Passes);
        Assert.EndsWith("a.sip: strict passes all 2 messages\n", explained.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\r\n\r\n")]
    [InlineData("\r")]
    public void Dissect_NoMessage_DoesNotPass(string octets)
    {
        var explained = Explained.Under("default", octets);

        Assert.False(explained.Passes);
        Assert.EndsWith("a.sip: there is no message in it\n", explained.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OPTI", "its start line has no end: no CRLF")]
    [InlineData("OPTIONS sip:a@b SIP/2.0\r\nVia: x", "its header section has no end: no empty line")]
    [InlineData("OPTIONS sip:a@b SIP/2.0\r\nContent-Length: 5\r\n\r\nab", "2 of 5 octets of the body are there")]
    public void Dissect_CutOff_SaysWhatIsMissing(string octets, string missing)
    {
        var explained = Explained.Under("default", Explained.Options() + octets);

        var stump = Assert.IsType<DissectedStump>(explained.Parts[1]);
        Assert.Equal(missing, stump.Missing);
        Assert.False(explained.Passes);
    }

    [Fact]
    public void Dissect_EveryTruncation_IsExplained()
    {
        var octets = Explained.Options("Subject: a\r\n b\r\n", "v=0\r\n");

        for (var length = 1; length < octets.Length; length++)
        {
            var part = Assert.Single(Explained.Under("strict", octets[..length]).Parts);
            Assert.IsType<DissectedStump>(part);
        }
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "NotSip", "begins in the middle of a message")]
    [InlineData("\u0016\u0003\u0001\u0002\r\n", "NotSip", "begins in the middle of a message")]
    [InlineData("OPTIONS sip:a@b SIP/2.0\nVia: x\n\n", "BareLf", "SIP needs CRLF")]
    public void Dissect_NotSip_SaysSoAndHints(string octets, string defect, string hint)
    {
        var explained = Explained.Under("default", octets);

        var rubble = Assert.IsType<DissectedRubble>(Assert.Single(explained.Parts));
        Assert.Equal(defect, rubble.Finding.Defect);
        Assert.Contains(hint, rubble.Hint, StringComparison.Ordinal);
        Assert.False(explained.Passes);
    }

    [Fact]
    public void Dissect_BehindABrokenContentLength_NothingIsRead()
    {
        var broken = Explained.Options().Replace("Content-Length: 0", "Content-Length: -1", StringComparison.Ordinal);

        var explained = Explained.Under("default", broken + Explained.Options());

        var rubble = Assert.IsType<DissectedRubble>(Assert.Single(explained.Parts));
        Assert.Equal(("malformed-header-content-length", "ContentLengthSigned", 8, 17), (rubble.Finding.Rule, rubble.Finding.Defect, rubble.Finding.Line, rubble.Finding.Column));
        Assert.StartsWith("SIP/2.0 400 ", rubble.Answer[0], StringComparison.Ordinal);
        Assert.Equal(7, rubble.Lines.Count);
    }

    [Fact]
    public void Dissect_UnderStrict_TellsEveryDefectAndWhichOneDecides()
    {
        var explained = Explained.Under("strict", Explained.Options(BrokenVia + BrokenExpires));

        var message = explained.Message;
        Assert.Equal(["ViaSentByInvalid", "ExpiresInvalid"], message.Findings.Select(finding => finding.Defect));
        Assert.All(message.Findings, finding => Assert.Equal(("discard", "enforce"), (finding.Action, finding.Mode)));
        Assert.Equal(("discard", "malformed-header-via"), (message.Verdict, message.DecidedBy));
        Assert.Empty(message.Answer);
    }

    [Fact]
    public void Dissect_UnderDefault_TellsThemAndPasses()
    {
        var explained = Explained.Under("default", Explained.Options(BrokenVia + BrokenExpires));

        Assert.Equal(2, explained.Message.Findings.Count);
        Assert.All(explained.Message.Findings, finding => Assert.Equal(("pass", "enforce"), (finding.Action, finding.Mode)));
        Assert.True(explained.Passes);
    }

    [Fact]
    public void Dissect_RulesWithModesOfTheirOwn_SaysWhatEachWouldDo()
    {
        var explained = Explained.Under(
            "strict", Explained.Options(BrokenVia + BrokenExpires), "set observe-rules malformed-header-via", "set off-rules malformed-header-expires");

        Assert.Equal(["observe", "off"], explained.Message.Findings.Select(finding => finding.Mode));
        Assert.Contains("strict: would discard, but only observes", explained.Text, StringComparison.Ordinal);
        Assert.Contains("strict: not looked at (off)", explained.Text, StringComparison.Ordinal);
        Assert.True(explained.Passes);
    }

    [Fact]
    public void Dissect_Respond_ShowsTheAnswer()
    {
        var explained = Explained.Under("default", Explained.Options(BrokenExpires), "set malformed-header-expires respond");

        Assert.Equal("respond", explained.Message.Verdict);
        Assert.Equal("SIP/2.0 400 Bad Request, malformed Expires header: Invalid Expires", explained.Message.Answer[0]);
        Assert.False(explained.Passes);
    }

    [Fact]
    public void Dissect_BlockedMethod_IsAnswered405()
    {
        var explained = Explained.Under("default", Explained.Options(), "set block-options enable");

        Assert.Equal(("respond", "block-options"), (explained.Message.Verdict, explained.Message.DecidedBy));
        Assert.Contains(explained.Message.Answer, line => line.StartsWith("Allow: ", StringComparison.Ordinal));
        Assert.Equal("", Assert.Single(explained.Message.Findings).Defect);
    }

    [Fact]
    public void Dissect_AnyOctets_NeverThrowsAndAccountsForEachOctet()
    {
        string[] pieces =
        [
            Explained.Options(), Explained.Options("f: x\r\n"), "OPTIONS sip:a@b SIP/2.0\r\n", "SIP/2.0 200 OK\r\n", "Via: SIP/2.0/TLS a\r\n", " \t\r\n", "\r\n", "\r", "\n", "\0", "\u001b[2J",
            "Content-Length: 3\r\n", "Content-Type: multipart/mixed;boundary=b\r\n", "Content-Type: application/sdp\r\n", "\r\n\r\n--b\r\n", "v=0\r\n", "a=crypto:1 x inline:SECRET\r\n",
            "Authorization: Digest SECRET\r\n", "é", ":", "\"", "<", ">", "\\",
        ];
        var texts = Gen.Int[0, pieces.Length - 1].Select(piece => pieces[piece]).Array[0, 30].Select(string.Concat);

        texts.Sample(text =>
        {
            var explained = Explained.Under("strict", text);

            Assert.Equal(System.Text.Encoding.UTF8.GetByteCount(text), explained.Parts.Sum(part => part.Length));
            Assert.DoesNotContain(explained.Text, letter => char.IsControl(letter) && letter != '\n');

            // A wrong length cuts the line of a secret in two, and of the second half nobody can say what it was.
            if (!text.Contains("Content-Length: 3", StringComparison.Ordinal))
            {
                Assert.DoesNotContain("SECRET", explained.Text + explained.Json, StringComparison.Ordinal);
            }
        }, iter: 1000);
    }
}
