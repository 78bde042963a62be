// SPDX-License-Identifier: MIT

using FastSipAlg.Transport.ClientHello;

namespace FastSipAlg.Tests.Transport.ClientHello;

public sealed class ClientHelloParserTests
{
    private static readonly HelloBytes Plain = new();

    [Fact]
    public void Hello_WithoutExtensions_IsThatOfAnOldPhone()
    {
        var hello = Parse(new HelloBytes { Version = [3, 1], Suites = [0x002f], Extensions = null });

        Assert.NotNull(hello);
        Assert.Equal(0x0301, hello.LegacyVersion);
        Assert.Null(hello.ServerName);
        Assert.Empty(hello.ApplicationProtocols);
        Assert.Equal(0, hello.SupportedVersions.Length);
        Assert.Equal(0, hello.SignatureSchemes.Length);
        Assert.False(hello.SignalsSecureRenegotiation);
        Assert.False(hello.OffersTls13);
    }

    [Fact]
    public void SecureRenegotiation_IsSignalledByEither()
    {
        Assert.True(Parse(Plain with { Suites = [0x002f, 0x00ff] })!.SignalsSecureRenegotiation);
        Assert.True(Parse(Plain with { Extensions = [HelloBytes.Extension(0xff01, 0)] })!.SignalsSecureRenegotiation);
        Assert.False(Parse(Plain)!.SignalsSecureRenegotiation);

        // 0x00ff as a version or a signature scheme, or across two suites, is none.
        Assert.False(Parse(Plain with { Extensions = [HelloBytes.Versions(0x00ff)] })!.SignalsSecureRenegotiation);
        Assert.False(Parse(Plain with { Suites = [0x1300, 0xff02] })!.SignalsSecureRenegotiation);
    }

    [Fact]
    public void ServerName_IsGivenAsItWasSent()
    {
        Assert.Equal("SIP.Example.COM.", Parse(Plain with { Extensions = [HelloBytes.ServerName("SIP.Example.COM.")] })!.ServerName);
        Assert.Equal("a\0\nä", Parse(Plain with { Extensions = [HelloBytes.ServerName("a\0\nä")] })!.ServerName);
    }

    public static TheoryData<string, byte[][]> BadExtensions => new()
    {
        { "cut off", [[0, 0, 0]] },
        { "longer than the block", [[0, 21, 0, 5, 0]] },
        { "no list of names", [HelloBytes.Extension(0)] },
        { "empty list of names", [HelloBytes.Extension(0, 0, 0)] },
        { "empty name", [HelloBytes.ServerName("")] },
        { "name of another kind", [HelloBytes.Extension(0, 0, 4, 1, 0, 1, (byte)'a')] },
        { "two names", [HelloBytes.Extension(0, HelloBytes.Vector([0, 0, 1, (byte)'a', 0, 0, 1, (byte)'b']))] },
        { "octets behind the list", [HelloBytes.Extension(0, 0, 4, 0, 0, 1, (byte)'a', 0)] },
        { "name longer than the list", [HelloBytes.Extension(0, 0, 4, 0, 0, 2, (byte)'a')] },
        { "server_name twice", [HelloBytes.ServerName("a"), HelloBytes.ServerName("b")] },
        { "renegotiation_info twice", [HelloBytes.Extension(0xff01, 0), HelloBytes.Extension(0xff01, 0)] },
        { "empty ALPN", [HelloBytes.Alpn()] },
        { "empty ALPN name", [HelloBytes.Alpn("h2", "")] },
        { "ALPN name cut off", [HelloBytes.Extension(16, 0, 2, 2, (byte)'h')] },
        { "no versions", [HelloBytes.Versions()] },
        { "half a version", [HelloBytes.Extension(43, 3, 3, 4, 3)] },
        { "versions longer than said", [HelloBytes.Extension(43, 2, 3, 4, 3, 3)] },
        { "half a scheme", [HelloBytes.Extension(13, 0, 1, 4)] },
    };

    [Theory]
    [MemberData(nameof(BadExtensions))]
    public void Extension_ThatContradictsItself_IsMalformed(string what, byte[][] extensions)
    {
        Assert.True(Parse(Plain with { Extensions = extensions }) is null, what);
    }

    public static TheoryData<string, byte[]> BadMessages => new()
    {
        { "octets behind the extensions", (Plain with { Tail = [0] }).ToMessage() },
        { "one octet where the extensions' length is", (Plain with { Extensions = null, Tail = [0] }).ToMessage() },
        { "extensions that run beyond", (Plain with { Extensions = null, Tail = [0, 4, 0, 21] }).ToMessage() },
        { "no suites", (Plain with { Suites = [] }).ToMessage() },
        { "no compression", (Plain with { Compressions = [] }).ToMessage() },
        { "a session id of 33 octets", (Plain with { Session = new byte[33] }).ToMessage() },
    };

    [Theory]
    [MemberData(nameof(BadMessages))]
    public void Message_ThatContradictsItself_IsMalformed(string what, byte[] message)
    {
        Assert.True(ClientHelloParser.Parse(message.AsSpan(4)) is null, what);
    }

    // Where the extensions would begin a message may end (RFC 5246 §7.4.1.2).
    [Fact]
    public void Message_CutAnywhere_IsMalformed()
    {
        var message = (Plain with { Extensions = [HelloBytes.ServerName("sip.example.com"), HelloBytes.Versions(0x0304)] }).ToMessage().AsSpan(4);
        var endOfCompressions = message.Length - HelloBytes.Vector([.. HelloBytes.ServerName("sip.example.com"), .. HelloBytes.Versions(0x0304)]).Length;
        for (var length = 0; length < message.Length; length++)
        {
            Assert.Equal(length == endOfCompressions, ClientHelloParser.Parse(message[..length]) is not null);
        }
    }

    private static ClientHelloInfo? Parse(HelloBytes hello) => ClientHelloParser.Parse(hello.ToMessage().AsSpan(4));
}
