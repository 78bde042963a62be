// SPDX-License-Identifier: MIT

using System.Text;
using CsCheck;
using FastSipAlg.Sip.Framing;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.TestKit;

namespace FastSipAlg.Tests.Sip.Framing;

public sealed class SipFramerTests
{
    private const string Fields = "Via: SIP/2.0/TLS 192.0.2.1;branch=z9hG4bK1\r\nFrom: <sip:a@example.com>;tag=1\r\nTo: <sip:b@example.com>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\n";

    private static readonly byte[][] Messages = [.. Corpus.Under("sip/phones").Concat(Corpus.Under("sip/torture")).Select(Corpus.Read)];

    public static TheoryData<string> ValidFiles => [.. Corpus.Under("sip/phones").Concat(Corpus.Under("sip/torture"))];

    [Theory]
    [MemberData(nameof(ValidFiles))]
    public void Message_SplitAnywhereInTwo_IsTheSameFrame(string file)
    {
        var octets = Corpus.Read(file);

        for (var split = 0; split <= octets.Length; split++)
        {
            Assert.Equal([Encoding.Latin1.GetString(octets)], Frames.Of([octets[..split], octets[split..]]));
        }
    }

    [Theory]
    [MemberData(nameof(ValidFiles))]
    public void Message_OctetByOctet_IsTheSameFrame(string file)
    {
        var octets = Corpus.Read(file);

        Assert.Equal([Encoding.Latin1.GetString(octets)], Frames.Of(octets.Select(octet => new[] { octet })));
    }

    [Theory]
    [MemberData(nameof(ValidFiles))]
    public void Message_Truncated_IsNoFrame(string file)
    {
        var octets = Corpus.Read(file);

        for (var length = 0; length < octets.Length; length++)
        {
            Assert.Empty(Frames.Of([octets[..length]]));
        }
    }

    [Theory]
    [MemberData(nameof(ValidFiles))]
    public void Message_WhoseScannedOctetsAreScrambled_IsStillTheSameLength(string file)
    {
        var octets = Corpus.Read(file);
        var framer = new SipFramer(SipFramerLimits.Default);
        var half = octets.Length / 2;
        while (half > 0 && octets[half - 1] is (byte)'\r' or (byte)'\n')
        {
            half--;
        }

        framer.Read(octets.AsSpan(0, half), out _);

        // Whole lines that were scanned are never looked at again.
        var scanned = octets.AsSpan(0, half).LastIndexOf("\r\n"u8);
        octets.AsSpan(0, Math.Max(scanned, 0)).Clear();
        var status = framer.Read(octets, out var consumed);

        Assert.Equal(FrameStatus.Message, status);
        Assert.Equal(octets.Length, consumed);
    }

    [Fact]
    public void Stream_InAnyChunks_GivesTheSameFrames()
    {
        byte[][] parts = [.. Messages, "\r\n\r\n"u8.ToArray(), "\r\n"u8.ToArray()];

        Gen.Select(Gen.Int[0, parts.Length - 1].List[1, 6], Gen.Int[1, 900].List[1, 40]).Sample(
            (picks, sizes) =>
            {
                byte[] stream = [.. picks.SelectMany(pick => parts[pick])];
                var whole = Frames.Of([stream]);
                Assert.Equal(whole, Frames.Of(Cut(stream, sizes)));
                Assert.Equal(picks.Count(pick => pick < Messages.Length), whole.Count(frame => frame != "ping"));
            },
            iter: 300);
    }

    [Fact]
    public void Octets_OfAnyKind_NeverThrowAndAlwaysProgress()
    {
        Gen.Byte.Array[0, 400].Sample(octets => { Frames.Of([octets]); }, iter: 3_000);
        Gen.Select(Gen.Int[0, Messages.Length - 1], Gen.Int[0, 600], Gen.Byte).Sample(
            (pick, position, octet) =>
            {
                byte[] mutated = [.. Messages[pick]];
                mutated[position % mutated.Length] = octet;
                Frames.Of(Cut(mutated, [7, 64]));
            },
            iter: 3_000);
    }

    [Fact]
    public void Defects_AfterWhichNothingCanBeFramed_EachHaveAnAnswer()
    {
        foreach (var line in CorpusLine.All.Where(line => line.Frames == "ends" && line.File.StartsWith("defects/", StringComparison.Ordinal)))
        {
            Assert.Equal([line.Defect.ToString()], Frames.Of(line.Octets.Select(octet => new[] { octet })));
            Assert.NotEmpty(SipDefectText.ToSentence(line.Defect));
            Assert.Contains((int)SipDefectText.ToStatusCode(line.Defect), new[] { 400, 413, 513 });
        }
    }

