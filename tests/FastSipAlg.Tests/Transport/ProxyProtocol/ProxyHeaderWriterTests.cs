// SPDX-License-Identifier: MIT

using System.Net;
using System.Text;
using FastSipAlg.Transport.ProxyProtocol;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Tests.Transport.ProxyProtocol;

public sealed class ProxyHeaderWriterTests
{
    [Theory]
    [InlineData("192.0.2.21:40312", "198.51.100.5:5061", "PROXY TCP4 192.0.2.21 198.51.100.5 40312 5061\r\n")]
    [InlineData("[2001:db8::21]:40312", "[2001:db8::5]:5061", "PROXY TCP6 2001:db8::21 2001:db8::5 40312 5061\r\n")]
    [InlineData("[::ffff:192.0.2.21]:40312", "198.51.100.5:5061", "PROXY TCP4 192.0.2.21 198.51.100.5 40312 5061\r\n")]
    [InlineData("[fe80::1%2]:40312", "[fe80::2%2]:5061", "PROXY TCP6 fe80::1 fe80::2 40312 5061\r\n")]
    [InlineData("192.0.2.21:40312", "[2001:db8::5]:5061", "PROXY TCP6 ::ffff:192.0.2.21 2001:db8::5 40312 5061\r\n")]
    public void Header_NamesBothEnds_InEitherVersion(string phone, string local, string expected)
    {
        var known = new ProxiedPhone(new FlowAddresses(IPEndPoint.Parse(phone), IPEndPoint.Parse(local)), null, null, false);
        var line = ProxyHeaderWriter.WriteLine(known);

        Assert.Equal(expected, Encoding.ASCII.GetString(line));
        Assert.Equal(ProxyHeaderStatus.Complete, ProxyHeaderParser.Read(line, out var fromLine, out _));
        Assert.Equal(ProxyHeaderStatus.Complete, ProxyHeaderParser.Read(ProxyHeaderWriter.WriteBinary(known), out var fromBinary, out _));
        Assert.Equal((fromLine!.Source, fromLine.Destination), (fromBinary!.Source, fromBinary.Destination));
        Assert.Null(fromBinary.Tls);
        Assert.Null(fromBinary.Authority);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Binary_HasWhatIsKnownOfTheConnection(bool hasCertificate)
    {
        var addresses = new FlowAddresses(IPEndPoint.Parse("192.0.2.21:40312"), IPEndPoint.Parse("198.51.100.5:5061"))
        {
            Balancer = new BalancerFacts(IPEndPoint.Parse("10.0.0.1:1")) { Authority = "other.example.com", UniqueId = new byte[] { 1, 0, 255 } },
        };
        var octets = ProxyHeaderWriter.WriteBinary(new ProxiedPhone(addresses, "sip.example.com", "TLSv1.3", hasCertificate));

        Assert.Equal(ProxyHeaderStatus.Complete, ProxyHeaderParser.Read(octets, out var header, out _));
        Assert.Equal(octets.Length, header!.Length);
        Assert.Equal("sip.example.com", header.Authority);
        Assert.Equal(new byte[] { 1, 0, 255 }, header.UniqueId.ToArray());
        Assert.Equal(new BalancerTls("TLSv1.3", null, null, hasCertificate), header.Tls);
    }

    [Fact]
    public void Nobody_IsUnknownAndLocal()
    {
        var nobody = new ProxiedPhone(null, null, null, false);

        Assert.Equal("PROXY UNKNOWN\r\n", Encoding.ASCII.GetString(ProxyHeaderWriter.WriteLine(nobody)));
        Assert.Equal([.. ProxyHeaderParser.Signature, 0x20, 0, 0, 0], ProxyHeaderWriter.WriteBinary(nobody));
    }
}
