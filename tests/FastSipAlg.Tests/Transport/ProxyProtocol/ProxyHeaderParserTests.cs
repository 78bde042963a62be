// SPDX-License-Identifier: MIT

using System.Text;
using FastSipAlg.TestKit;
using FastSipAlg.Transport.ProxyProtocol;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Tests.Transport.ProxyProtocol;

public sealed class ProxyHeaderParserTests
{
    private const string Phone4 = "192.0.2.21:40312";
    private const string Phone6 = "[2001:db8::21]:40312";

    public static TheoryData<string> Files => [.. Corpus.Under("proxyprotocol")];

    [Fact]
    public void Expectations_AreThereForEachFile() => Assert.Equal(Corpus.Under("proxyprotocol").Count(), Good.Count + Bad.Count + 3);

    private static Dictionary<string, string> Good { get; } = new()
    {
        ["v1-tcp4"] = Phone4,
        ["v1-tcp6"] = Phone6,
        ["v1-unknown"] = "",
        ["v1-unknown-longest"] = "",
        ["v2-tcp4"] = Phone4,
        ["v2-tcp6"] = Phone6,
        ["v2-local"] = "",
        ["v2-local-with-block"] = "",
        ["v2-unspec"] = "",
        ["v2-unix"] = "",
        ["v2-tlvs"] = Phone4,
        ["v2-crc32c"] = Phone4,
    };

