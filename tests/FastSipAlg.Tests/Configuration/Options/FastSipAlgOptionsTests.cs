// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration;

namespace FastSipAlg.Tests.Configuration.Options;

public sealed class FastSipAlgOptionsTests
{
    [Theory]
    [InlineData("full", "", 5061, 5061)]
    [InlineData("off", "", 5060, 5060)]
    [InlineData("full", "set sip-ssl-port 6061\nset sip-tcp-port 6060", 6061, 5061)]
    [InlineData("off", "set sip-ssl-port 6061\nset sip-tcp-port 6060 7070", 6060, 5060)]
    public void Ports_ThatNobodyWrote_FollowTheTransport(string mode, string settings, int listener, int server)
    {
        var loaded = ConfigurationLoader.LoadText(
            $"config system settings\n{settings}\nend\nconfig voip profile\nedit \"p\"\nconfig sip\nset ssl-mode {mode}\nend\nnext\nend\n"
            + "config sip server\nedit \"pbx\"\nset address \"pbx.example.com\"\nnext\nend\n"
            + "config sip listener\nedit \"phones\"\nset server \"pbx\"\nset voip-profile \"p\"\nnext\nend\n",
            "/");

        Assert.Equal(listener, loaded.Options.PortOf(loaded.Options.Listeners["phones"]));
        Assert.Equal(server, loaded.Options.PortOf(loaded.Options.SipServers["pbx"]));
        var shown = ConfigWriter.ToText(loaded, isEffective: true);
        Assert.Contains($"set port {listener}\n", shown, StringComparison.Ordinal);
        Assert.Contains($"set port {server}\n", shown, StringComparison.Ordinal);
    }
}
