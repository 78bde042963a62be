// SPDX-License-Identifier: MIT

using FastSipAlg.Transport.Servers;

namespace FastSipAlg.Tests.Transport.Servers;

public sealed class HostsFileTests
{
    private static readonly string[] Lines =
        ["# a comment", "", "127.0.0.1\tlocalhost", "192.0.2.1  PBX.example.com pbx # 192.0.2.9 no", "2001:db8::1 pbx.example.com", "not-an-address pbx", "192.0.2.2 #pbx"];

    [Theory]
    [InlineData("pbx", "192.0.2.1")]
    [InlineData("pbx.example.com", "192.0.2.1 2001:db8::1")]
    [InlineData("pbx.example.com.", "192.0.2.1 2001:db8::1")]
    [InlineData("no", "")]
    [InlineData("192.0.2.1", "")]
    public void Name_IsFoundWithItsAddresses(string name, string addresses)
    {
        Assert.Equal(addresses, string.Join(' ', HostsFile.Find(Lines, name)));
    }
}
