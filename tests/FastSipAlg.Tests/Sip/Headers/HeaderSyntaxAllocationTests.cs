// SPDX-License-Identifier: MIT

using FastSipAlg.Sip.Framing;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Headers;
using FastSipAlg.Sip.Messages;
using FastSipAlg.TestKit;

namespace FastSipAlg.Tests.Sip.Headers;

/// <summary>
/// Looking at whole messages allocates nothing, sound or not: <see cref="SipStartLine"/>, <see cref="SipUriView"/>, <see cref="SipUriSyntax"/>,
/// <see cref="TelUriSyntax"/>, <see cref="UriOctets"/>, <see cref="HostSyntax"/>, <see cref="ViaHeader"/>, <see cref="ViaSyntax"/>, <see cref="NameAddr"/>,
/// <see cref="NameAddrList"/>, <see cref="ContactHeader"/>, <see cref="AddressSyntax"/>, <see cref="AddressParameters"/>, <see cref="HeaderParameter"/>,
/// <see cref="ParameterNames"/>, <see cref="CallIdHeader"/>, <see cref="CSeqHeader"/>, <see cref="RAckHeader"/>, <see cref="IntegerHeader"/>,
/// <see cref="TokenListHeader"/>, <see cref="ContentTypeHeader"/>, <see cref="HeaderOctets"/>, <see cref="HeaderLexer"/>.
/// </summary>
public sealed class HeaderSyntaxAllocationTests
{
    [Fact]
    public void Messages_OfPhones_AllocateNothing()
    {
        byte[][] messages = [.. Corpus.Under("sip/phones").Concat(Corpus.Under("sip/torture")).Select(Corpus.Read)];
        var index = new SipHeaderIndex();
        var framer = new SipFramer(SipFramerLimits.Default, index);

        Assert.Equal(0, Allocations.Of(
            () =>
            {
                foreach (var octets in messages)
                {
                    framer.Read(octets, out _);
                    Look(new SipMessageView(octets, framer, index));
                }
            },
            repetitions: 100));
    }

    [Fact]
    public void Values_ThatAreNotSound_AllocateNothing()
    {
        byte[][] values =
        [
            "SIP/2.0/TLS a;branch="u8.ToArray(), "\"a\\"u8.ToArray(), "<sip:a@b;x;x>"u8.ToArray(), "<tel:7042>"u8.ToArray(), "*, <sip:a>"u8.ToArray(), "a b"u8.ToArray(),
            "1 2 INVITE x"u8.ToArray(), "multipart/mixed"u8.ToArray(), "x\u00e9\u0007"u8.ToArray(), "<http:[>"u8.ToArray(), ""u8.ToArray(),
        ];
        var ids = Enum.GetValues<SipHeaderId>();

        Assert.Equal(0, Allocations.Of(
            () =>
            {
                foreach (var value in values)
                {
                    foreach (var id in ids)
                    {
                        HeaderSyntax.Check(id, value);
                    }

                    HeaderOctets.Check(value);
                    SipStartLine.CheckRequestLine(value);
                    SipStartLine.CheckStatusLine(value);
                }
            },
            repetitions: 100));
    }

    private static void Look(SipMessageView message)
    {
        HeaderOctets.Check(message.HeaderSection);
        _ = message.IsRequest ? SipStartLine.CheckRequestLine(message.StartLine) : SipStartLine.CheckStatusLine(message.StartLine);
        foreach (ref readonly var field in message.Fields.Fields)
        {
            HeaderSyntax.Check(field.Id, message.ValueOf(field));
        }

        ViaHeader.Read(message.ValueOf(SipHeaderId.Via), out var top, out _);
        top.CheckBranch(acceptsRfc2543: false);
        RAckHeader.Read("1 1 INVITE"u8, out _);
    }
}
