// SPDX-License-Identifier: MIT

using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using FastSipAlg.Simulation.Certificates;
using FastSipAlg.Simulation.Phones;
using FastSipAlg.TestKit;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>What <c>tools/packaging</c> ships beside the program, tried with the program and with whom it is for.</summary>
public sealed partial class PackagesAreWhole : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("fastsipalg-packages-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("prometheus-rules.yaml")]
    [InlineData("grafana-dashboard.json")]
    public async Task Metrics_ThatAreAskedFor_AreThePrograms(string file)
    {
        await using var lab = RelayLab.Start();
        using var program = await ManagedProgram.StartAsync(lab);
        var there = TypeLine().Matches(await program.GetTextAsync("/metrics")).Select(line => line.Groups["name"].Value).ToHashSet();

        var asked = MetricName().Matches(Read(file)).Select(name => HistogramPart().Replace(name.Value, "")).Distinct().ToList();

        Assert.True(asked.Count > 5);
        Assert.Equal([], asked.Where(name => !there.Contains(name)));
    }

    [Fact]
    public void Dashboard_IsJsonWithNumberedPanels()
    {
        using var dashboard = JsonDocument.Parse(Read("grafana-dashboard.json"));
        var ids = dashboard.RootElement.GetProperty("panels").EnumerateArray().Select(panel => panel.GetProperty("id").GetInt32()).ToList();

        Assert.Equal(Enumerable.Range(1, ids.Count), ids);
    }

    [Theory]
    [InlineData("fastsipalg.conf")]
    [InlineData("kubernetes.yaml")]
    public async Task Configuration_OfAnExample_HasNoErrors(string file)
    {
        using var authority = LabCertificates.Create();
        using var certificate = authority.IssueServer("sip.example.com");
        foreach (var folder in (string[])["server", "server-ca", "management"])
        {
            Directory.CreateDirectory(Path.Combine(_directory, folder));
        }

        authority.WriteTo(_directory, "server-ca");
        await File.WriteAllTextAsync(Path.Combine(_directory, "server-ca", "server-ca.pem"), authority.AuthorityPem);
        await File.WriteAllTextAsync(Path.Combine(_directory, "server", "tls.crt"), certificate.ChainPem);
        await File.WriteAllTextAsync(Path.Combine(_directory, "server", "tls.key"), certificate.KeyPem);
        await File.WriteAllTextAsync(Path.Combine(_directory, "management", "token"), "0123456789abcdef\n");
        var config = Path.Combine(_directory, "fastsipalg.conf");
        await File.WriteAllTextAsync(config, ConfigMapBlock().Match(Read(file)) is { Success: true } block ? block.Groups["text"].Value : Read(file));
        if (file == "fastsipalg.conf")
        {
            await RunAsync("certificate", "import", "--config", config, "--name", "Server_cert", "--cert", Path.Combine(_directory, "server", "tls.crt"), "--key", Path.Combine(_directory, "server", "tls.key"));
        }

        Assert.Contains(" 0 errors", await RunAsync("check", "--config", config), StringComparison.Ordinal);
    }

    [RequiresTool("haproxy")]
    public async Task Haproxy_OfTheExample_PassesPhonesOn_AndLeavesARelayThatDrains()
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { ListenerOptions = "set proxy-protocol require\nset proxy-protocol-from 127.0.0.1/32" });
        using var program = await ManagedProgram.StartAsync(lab, "set drain-delay 5");
        var port = FreePort.Next();
        var file = Path.Combine(_directory, "haproxy.cfg");
        var example = Read("haproxy.cfg");
        foreach (var (from, to) in (IEnumerable<(string, string)>)
        [
            ("maxconn 100000", "maxconn 100"),
            ("bind :5061", $"bind 127.0.0.1:{port}"),
            ("server gateway1 192.0.2.11:5061", $"server gateway1 {program.EndPoint}"),
            ("    server gateway2 192.0.2.12:5061\n", ""),
            ("port 8061 inter 2s", string.Create(CultureInfo.InvariantCulture, $"port {program.Url.Port} inter 50ms")),
        ])
        {
            Assert.Contains(from, example, StringComparison.Ordinal);
            example = example.Replace(from, to, StringComparison.Ordinal);
        }

        await File.WriteAllTextAsync(file, example);
        using var balancer = await StrangerProcess.Start("haproxy", _directory, "-db", "-f", file).ListeningAsync(port);

        await using (var phone = await SimulatedPhone.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), lab.PhoneTls(), new SimulatedPhoneOptions { User = "alice" }))
        {
            Assert.Equal(200, (await phone.RegisterAsync()).StatusCode);
            var flow = Assert.Single((await program.GetAsync("/api/v1/flows")).Body.GetProperty("flows").EnumerateArray());
            Assert.Equal(phone.Connection.LocalEndPoint.ToString(), flow.GetProperty("phone").GetString());
        }

        program.Process.Terminate();

        await balancer.WaitForAsync("Server gateways/gateway1 is DOWN, reason: Layer7 wrong status, code: 503");
    }

    [RequiresTool("systemd-analyze")]
    public async Task Unit_IsWhatSystemdUnderstands()
    {
        var unit = Path.Combine(_directory, "fastsipalg.service");
        var text = Read("fastsipalg.service").Replace("/usr/bin/fastsipalg", "/bin/true", StringComparison.Ordinal);
        await File.WriteAllTextAsync(unit, text.Replace("file:///usr/share/doc/fastsipalg/README.md", "man:true(1)", StringComparison.Ordinal));
        using var verify = StrangerProcess.Start("systemd-analyze", _directory, "verify", "--man=no", unit);

        Assert.DoesNotContain("fastsipalg", await verify.EndAsync(), StringComparison.Ordinal);
    }

    private static string Read(string file) => File.ReadAllText(SourceTree.PathOf("tools", "packaging", file));

    private static async Task<string> RunAsync(params string[] arguments)
    {
        using var program = ProgramProcess.Start(arguments);
        var (code, output, errors) = await program.WaitAsync();
        Assert.True(code == 0, output + errors);
        return output;
    }

    [GeneratedRegex("^# TYPE (?<name>fastsipalg_[a-z_]+) ", RegexOptions.Multiline)]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"\bfastsipalg_[a-z_]+")]
    private static partial Regex MetricName();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex HistogramPart();

    [GeneratedRegex(@"^  fastsipalg[.]conf: \|\n(?<text>(    .*\n|\n)+)", RegexOptions.Multiline)]
    private static partial Regex ConfigMapBlock();
}
