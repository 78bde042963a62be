// SPDX-License-Identifier: MIT

using System.Text;
using FastSipAlg.Inspection.Checks;
using FastSipAlg.Sip.Framing;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Tests.Sip;

namespace FastSipAlg.Tests.Inspection.Checks;

public sealed class FramingPlaceTests
{
    private const string StartLine = "OPTIONS sip:a@b SIP/2.0\r\n";

    public static TheoryData<string> Ending => [.. CorpusLine.All.Where(line => line.Frames == "ends").Select(line => line.File)];

    // The tilde marks the place and is no part of the octets.
    [Theory]
    [InlineData("~GET / HTTP/1.1\r\n\r\n", SipDefect.NotSip)]
    [InlineData(StartLine + "Subject: a~\nb: c\r\n\r\n", SipDefect.BareLf)]
    [InlineData(StartLine + "Subject: a~\rb\r\n\r\n", SipDefect.BareCr)]
    [InlineData(StartLine + "Subject: a~\0b\r\n\r\n", SipDefect.NulInHeaderSection)]
    [InlineData(StartLine + "~ a: b\r\nl: 0\r\n\r\n", SipDefect.LeadingContinuation)]
    [InlineData(StartLine + "l: 0\r\nSubject~\r\n\r\n", SipDefect.HeaderWithoutColon)]
    [InlineData(StartLine + "l: 0\r\n~: a\r\n\r\n", SipDefect.EmptyHeaderName)]
    [InlineData(StartLine + "l: 0\r\nVia : x\r\nSub~ ject: a\r\n\r\n", SipDefect.InvalidHeaderName)]
    [InlineData("~" + StartLine + "Subject: l: 0\r\n\r\n", SipDefect.ContentLengthMissing)]
    [InlineData(StartLine + "l: 0\r\nSubject: a\r\nContent-Length: ~0\r\n\r\n", SipDefect.ContentLengthRepeated)]
    [InlineData(StartLine + "l: ~-1\r\n\r\n", SipDefect.ContentLengthSigned)]
    [InlineData(StartLine + "l: ~0x\r\n\r\n", SipDefect.ContentLengthNotDecimal)]
    public void Place_OfADefect_IsItsOctet(string marked, SipDefect defect)
    {
        var place = marked.IndexOf('~', StringComparison.Ordinal);
        var octets = Encoding.Latin1.GetBytes(marked.Remove(place, 1));
        var fields = new SipHeaderIndex();
        var framer = new SipFramer(SipFramerLimits.Default, fields);

        Assert.Equal(FrameStatus.Malformed, framer.Read(octets, out _));

        Assert.Equal((defect, place), (framer.Defect, FramingPlace.Find(octets, framer, fields)));
    }

    [Theory]
    [MemberData(nameof(Ending))]
    public void Place_InTheCorpus_LiesInTheMessage(string file)
    {
        var octets = CorpusLine.Of(file).Octets;
        var fields = new SipHeaderIndex();
        var framer = new SipFramer(SipFramerLimits.Default, fields);

        Assert.Equal(FrameStatus.Malformed, framer.Read(octets, out _));

        Assert.InRange(FramingPlace.Find(octets, framer, fields), 0, octets.Length);
    }
}