    private static Dictionary<string, ProxyHeaderFault> Bad { get; } = new()
    {
        ["v1-address-octal"] = ProxyHeaderFault.AddressInvalid,
        ["v1-address-short"] = ProxyHeaderFault.AddressInvalid,
        ["v1-address-other-family"] = ProxyHeaderFault.AddressInvalid,
        ["v1-port-too-large"] = ProxyHeaderFault.PortInvalid,
        ["v1-two-spaces"] = ProxyHeaderFault.LineMalformed,
        ["v1-bare-lf"] = ProxyHeaderFault.LineTooLong,
        ["v1-too-long"] = ProxyHeaderFault.LineTooLong,
        ["v2-crc32c-wrong"] = ProxyHeaderFault.ChecksumWrong,
        ["v2-version-3"] = ProxyHeaderFault.VersionUnknown,
        ["v2-command-2"] = ProxyHeaderFault.CommandUnknown,
        ["v2-family-4"] = ProxyHeaderFault.FamilyUnknown,
        ["v2-addresses-cut"] = ProxyHeaderFault.AddressesCut,
        ["v2-tlv-cut"] = ProxyHeaderFault.TlvCut,
        ["v2-unique-id-too-long"] = ProxyHeaderFault.TlvInvalid,
        ["v2-ssl-short"] = ProxyHeaderFault.TlvInvalid,
        ["v2-ssl-part-cut"] = ProxyHeaderFault.TlvCut,
        ["v2-too-long"] = ProxyHeaderFault.TooLong,
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void File_IsWhatItsNameSays(string path)
    {
        var octets = Corpus.Read(path);
        var name = Path.GetFileNameWithoutExtension(path);

        var status = ProxyHeaderParser.Read(octets, out var header, out var fault);

        if (Good.TryGetValue(name, out var phone))
        {
            Assert.Equal(ProxyHeaderStatus.Complete, status);
            Assert.Equal(phone, header!.Source?.ToString() ?? "");
            Assert.Equal(header.Source is null, header.Destination is null);
            Assert.Equal(name[1] - '0', header.Version);
        }
        else if (Bad.TryGetValue(name, out var expected))
        {
            Assert.Equal((ProxyHeaderStatus.Faulty, expected), (status, fault));
        }
        else
        {
            Assert.Equal(ProxyHeaderStatus.Absent, status);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void File_HoweverMuchOfItHasCome_IsThatOrNotYetKnown(string path)
    {
        var octets = Corpus.Read(path);
        var whole = ProxyHeaderParser.Read(octets, out var header, out var fault);
        var known = false;
        for (var length = 0; length <= octets.Length; length++)
        {
            var status = ProxyHeaderParser.Read(octets.AsSpan(0, length), out var part, out var partFault);

            Assert.False(known && status == ProxyHeaderStatus.Incomplete);
            known = status != ProxyHeaderStatus.Incomplete;
            Assert.Equal(known ? (whole, fault) : (status, ProxyHeaderFault.None), (status, partFault));
            Assert.Equal(known && header is not null, part is not null);
            Assert.Equal(whole == ProxyHeaderStatus.Complete ? length >= header!.Length : known, known);
        }

        Assert.True(known);
    }

    [Fact]
    public void Tlvs_AreRead()
    {
        ProxyHeaderParser.Read(Corpus.Read("proxyprotocol/v2-tlvs.bin"), out var header, out _);

        Assert.Equal("sip.example.com", header!.Authority);
        Assert.Equal("7f000001:9d78_c0000215:13c5", Encoding.ASCII.GetString(header.UniqueId.Span));
        Assert.Equal(new BalancerTls("TLSv1.3", "TLS_AES_256_GCM_SHA384", "phone-21", IsVerified: true), header.Tls);
        Assert.Equal("198.51.100.5:5061", header.Destination!.ToString());
    }

    [Theory]
    [InlineData(0, 0, null)]
    [InlineData(1, 1, false)]
    [InlineData(3, 1, false)]
    [InlineData(3, 0, true)]
    [InlineData(5, 0, true)]
    [InlineData(1, 0, false)]
    public void Ssl_OfAPhoneWithoutTls_IsNone_AndVerifiedMeansACertificate(byte client, byte verify, bool? isVerified)
    {
        byte[] octets = [.. ProxyHeaderParser.Signature, 0x21, 0x11, 0, 20, 192, 0, 2, 1, 192, 0, 2, 2, 1, 2, 3, 4, 0x20, 0, 5, client, 0, 0, 0, verify];

        ProxyHeaderParser.Read(octets, out var header, out _);

        Assert.Equal(isVerified, header!.Tls?.IsVerified);
    }

    [Theory]
    [InlineData("TCP4 1.2.3.4 1.2.3.4 0 65535", nameof(ProxyHeaderFault.None))]
    [InlineData("TCP4 255.255.255.255 0.0.0.0 1 2", nameof(ProxyHeaderFault.None))]
    [InlineData("TCP6 ::ffff:192.0.2.1 :: 1 2", nameof(ProxyHeaderFault.None))]
    [InlineData("TCP4 256.2.3.4 1.2.3.4 1 2", nameof(ProxyHeaderFault.AddressInvalid))]
    [InlineData("TCP4 1.2.3.4 1..3.4 1 2", nameof(ProxyHeaderFault.AddressInvalid))]
    [InlineData("TCP4 1.2.3.4.5 1.2.3.4 1 2", nameof(ProxyHeaderFault.AddressInvalid))]
    [InlineData("TCP4 0x1.2.3.4 1.2.3.4 1 2", nameof(ProxyHeaderFault.AddressInvalid))]
    [InlineData("TCP4 ::1 ::1 1 2", nameof(ProxyHeaderFault.AddressInvalid))]
    [InlineData("TCP6 fe80::1%1 ::1 1 2", nameof(ProxyHeaderFault.AddressInvalid))]
    [InlineData("TCP6 [::1] ::1 1 2", nameof(ProxyHeaderFault.AddressInvalid))]
    [InlineData("TCP6 1:2:3 ::1 1 2", nameof(ProxyHeaderFault.AddressInvalid))]
    [InlineData("TCP4 1.2.3.4 1.2.3.4 01 2", nameof(ProxyHeaderFault.PortInvalid))]
    [InlineData("TCP4 1.2.3.4 1.2.3.4 1 ", nameof(ProxyHeaderFault.PortInvalid))]
    [InlineData("TCP4 1.2.3.4 1.2.3.4 -1 2", nameof(ProxyHeaderFault.PortInvalid))]
    [InlineData("TCP4 1.2.3.4 1.2.3.4 1 2 3", nameof(ProxyHeaderFault.LineMalformed))]
    [InlineData("TCP4 1.2.3.4 1.2.3.4 1", nameof(ProxyHeaderFault.LineMalformed))]
    [InlineData("TCP5 1.2.3.4 1.2.3.4 1 2", nameof(ProxyHeaderFault.LineMalformed))]
    [InlineData("tcp4 1.2.3.4 1.2.3.4 1 2", nameof(ProxyHeaderFault.LineMalformed))]
    [InlineData("UNKNOWNX", nameof(ProxyHeaderFault.LineMalformed))]
    [InlineData("", nameof(ProxyHeaderFault.LineMalformed))]
    [InlineData("UNKNOWN \0\u007f anything", nameof(ProxyHeaderFault.None))]
    public void Line_IsHeldAgainstItsGrammar(string words, string expected)
    {
        var status = ProxyHeaderParser.Read(Encoding.ASCII.GetBytes($"PROXY {words}\r\n"), out _, out var fault);

        Assert.Equal(expected, fault.ToString());
        Assert.Equal(fault == ProxyHeaderFault.None ? ProxyHeaderStatus.Complete : ProxyHeaderStatus.Faulty, status);
    }
}
