// SPDX-License-Identifier: MIT

using System.Buffers;
using FastSipAlg.TestKit;
using FastSipAlg.Transport.ClientHello;

namespace FastSipAlg.Tests.Transport.ClientHello;

public sealed class ClientHelloScanTests
{
    public static TheoryData<string> Captured => [.. Corpus.Under("clienthello")];

    [Fact]
    public void Hello_InAnyTwoReads_IsReadAtItsLastOctet()
    {
        var octets = Full().ToRecords();
        for (var cut = 0; cut < octets.Length; cut++)
        {
            var scan = new ClientHelloScan();

            Assert.Equal(ClientHelloStatus.Incomplete, scan.Advance(octets.AsSpan(0, cut)));
            Assert.Equal(ClientHelloStatus.Complete, scan.Advance(octets));
            AssertFull(scan.Read(octets, ArrayPool<byte>.Shared));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(40)]
    public void Hello_InFragmentsAndOctetByOctet_IsTheSame(int fragment)
    {
        var octets = Full().ToRecords(fragment);
        var scan = new ClientHelloScan();
        for (var length = 0; length < octets.Length; length++)
        {
            Assert.Equal(ClientHelloStatus.Incomplete, scan.Advance(octets.AsSpan(0, length)));
        }

        Assert.Equal(ClientHelloStatus.Complete, scan.Advance(octets));
        AssertFull(scan.Read(octets, ArrayPool<byte>.Shared));
    }

    [Fact]
    public void Hello_WithMoreBehindIt_IsReadWithoutThat()
    {
        byte[] octets = [.. Full().ToRecords(60), 20, 3, 3, 0, 1, 1, 23, 3];
        var scan = new ClientHelloScan();

        Assert.Equal(ClientHelloStatus.Complete, scan.Advance(octets));
        AssertFull(scan.Read(octets, ArrayPool<byte>.Shared));
    }

    [Fact]
    public void Hello_WithTheNextMessageInItsLastRecord_IsReadWithoutThat()
    {
        var octets = HelloBytes.Records([.. Full().ToMessage(), 11, 0, 0, 1, 0], 100);
        var scan = new ClientHelloScan();

        Assert.Equal(ClientHelloStatus.Complete, scan.Advance(octets));
        AssertFull(scan.Read(octets, ArrayPool<byte>.Shared));
    }

    [Theory]
    [InlineData(1 << 14, 16_000)]
    [InlineData(1 << 14, 6)]
    [InlineData(12_000, 3)]
    public void Hello_OfSixteenKibibytes_IsReadInWhateverRecords(int length, int fragment)
    {
        var octets = OfLength(length).ToRecords(fragment);
        var scan = new ClientHelloScan();

        Assert.Equal(ClientHelloStatus.Complete, scan.Advance(octets));
        Assert.Equal("sip.example.com", scan.Read(octets, ArrayPool<byte>.Shared)!.ServerName);
    }

    [Theory]
    [InlineData((1 << 14) + 1, 1 << 14)]
    [InlineData(1 << 14, 4)]
    [InlineData(1 << 14, 1)]
    public void Hello_OfMore_IsTooLongWhereverItIsCut(int length, int fragment)
    {
        var octets = OfLength(length).ToRecords(fragment);

        Assert.Equal(ClientHelloFault.TooLong, FaultOf(octets));
        Assert.Equal(ClientHelloFault.TooLong, FaultOctetByOctet(octets));
    }

    [Theory]
    [MemberData(nameof(Captured))]
    public void Hello_OfAStranger_SaysWhatItsNameSays(string file)
    {
        var octets = Corpus.Read(file);
        var scan = new ClientHelloScan();
        Assert.Equal(ClientHelloStatus.Complete, scan.Advance(octets));

        var hello = scan.Read(octets, ArrayPool<byte>.Shared);

        Assert.NotNull(hello);
        Assert.NotEqual(0, hello.CipherSuites.Length);
        Assert.Equal(!file.Contains("without-rfc5746", StringComparison.Ordinal), hello.SignalsSecureRenegotiation);
        Assert.Equal(!file.Contains("tls1", StringComparison.Ordinal) || file.Contains("tls13", StringComparison.Ordinal), hello.OffersTls13);
        Assert.Equal(file.Contains("tls10", StringComparison.Ordinal) ? 0x0301 : 0x0303, hello.LegacyVersion);
        if (file.Contains("openssl-tls13", StringComparison.Ordinal))
        {
            Assert.Equal("sip.example.com", hello.ServerName);
            Assert.Equal(["sip/2"], hello.ApplicationProtocols);
        }
    }

    [Theory]
    [InlineData("REGISTER sip:example.com SIP/2.0\r\n", nameof(ClientHelloFault.NotTls))]
    [InlineData("GET / HTTP/1.1\r\n", nameof(ClientHelloFault.NotTls))]
    [InlineData("\r\n\r\n", nameof(ClientHelloFault.NotTls))]
    [InlineData("\x80\x2e\x01\x03\x01", nameof(ClientHelloFault.NotTls))]
    [InlineData("\x16\x02\x00\x00\x05", nameof(ClientHelloFault.NotTls))]
    [InlineData("\x15\x20", nameof(ClientHelloFault.NotTls))]
    [InlineData("\x15\x03\x01\x00\x02\x02\x28", nameof(ClientHelloFault.UnexpectedRecord))]
    [InlineData("\x17\x03\x03\x00\x40", nameof(ClientHelloFault.UnexpectedRecord))]
    [InlineData("\x16\x03\x01\x00\x01\x01\x15\x03\x01\x00\x02\x02\x28", nameof(ClientHelloFault.UnexpectedRecord))]
    [InlineData("\x16\x03\x01\x00\x01\x01REGISTER", nameof(ClientHelloFault.UnexpectedRecord))]
    [InlineData("\x16\x03\x01\x00\x00", nameof(ClientHelloFault.RecordLengthInvalid))]
    [InlineData("\x16\x03\x01\x40\x01", nameof(ClientHelloFault.RecordLengthInvalid))]
    [InlineData("\x16\x03\x01\xff\xff", nameof(ClientHelloFault.RecordLengthInvalid))]
    [InlineData("\x16\x03\x01\x00\x01\x02", nameof(ClientHelloFault.UnexpectedMessage))]
    [InlineData("\x16\x03\x01\x00\x04\x01\xff\xff\xff", nameof(ClientHelloFault.TooLong))]
    public void Octets_ThatAreNoClientHello_SayWhy(string octets, string fault)
    {
        var bytes = octets.Select(c => (byte)c).ToArray();

        Assert.Equal(fault, FaultOf(bytes).ToString());
        Assert.Equal(fault, FaultOctetByOctet(bytes).ToString());
    }

    private static HelloBytes Full() => new()
    {
        Session = [.. Enumerable.Range(0, 32).Select(n => (byte)n)],
        Suites = [0x1301, 0xc02f, 0x00ff],
        Extensions = [HelloBytes.ServerName("sip.example.com"), HelloBytes.Alpn("sip/2", "h2"), HelloBytes.Versions(0x0304, 0x0303), HelloBytes.Schemes(0x0403, 0x0804)],
    };

    private static void AssertFull(ClientHelloInfo? hello)
    {
        Assert.NotNull(hello);
        Assert.Equal("sip.example.com", hello.ServerName);
        Assert.Equal(["sip/2", "h2"], hello.ApplicationProtocols);
        Assert.Equal([0x1301, 0xc02f, 0x00ff], hello.CipherSuites.ToArray());
        Assert.Equal([0x0304, 0x0303], hello.SupportedVersions.ToArray());
        Assert.Equal([0x0403, 0x0804], hello.SignatureSchemes.ToArray());
        Assert.Equal(0x0303, hello.LegacyVersion);
        Assert.True(hello.SignalsSecureRenegotiation);
        Assert.True(hello.OffersTls13);
    }

    // The body's length, without the message's header.
    private static HelloBytes OfLength(int length)
    {
        HelloBytes With(int padding) => new() { Extensions = [HelloBytes.ServerName("sip.example.com"), HelloBytes.Padding(padding)] };
        return With(length + 4 - With(0).ToMessage().Length);
    }

    private static ClientHelloFault FaultOf(byte[] octets)
    {
        var scan = new ClientHelloScan();
        Assert.Equal(ClientHelloStatus.Faulty, scan.Advance(octets));
        return scan.Fault;
    }

    private static ClientHelloFault FaultOctetByOctet(byte[] octets)
    {
        var scan = new ClientHelloScan();
        for (var length = 1; scan.Advance(octets.AsSpan(0, length)) == ClientHelloStatus.Incomplete; length++)
        {
        }

        return scan.Fault;
    }
}