    [Theory]
    [InlineData("2147483648", SipDefect.ContentLengthTooLarge)]
    [InlineData("4294967328", SipDefect.ContentLengthTooLarge)]
    [InlineData("9223372036854775807", SipDefect.ContentLengthTooLarge)]
    [InlineData("9223372036854775808", SipDefect.ContentLengthOverflow)]
    [InlineData("100000000000000000000", SipDefect.ContentLengthOverflow)]
    [InlineData("-1", SipDefect.ContentLengthSigned)]
    [InlineData("+5", SipDefect.ContentLengthSigned)]
    [InlineData("5 5", SipDefect.ContentLengthNotDecimal)]
    [InlineData("5,5", SipDefect.ContentLengthNotDecimal)]
    [InlineData("0x5", SipDefect.ContentLengthNotDecimal)]
    [InlineData("5;x=1", SipDefect.ContentLengthNotDecimal)]
    [InlineData("\u00b2", SipDefect.ContentLengthNotDecimal)]
    [InlineData(" \t ", SipDefect.ContentLengthEmpty)]
    [InlineData("0\r\nContent-Length: 0", SipDefect.ContentLengthRepeated)]
    [InlineData("0\r\nCONTENT-LENGTH: 1", SipDefect.ContentLengthRepeated)]
    [InlineData("0\r\nl: 0", SipDefect.ContentLengthRepeated)]
    [InlineData("0\r\n 5", SipDefect.ContentLengthNotDecimal)]
    public void ContentLength_ThatIsNoLength_IsFatal(string value, SipDefect expected)
    {
        Assert.Equal(expected, Frames.DefectOf($"OPTIONS sip:b@example.com SIP/2.0\r\n{Fields}Content-Length: {value}\r\n\r\n"));
    }

    [Theory]
    [InlineData("Content-Length: 4")]
    [InlineData("content-length:4")]
    [InlineData("CONTENT-LENGTH \t : \t 4 ")]
    [InlineData("l: 4")]
    [InlineData("L:0004")]
    [InlineData("Content-Length:\r\n 4")]
    public void ContentLength_HoweverWritten_CutsTheBody(string field)
    {
        var message = $"OPTIONS sip:b@example.com SIP/2.0\r\n{Fields}{field}\r\n\r\nbody";

        Assert.Equal([message, message], Frames.Of([Encoding.ASCII.GetBytes(message + message)]));
    }

    [Fact]
    public void HeaderName_BeforeTheColon_TakesOnlySpaceAndTab()
    {
        for (var octet = 0; octet < 256; octet++)
        {
            var isLws = octet is ' ' or '\t';
            var isTokenChar = octet < 128 && (char.IsAsciiLetterOrDigit((char)octet) || "-.!%*_+`'~".Contains((char)octet, StringComparison.Ordinal));
            var text = $"OPTIONS sip:b@example.com SIP/2.0\r\n{Fields}Subject{(char)octet}: x\r\nContent-Length: 0\r\n\r\n";

            var isMessage = Frames.Of([Encoding.Latin1.GetBytes(text)]) is [var only] && only == text;

            Assert.True(isMessage == (isLws || isTokenChar || octet == ':'), $"octet {octet:x2}");
        }
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("\x16\x03\x01\x02\x00\x01\x00")]
    [InlineData("\0\0\0\0")]
    [InlineData("INVITE sip:b@example.com\r\n")]
    [InlineData("SIP/2.0 abc OK\r\n")]
    [InlineData(" INVITE sip:b@example.com SIP/2.0\r\n")]
    public void StreamThatIsNotSip_IsFatal(string text)
    {
        Assert.Equal([nameof(SipDefect.NotSip)], Frames.Of([Encoding.Latin1.GetBytes(text)]));
    }

    [Fact]
    public void Pings_HoweverSplit_AreCounted()
    {
        Assert.Equal(["ping"], Frames.Of(["\r\n\r\n"u8.ToArray()]));
        Assert.Equal(["ping"], Frames.Of(["\r\n"u8.ToArray(), "\r\n"u8.ToArray()]));
        Assert.Equal(["ping"], Frames.Of(["\r"u8.ToArray(), "\n\r"u8.ToArray(), "\n"u8.ToArray()]));
        Assert.Equal(["ping", "ping"], Frames.Of(["\r\n\r\n\r\n\r\n"u8.ToArray()]));
        Assert.Empty(Frames.Of(["\r\n"u8.ToArray()]));
        Assert.Empty(Frames.Of(["\n\n"u8.ToArray()]));
        Assert.Equal(256 * 1024, Frames.Of([[.. Enumerable.Repeat("\r\n"u8.ToArray(), 512 * 1024).SelectMany(crLf => crLf)]]).Count);
    }

    [Fact]
    public void Response_TakesItsMethodFromCSeq()
    {
        var framer = new SipFramer(SipFramerLimits.Default);

        framer.Read(Corpus.Read("sip/phones/kamailio/401-register.sip"), out _);

        Assert.False(framer.IsRequest);
        Assert.Equal(401, framer.StatusCode);
        Assert.Equal(SipMethod.Register, framer.Method);
    }

    private static IEnumerable<byte[]> Cut(byte[] stream, IReadOnlyList<int> sizes)
    {
        for (int position = 0, i = 0; position < stream.Length; i++)
        {
            var length = Math.Min(sizes[i % sizes.Count], stream.Length - position);
            yield return stream[position..(position + length)];
            position += length;
        }
    }
}
