// SPDX-License-Identifier: MIT

using System.Globalization;
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

    [RequiresToolTheory("dnsmasq")]
    [InlineData("srv")]
    [InlineData("naptr")]
    public async Task Dnsmasq_LeadsToTheSipServer(string resolve)
    {
        StrangerProcess? dnsmasq = null;
        var port = FreePort.Next();
        await using var lab = RelayLab.Start(new RelayLabOptions
        {
            HasServerName = false,
            Addresses = live =>
            {
                dnsmasq = ServeNames(port, live);
                return RelayLab.Domain;
            },
            ServerOptions = string.Create(CultureInfo.InvariantCulture, $"set resolve {resolve}\nset dns-server 127.0.0.1:{port}"),
        });
        using var names = dnsmasq!;
        await using var phone = await lab.ConnectAsync("alice");

        Assert.Equal(200, (await phone.RegisterAsync()).StatusCode);

        await names.WaitForAsync($"query[SRV] _sips._tcp.{RelayLab.Domain}");
        Assert.Equal(resolve == "naptr", names.Output.Contains($"query[NAPTR] {RelayLab.Domain}", StringComparison.Ordinal));
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

    // Where the SIP server listens is known when the configuration is written, and names must resolve when it is loaded.
    private static StrangerProcess ServeNames(int port, int live) => Task.Run(() => StrangerProcess.ServeAsync(
        "dnsmasq",
        "--no-daemon --conf-file=/dev/null --no-resolv --no-hosts --log-queries --bind-interfaces --listen-address=127.0.0.1 " + string.Create(
            CultureInfo.InvariantCulture,
            $"--port={port} --naptr-record={RelayLab.Domain},10,10,S,SIPS+D2T,,_sips._tcp.{RelayLab.Domain} --srv-host=_sips._tcp.{RelayLab.Domain},{Target},{live},10,1 --host-record={Target},127.0.0.1"),
        port)).GetAwaiter().GetResult();
}
