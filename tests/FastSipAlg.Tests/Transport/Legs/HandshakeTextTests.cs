// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration.Options;
using FastSipAlg.Tests.Transport.ClientHello;
using FastSipAlg.Transport.ClientHello;
using FastSipAlg.Transport.Legs;

namespace FastSipAlg.Tests.Transport.Legs;

public sealed class HandshakeTextTests
{
    [Fact]
    public void Offer_OfAModernPhone_NamesWhatItKnowsWithoutGrease()
    {
        var text = Offer(new HelloBytes
        {
            Suites = [0x0a0a, 0x1301, 0xc02f, 0x00ff, 0xfefe],
            Extensions = [HelloBytes.ServerName("sip.example.com"), HelloBytes.Alpn("sip/2"), HelloBytes.Versions(0x3a3a, 0x0304, 0x0303, 0x7f1c)],
        });

        Assert.Equal(
            "it offers versions=TLS1.3,TLS1.2,0x7f1c suites=TLS_AES_128_GCM_SHA256,TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,TLS_EMPTY_RENEGOTIATION_INFO_SCSV,0xfefe sni=sip.example.com alpn=sip/2",
            text);
    }

    [Fact]
    public void Offer_OfAnOldPhone_SaysUpToWhichVersion()
    {
        Assert.Equal(
            "it offers versions=up to TLS1.0 suites=TLS_RSA_WITH_AES_128_CBC_SHA sni=none",
            Offer(new HelloBytes { Version = [3, 1], Suites = [0x002f], Extensions = null }));
    }

    [Fact]
    public void Offer_OfAStrangerWhoSendsTooMuchAndWorse_IsBoundedAndPrintable()
    {
        var text = Offer(new HelloBytes
        {
            Suites = [.. Enumerable.Range(0xe000, 5_000).Select(n => (ushort)n)],
            Extensions =
            [
                HelloBytes.ServerName("a\r\nflow 1: forged alpn=h2 \u001b[31m" + new string('x', 5_000)),
                HelloBytes.Alpn([.. Enumerable.Range(0, 20).Select(n => new string('y', 250))]),
                HelloBytes.Versions([.. Enumerable.Range(0x1000, 100).Select(n => (ushort)n)]),
            ],
        });

        Assert.InRange(text.Length, 1, 1_500);
        Assert.DoesNotContain(text, char.IsControl);
        Assert.Contains("and 4979 more", text, StringComparison.Ordinal);
        Assert.Contains("sni=a??flow?1:?forged?alpn=h2??[31mxxx", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Allowed_NamesOurOwnListWhereThereIsOne()
    {
        Assert.Equal(
            "allowed versions=TLS1.2,TLS1.3 suites=those of the TLS library",
            HandshakeText.Allowed(TlsParameters.Of(new VoipProfileOptions { Name = "default" })));
        Assert.Contains(
            "suites=TLS_",
            HandshakeText.Allowed(TlsParameters.Of(new VoipProfileOptions { Name = "old", SslPfs = SslPfs.Allow })),
            StringComparison.Ordinal);
    }

    private static string Offer(HelloBytes hello) => HandshakeText.Offer(ClientHelloParser.Parse(hello.ToMessage().AsSpan(4))!);
}
