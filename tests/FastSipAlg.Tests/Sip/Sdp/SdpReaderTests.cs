// SPDX-License-Identifier: MIT

using System.Text;
using CsCheck;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.TestKit;

namespace FastSipAlg.Tests.Sip.Sdp;

/// <summary>Lines, their order, what is missing; what the lines say is in <see cref="SdpLineTests"/>.</summary>
public sealed class SdpReaderTests
{
    private const string Head = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\n";
    private const string Session = Head + "c=IN IP4 192.0.2.1\r\nt=0 0\r\n";

    private static readonly byte[][] Bodies = [.. Corpus.Under("sdp").Select(Corpus.Read)];

    public static TheoryData<string> Files => [.. Corpus.Under("sdp")];

    [Theory]
    [MemberData(nameof(Files))]
    public void SessionDescription_AsPhonesSendIt_HasNoFault(string file)
    {
        Assert.Empty(SdpFaults.Of(Corpus.Read(file)));
    }

    [Theory]
    [InlineData("sip/phones/asterisk/200-invite.sip")]
    [InlineData("sip/phones/grandstream/reinvite-hold.sip")]
    [InlineData("sip/phones/yealink/invite.sip")]
    public void BodyOfMessage_AsPhonesSendIt_HasNoFault(string file)
    {
        var message = Corpus.Read(file);

        Assert.Empty(SdpFaults.Of(message.AsSpan(message.AsSpan().IndexOf("\r\n\r\n"u8) + 4)));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void SessionDescription_WithLineFeedsOnly_HasNoFault(string file)
    {
        Assert.Empty(SdpFaults.Of(Encoding.Latin1.GetString(Corpus.Read(file)).Replace("\r\n", "\n", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void SessionDescription_WithoutOneLine_HasFaultsOnlyForWhatMayNotLack(string file)
    {
        var lines = Encoding.Latin1.GetString(Corpus.Read(file)).TrimEnd().Split('\n');
        for (var index = 0; index < lines.Length; index++)
        {
            var faults = SdpFaults.Of(string.Join('\n', lines.Where((_, line) => line != index)) + "\n");

            // Without its m= a media description's lines belong to the section before it; without t= its r= and z= belong to nothing.
            var expected = lines[index][0] switch
            {
                'v' => [('v', SipDefect.SdpVersionInvalid)],
                'o' => [('o', SipDefect.SdpOriginInvalid)],
                's' => [('s', SipDefect.SdpSessionNameInvalid)],
                't' when lines.Count(line => line.StartsWith("t=", StringComparison.Ordinal)) == 1 => [('t', SipDefect.SdpTimingInvalid)],
                'c' or 'm' or 't' or 'z' or 'r' => faults.Select(fault => (fault.Line, fault.Fault.Defect)),
                _ => Array.Empty<(char, SipDefect)>().AsEnumerable(),
            };
            Assert.Equal(expected, faults.Select(fault => (fault.Line, fault.Fault.Defect)));
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void SessionDescription_Truncated_HasNoMoreFaultsThanLinesAndSections(string file)
    {
        var body = Corpus.Read(file);
        for (var length = 0; length <= body.Length; length++)
        {
            var lines = body.AsSpan(0, length).Count((byte)'\n');

            // What was whole stays sound: only the last line is broken, and only what had not come yet is missing.
            var faults = SdpFaults.Of(body.AsSpan(0, length));
            Assert.InRange(faults.Count, 0, 5);
            Assert.All(faults, fault => Assert.True(lines < 12 || fault.Fault.Offset > 20));
        }
    }

    [Fact]
    public void Octets_OfAnyKind_GiveFaultsInTheBodyAndNeverThrow()
    {
        Gen.Byte.Array[0, 400].Sample(octets => { SdpFaults.Of(octets); }, iter: 3_000);
        Gen.Select(Gen.Int[0, Bodies.Length - 1], Gen.Int[0, 3_000], Gen.Byte).Sample(
            (pick, position, octet) =>
            {
                byte[] mutated = [.. Bodies[pick]];
                mutated[position % mutated.Length] = octet;
                SdpFaults.Of(mutated);
            },
            iter: 10_000);
    }

    [Fact]
    public void OneOctetWrong_InOneLine_SpoilsNoLineBeforeIt()
    {
        Gen.Select(Gen.Int[0, Bodies.Length - 1], Gen.Int[0, 3_000], Gen.Byte).Sample(
            (pick, position, octet) =>
            {
                byte[] mutated = [.. Bodies[pick]];
                position %= mutated.Length;
                mutated[position] = octet;
                var line = mutated.AsSpan(0, position).LastIndexOf((byte)'\n') + 1;

                // A media description that has lost its c= is reported at its m= line; with the session's, at any of them.
                Assert.DoesNotContain(
                    SdpFaults.Of(mutated),
                    fault => fault.Fault.Offset < line && fault.Fault.Defect != SipDefect.SdpConnectionMissing && mutated[fault.Fault.Offset] != '\r');
            },
            iter: 10_000);
    }

    [Fact]
    public void Line_WithEachOctet_HoldsAllButNulCrAndLf()
    {
        for (var octet = 0; octet < 256; octet++)
        {
            var faults = SdpFaults.Of(SdpFaults.With($"i=a{(char)octet}b"));

            Assert.True(faults.Count == 0 == (octet is not (0 or '\r' or '\n')), $"octet {octet:x2}");
        }
    }

    [Theory]
    [InlineData('i', "i=a¦\0b\r\nt=0 0\r\n")]
    [InlineData('i', "i=a¦\rb\r\nt=0 0\r\n")]
    [InlineData('i', "i=¦\r\r\nt=0 0\r\n")]
    [InlineData('\0', "u=http://example.com¦\0\r\nt=0 0\r\n")]
    [InlineData('a', "t=0 0\r\na=x¦\r")]
    [InlineData('t', "t=0 0¦\0\r\n")]
    [InlineData('\0', "¦g=what\r\nt=0 0\r\n")]
    [InlineData('\0', "¦I=information\r\nt=0 0\r\n")]
    [InlineData('\0', "¦i =a\r\nt=0 0\r\n")]
    [InlineData('\0', "¦ i=a\r\nt=0 0\r\n")]
    [InlineData('\0', "¦=a\r\nt=0 0\r\n")]
    [InlineData('\0', "¦i\r\nt=0 0\r\n")]
    [InlineData('\0', "¦\r\nt=0 0\r\n")]
    [InlineData('\0', "¦\nt=0 0\r\n")]
    [InlineData('\0', "t=0 0\r\n¦\0")]
    [InlineData('\0', "t=0 0\r\n¦garbage")]
    public void Line_ThatIsNone_IsNamed(char line, string after)
    {
        SdpFaults.AreOnly(line, SipDefect.SdpLineInvalid, Head + after);
    }

    [Theory]
    [InlineData('v', SipDefect.SdpVersionInvalid, "o=- 1 1 IN IP4 192.0.2.1\r\n¦v=0\r\ns=-\r\nt=0 0\r\n")]
    [InlineData('v', SipDefect.SdpLineRepeated, "v=0\r\n¦v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\n")]
    [InlineData('o', SipDefect.SdpOrderInvalid, "v=0\r\ns=-\r\n¦o=- 1 1 IN IP4 192.0.2.1\r\nt=0 0\r\n")]
    [InlineData('o', SipDefect.SdpLineRepeated, Head + "¦o=- 1 1 IN IP4 192.0.2.1\r\nt=0 0\r\n")]
    [InlineData('s', SipDefect.SdpLineRepeated, Session + "¦s=-\r\n")]
    [InlineData('c', SipDefect.SdpOrderInvalid, Head + "t=0 0\r\n¦c=IN IP4 192.0.2.1\r\nm=audio 4000 RTP/AVP 8\r\n")]
    [InlineData('c', SipDefect.SdpLineRepeated, Head + "c=IN IP4 192.0.2.1\r\n¦c=IN IP4 192.0.2.1\r\nt=0 0\r\n")]
    [InlineData('i', SipDefect.SdpLineRepeated, Head + "i=a\r\n¦i=a\r\nt=0 0\r\n")]
    [InlineData('i', SipDefect.SdpOrderInvalid, Session + "¦i=a\r\n")]
    [InlineData('b', SipDefect.SdpOrderInvalid, Session + "a=x\r\n¦b=AS:1\r\n")]
    [InlineData('\0', SipDefect.SdpOrderInvalid, Session + "¦u=http://example.com\r\n")]
    [InlineData('\0', SipDefect.SdpLineRepeated, Head + "u=a\r\n¦u=a\r\nt=0 0\r\n")]
    [InlineData('r', SipDefect.SdpOrderInvalid, Head + "¦r=1 1 1\r\nt=0 0\r\n")]
    [InlineData('z', SipDefect.SdpOrderInvalid, Head + "¦z=1 1\r\nt=0 0\r\n")]
    [InlineData('z', SipDefect.SdpLineRepeated, Session + "z=1 1\r\n¦z=1 1\r\n")]
    [InlineData('k', SipDefect.SdpLineRepeated, Session + "k=prompt\r\n¦k=prompt\r\n")]
    [InlineData('t', SipDefect.SdpOrderInvalid, Session + "a=x\r\n¦t=0 0\r\n")]
    [InlineData('t', SipDefect.SdpOrderInvalid, Session + "m=audio 4000 RTP/AVP 8\r\n¦t=0 0\r\n")]
    [InlineData('o', SipDefect.SdpOrderInvalid, Session + "m=audio 4000 RTP/AVP 8\r\n¦o=- 1 1 IN IP4 192.0.2.1\r\n")]
    [InlineData('v', SipDefect.SdpVersionInvalid, Session + "m=audio 4000 RTP/AVP 8\r\n¦v=0\r\n")]
    [InlineData('i', SipDefect.SdpLineRepeated, Session + "m=audio 4000 RTP/AVP 8\r\ni=a\r\n¦i=b\r\n")]
    [InlineData('c', SipDefect.SdpOrderInvalid, Session + "m=audio 4000 RTP/AVP 8\r\na=x\r\n¦c=IN IP4 192.0.2.1\r\n")]
    [InlineData('k', SipDefect.SdpOrderInvalid, Session + "m=audio 4000 RTP/AVP 8\r\na=x\r\n¦k=prompt\r\n")]
    public void Line_OutOfPlace_IsNamed(char line, SipDefect defect, string marked)
    {
        SdpFaults.AreOnly(line, defect, marked);
    }

    [Theory]
    [InlineData('v', SipDefect.SdpVersionInvalid, "o=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\n¦")]
    [InlineData('o', SipDefect.SdpOriginInvalid, "v=0\r\ns=-\r\nt=0 0\r\n¦")]
    [InlineData('s', SipDefect.SdpSessionNameInvalid, "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\nt=0 0\r\n¦")]
    [InlineData('t', SipDefect.SdpTimingInvalid, Head + "¦")]
    [InlineData('t', SipDefect.SdpTimingInvalid, Head + "c=IN IP4 192.0.2.1\r\n¦m=audio 4000 RTP/AVP 8\r\n")]
    [InlineData('c', SipDefect.SdpConnectionMissing, Head + "t=0 0\r\n¦m=audio 4000 RTP/AVP 8\r\na=x\r\n")]
    [InlineData('c', SipDefect.SdpConnectionMissing, Head + "t=0 0\r\n¦m=audio 4000 RTP/AVP 8\r\nm=video 4002 RTP/AVP 9\r\nc=IN IP4 192.0.2.1\r\n")]
    [InlineData('c', SipDefect.SdpConnectionMissing, Head + "t=0 0\r\nm=audio 4000 RTP/AVP 8\r\nc=IN IP4 192.0.2.1\r\n¦m=video 4002 RTP/AVP 9\r\n")]
    public void Line_ThatIsMissing_IsNamed(char line, SipDefect defect, string marked)
    {
        SdpFaults.AreOnly(line, defect, marked);
    }

    [Fact]
    public void Nothing_AtAll_LacksFourLines()
    {
        Assert.Equal("vost", string.Concat(SdpFaults.Of("").Select(fault => fault.Line)));
        Assert.Equal("vost", string.Concat(SdpFaults.Of("\r\n\r\n").Select(fault => fault.Line)));
    }

    [Fact]
    public void MediaDescriptions_EachWithoutConnection_AreNamedEach()
    {
        var faults = SdpFaults.Of(Head + "t=0 0\r\nm=audio 4000 RTP/AVP 8\r\nm=video x\r\n");

        Assert.Equal(["c43", "c67", "m75"], faults.Select(fault => $"{fault.Line}{fault.Fault.Offset}").Order());
    }
}
