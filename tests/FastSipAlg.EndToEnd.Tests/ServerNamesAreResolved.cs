// SPDX-License-Identifier: MIT

using FastSipAlg.Relay.Diagnostics;
using FastSipAlg.TestKit;
using FastSipAlg.Transport.Servers;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>A SIP server that is a name: DNS says where it is, and not who it is.</summary>
public sealed class ServerNamesAreResolved
{
    private const string Target = "host7.elsewhere.test";

    [Theory]
    [InlineData(RelayLab.Domain, 200)]
    [InlineData(Target, 503)]
    public async Task SrvTarget_MustHaveACertificateForTheNameThatWasWritten(string certificateName, int expected)
    {
        using var dns = new DnsResponder();
        await using var lab = RelayLab.Start(new RelayLabOptions
        {
            ServerCertificateName = certificateName,
            HasServerName = false,
            Addresses = live =>
            {
                dns.Service($"_sips._tcp.{RelayLab.Domain}", 60, (10, 1, live, Target)).Address(Target, 60, "127.0.0.1");
                return RelayLab.Domain;
            },
            ServerOptions = $"set dns-server {dns.EndPoint}",
        });
        await using var phone = await lab.ConnectAsync("alice");

        Assert.Equal(expected, (await phone.RegisterAsync()).StatusCode);

        Assert.Contains($"SRV _sips._tcp.{RelayLab.Domain}", dns.Questions);
        Assert.Equal(RelayLab.Domain, Assert.Single(lab.Relay.Servers).ServerName);
        if (expected == 503)
        {
            var end = await lab.NextEndAsync();
            Assert.Equal(FlowEndReason.ServerRefused, end.Reason);
            Assert.Contains($"is not for {RelayLab.Domain}", end.Line, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task DnsDies_NewFlowsGoOnWithTheLastAnswer()
    {
        using var dns = new DnsResponder();
        await using var lab = RelayLab.Start(new RelayLabOptions
        {
            Addresses = live =>
            {
                dns.Address("pbx.test", 1, "127.0.0.1");
                return $"pbx.test:{live}";
            },
            ServerOptions = $"set dns-server {dns.EndPoint}\nset dns-ttl-min 1",
        });
        await using (var phone = await lab.ConnectAsync("alice"))
        {
            Assert.Equal(200, (await phone.RegisterAsync()).StatusCode);
        }

        dns.Fails = true;
        var questions = dns.Questions.Count;
        while (dns.Questions.Count == questions)
        {
            await Task.Delay(50);
        }

        await using var next = await lab.ConnectAsync("bob");
        Assert.Equal(200, (await next.RegisterAsync()).StatusCode);
    }

    [Fact]
    public async Task NameThatDoesNotExist_PhoneHears503()
    {
        using var dns = new DnsResponder();
        await using var lab = RelayLab.Start(new RelayLabOptions { Addresses = _ => "pbx.test", ServerOptions = $"set dns-server {dns.EndPoint}" });
        await using var phone = await lab.ConnectAsync("alice");

        Assert.Equal(503, (await phone.RegisterAsync()).StatusCode);

        Assert.Equal(FlowEndReason.ServerNameNotResolved, (await lab.NextEndAsync()).Reason);
        Assert.Equal(ServerState.Unresolved, Assert.Single(lab.Relay.Servers).State);
    }

    [Fact]
    public async Task NameOfThisMachine_IsFoundWithoutDns()
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { Addresses = live => $"localhost:{live}" });
        await using var phone = await lab.ConnectAsync("alice");

        Assert.Equal(200, (await phone.RegisterAsync()).StatusCode);
    }
}
