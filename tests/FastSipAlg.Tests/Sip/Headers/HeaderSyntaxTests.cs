// SPDX-License-Identifier: MIT

using System.Text;
using CsCheck;
using FastSipAlg.Sip.Framing;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Headers;
using FastSipAlg.Sip.Messages;
using FastSipAlg.TestKit;

namespace FastSipAlg.Tests.Sip.Headers;

public sealed class HeaderSyntaxTests
{
    private static readonly SipHeaderId[] Ids = Enum.GetValues<SipHeaderId>();

    // Pieces of which odd values are made; plain octets alone rarely get past the first one.
    private static readonly string[] Pieces =
    [
        "sip:", "tel:+1", "a", "1", "@", "example.com", "[::1]", "192.0.2.1", ":", "5061", ";", "tag", "=", "branch", "z9hG4bK", "SIP/2.0/TLS ", "\"", "\\", "<", ">", ",", "*", " ", "\t",
        "\r\n ", "\r", "\n", "%41", "%", "?", "&", "q", "expires", "received", "ttl", "maddr", "rport", "lr", "\u00e9", "\0", "\u007f", "/", "multipart/x", "boundary", "[", "]", "-", ".",
    ];

    public static TheoryData<string> Messages => [.. Corpus.Under("sip/phones").Concat(Corpus.Under("sip/torture"))];

    [Theory]
    [MemberData(nameof(Messages))]
    public void Messages_OfPhones_HaveNoFault(string file)
    {
        var octets = Corpus.Read(file);
        var index = new SipHeaderIndex();
        var framer = new SipFramer(SipFramerLimits.Default, index);
        framer.Read(octets, out _);
        var message = new SipMessageView(octets, framer, index);

        Assert.Equal(default, HeaderOctets.Check(message.HeaderSection));
        Assert.Equal(default, message.IsRequest ? SipStartLine.CheckRequestLine(message.StartLine) : SipStartLine.CheckStatusLine(message.StartLine));
        foreach (ref readonly var field in index.Fields)
        {
            Assert.Equal((field.Id, default(SipFault)), (field.Id, HeaderSyntax.Check(field.Id, message.ValueOf(field))));
        }
    }

    [Theory]
    [InlineData(SipHeaderId.Via, "x", SipDefect.ViaProtocolInvalid)]
    [InlineData(SipHeaderId.From, "x", SipDefect.UriSchemeInvalid)]
    [InlineData(SipHeaderId.To, "x", SipDefect.UriSchemeInvalid)]
    [InlineData(SipHeaderId.ReferTo, "x", SipDefect.UriSchemeInvalid)]
    [InlineData(SipHeaderId.ReferredBy, "x", SipDefect.UriSchemeInvalid)]
    [InlineData(SipHeaderId.ReplyTo, "x", SipDefect.UriSchemeInvalid)]
    [InlineData(SipHeaderId.Contact, "x", SipDefect.UriSchemeInvalid)]
    [InlineData(SipHeaderId.Route, "sip:a", SipDefect.BracketsMissing)]
    [InlineData(SipHeaderId.RecordRoute, "sip:a", SipDefect.BracketsMissing)]
    [InlineData(SipHeaderId.Path, "sip:a", SipDefect.BracketsMissing)]
    [InlineData(SipHeaderId.ServiceRoute, "sip:a", SipDefect.BracketsMissing)]
    [InlineData(SipHeaderId.PAssertedIdentity, "http:a", SipDefect.IdentitySchemeInvalid)]
    [InlineData(SipHeaderId.PPreferredIdentity, "http:a", SipDefect.IdentitySchemeInvalid)]
    [InlineData(SipHeaderId.CallId, "a b", SipDefect.CallIdInvalid)]
    [InlineData(SipHeaderId.CSeq, "x", SipDefect.CSeqInvalid)]
    [InlineData(SipHeaderId.RAck, "x", SipDefect.RAckInvalid)]
    [InlineData(SipHeaderId.RSeq, "0", SipDefect.RSeqInvalid)]
    [InlineData(SipHeaderId.RSeq, "2147483648", SipDefect.RSeqInvalid)]
    [InlineData(SipHeaderId.Expires, "4294967296", SipDefect.ExpiresInvalid)]
    [InlineData(SipHeaderId.MaxForwards, "256", SipDefect.MaxForwardsInvalid)]
    [InlineData(SipHeaderId.ContentType, "x", SipDefect.ContentTypeInvalid)]
    [InlineData(SipHeaderId.Allow, "a b", SipDefect.TokenListInvalid)]
    [InlineData(SipHeaderId.Supported, "a b", SipDefect.TokenListInvalid)]
    [InlineData(SipHeaderId.Supported, "", SipDefect.None)]
    [InlineData(SipHeaderId.Require, "", SipDefect.ValueEmpty)]
    [InlineData(SipHeaderId.ProxyRequire, "", SipDefect.ValueEmpty)]
    [InlineData(SipHeaderId.Unsupported, "a b", SipDefect.TokenListInvalid)]
    [InlineData(SipHeaderId.Subject, "", SipDefect.None)]
    [InlineData(SipHeaderId.Unknown, ";;,,;;,;", SipDefect.None)]
    public void Value_OfEachHeader_IsJudgedByItsGrammar(SipHeaderId id, string value, SipDefect defect)
    {
        Assert.Equal(defect, HeaderSyntax.Check(id, Encoding.Latin1.GetBytes(value)).Defect);
    }

    [Fact]
    public void Octets_OfAnyKind_EndInAFaultInsideTheValueOrNone()
    {
        Gen.Byte.Array[0, 60].Sample(CheckAll, iter: 5_000);
        Gen.Int[0, Pieces.Length - 1].Array[0, 14].Sample(
            picks => CheckAll(Encoding.Latin1.GetBytes(string.Concat(picks.Select(pick => Pieces[pick])))),
            iter: 20_000);
    }

    private static void CheckAll(byte[] octets)
    {
        foreach (var id in Ids)
        {
            Faults.AssertInside(HeaderSyntax.Check(id, octets), octets.Length);
        }

        Faults.AssertInside(HeaderOctets.Check(octets), octets.Length);
        Faults.AssertInside(SipStartLine.CheckRequestLine(octets), octets.Length);
        Faults.AssertInside(SipStartLine.CheckStatusLine(octets), octets.Length);
        Faults.AssertInside(SipUriView.Read(octets, out _), octets.Length);
    }
}
