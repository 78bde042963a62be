// SPDX-License-Identifier: MIT

using FastSipAlg.Transport.ClientHello;

namespace FastSipAlg.Tests.Transport.ClientHello;

public sealed class FirstOctetsTests
{
    [Theory]
    [InlineData("REGISTER sip:example.com SIP/2.0\r\nVia: x\r\n", "it speaks SIP without TLS")]
    [InlineData("SIP/2.0 200 OK\r\n", "it speaks SIP without TLS")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n", "it speaks HTTP without TLS")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "it speaks HTTP without TLS")]
    [InlineData("\r\n\r\n", "it sends line ends, as SIP keep-alives without TLS do")]
    [InlineData("PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n", "it sends a PROXY protocol header, which is not expected here")]
    [InlineData("\r\n\r\n\0\r\nQUIT\n\x21", "it sends a PROXY protocol header, which is not expected here")]
    [InlineData("\x80\x2e\x01\x03\x01", "it sends an SSL 2.0 ClientHello, which RFC 8446 appendix D.5 advises against accepting")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", "it sends text")]
    [InlineData("\x05\x01\x00", "it begins with the octets 050100")]
    [InlineData("\x1b]0;injected\x07", "it begins with the octets 1b5d303b696e6a65")]
    [InlineData("G", "it begins with the octets 47")]
    public void Octets_AreGuessed(string octets, string expected)
    {
        Assert.Equal(expected, FirstOctets.Describe([.. octets.Select(c => (byte)c)]));
    }
}
