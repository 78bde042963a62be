// SPDX-License-Identifier: MIT

using System.Net;
using System.Text;
using FastSipAlg.Simulation.Connections;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>The management endpoint of the program, asked over HTTP and by the commands.</summary>
public sealed class RelaysAreManaged
{
    [Fact]
    public async Task Endpoint_OfARelayThatRuns_TellsHealthMetricsAndFlows()
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { ProfileOptions = "set malformed-header-via discard" });
        using var program = await ManagedProgram.StartAsync(lab);
        await using var phone = await program.ConnectAsync("alice");
        Assert.Equal(200, (await phone.RegisterAsync()).StatusCode);

        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("/livez")).Status);
        var (ready, body) = await program.GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.OK, ready);
        Assert.Equal("ready", body.GetProperty("status").GetString());

        var metrics = await program.GetTextAsync("/metrics");
        Assert.Contains("# TYPE fastsipalg_flows gauge\nfastsipalg_flows 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("fastsipalg_messages_total{direction=\"phone_to_server\",kind=\"request\",method=\"REGISTER\"}", metrics, StringComparison.Ordinal);
        Assert.Contains("fastsipalg_handshake_duration_seconds_bucket{leg=\"phone\",outcome=\"ok\",le=\"+Inf\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("fastsipalg_certificate_expiry_seconds{certificate=\"Server_cert\"}", metrics, StringComparison.Ordinal);

        var flow = Assert.Single((await program.GetAsync("/api/v1/flows")).Body.GetProperty("flows").EnumerateArray());
        Assert.Equal("Established", flow.GetProperty("state").GetString());
        Assert.Equal("phones", flow.GetProperty("listener").GetString());
        Assert.Equal(0, (await program.GetAsync("/api/v1/flows?listener=none")).Body.GetProperty("found").GetInt32());
        Assert.Equal(HttpStatusCode.BadRequest, (await program.GetAsync("/api/v1/flows?limit=0")).Status);
        var target = (await program.GetAsync("/api/v1/servers")).Body.GetProperty("servers")[0].GetProperty("targets")[0];
        Assert.Equal(("up", lab.Server.EndPoint.ToString(), 1), (target.GetProperty("state").GetString(), target.GetProperty("endPoint").GetString(), target.GetProperty("connections").GetInt32()));
        Assert.Equal("Server_cert", (await program.GetAsync("/api/v1/certificates")).Body.GetProperty("certificates")[0].GetProperty("name").GetString());
        Assert.Equal(10, (await program.GetAsync("/api/v1/config")).Body.GetProperty("system").GetProperty("settings").GetProperty("drain-timeout").GetInt32());

        var (closed, report) = await program.AskAsync(HttpMethod.Delete, "/api/v1/flows/" + flow.GetProperty("id").GetString());
        Assert.Equal(HttpStatusCode.OK, closed);
        Assert.Equal("ClosedByOperator", report.GetProperty("endReason").GetString());
        await phone.Ended;
        Assert.Contains("ended ClosedByOperator", await program.Process.ReadErrorAsync("ended "), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await program.AskAsync(HttpMethod.Delete, "/api/v1/flows/ffff")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await program.GetAsync("/api/v1/nothing")).Status);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await program.GetAsync("/api/v1/reload")).Status);
    }

    [Fact]
    public async Task SipServer_ThatIsDead_IsNamedByReadyz_AndDecidesOnlyWhereThatIsSet()
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { ServerPort = FreePort.Next() });
        using var program = await ManagedProgram.StartAsync(lab, "set ready-needs-servers enable");
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("/readyz")).Status);
        await using var phone = await program.ConnectAsync("alice");
        Assert.Equal(503, (await phone.RegisterAsync()).StatusCode);

        var (status, problem) = await program.GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("not ready: servers", problem.GetProperty("title").GetString());
        Assert.Contains("phones (pbx)", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        var target = (await program.GetAsync("/api/v1/servers")).Body.GetProperty("servers")[0].GetProperty("targets")[0];
        Assert.Equal(("avoided", 1), (target.GetProperty("state").GetString(), target.GetProperty("failures").GetInt32()));
        Assert.Contains("avoided", (await ProgramProcess.RunAsync(1, "status", "--config", program.Config)).Output, StringComparison.Ordinal);

        await program.ChangeAsync("ready-needs-servers enable", "ready-needs-servers disable");
        await ProgramProcess.RunAsync(0, "reload", "--config", program.Config);
        var (isReady, body) = await program.GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.OK, isReady);
        Assert.Contains(body.GetProperty("parts").EnumerateArray(), part => part.GetProperty("name").GetString() == "servers" && part.GetProperty("status").GetString() == "warning");
    }

    [Fact]
    public async Task Overload_IsTold_AndDoesNotTurnPhonesAway()
    {
        await using var lab = RelayLab.Start();
        using var program = await ManagedProgram.StartAsync(lab, settings: "end\nconfig system global\nset memory-limit 1");
        await program.Process.ReadErrorAsync("overload: level Extreme");

        var (status, body) = await program.GetAsync("/readyz");

        Assert.Equal(HttpStatusCode.OK, status);
        var part = Assert.Single(body.GetProperty("parts").EnumerateArray(), part => part.GetProperty("name").GetString() == "overload");
        Assert.Equal(("warning", "CPU green, memory extreme; 100 % of new requests are refused"), (part.GetProperty("status").GetString(), part.GetProperty("detail").GetString()));
    }

    [Fact]
    public async Task Violations_WithOctetsThatAPeerChose_AreEscaped()
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { ProfileOptions = "set malformed-header-via discard\nset log-violations disable" });
        using var program = await ManagedProgram.StartAsync(lab);
        await using var phone = await program.ConnectAsync("alice");
        await phone.RegisterAsync();

        await phone.SendRawAsync(Encoding.ASCII.GetBytes("OPTIONS sip:bob@example.com SIP/2.0\r\nVia: SIP/2.0/TLS \u001b[31m\"x\r\nFrom: <sip:a@example.com>;tag=1\r\n"
            + "To: <sip:bob@example.com>\r\nCall-ID: broken\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n"));
        await phone.RegisterAsync();

        var (_, body) = await program.GetAsync("/api/v1/violations?limit=1");
        var violation = body.GetProperty("violations")[0];
        Assert.True(body.GetProperty("total").GetInt64() > 0);
        Assert.Equal("malformed-header-via", violation.GetProperty("rule").GetString());
        Assert.Contains("\\u001b[31m\\\"x", violation.GetProperty("line").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_WhereThereIsOne_IsAskedForExceptForHealth()
    {
        const string Token = "0123456789abcdefghij";
        await using var lab = RelayLab.Start();
        var file = Path.Combine(lab.Files.Directory, "token");
        await File.WriteAllTextAsync(file, Token + "\n");
        using var program = await ManagedProgram.StartAsync(lab, $"set token-file \"{file}\"");

        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("/livez")).Status);
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("/readyz")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await program.GetAsync("/metrics")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await program.AskAsync(HttpMethod.Get, "/api/v1/status", Token[..^1])).Status);
        Assert.Equal(HttpStatusCode.OK, (await program.AskAsync(HttpMethod.Get, "/api/v1/status", Token)).Status);
    }

    [Fact]
    public async Task WebPage_ThatABrowserHasOpen_CannotAskWithoutAToken()
    {
        await using var lab = RelayLab.Start();
        using var program = await ManagedProgram.StartAsync(lab);

        var (status, problem) = await program.AskAsync(HttpMethod.Post, "/api/v1/drain", origin: "https://evil.example");

        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Equal("not for web pages", problem.GetProperty("title").GetString());
        Assert.Equal("none", (await program.GetAsync("/api/v1/drain")).Body.GetProperty("stage").GetString());
    }

    [Fact]
    public async Task Commands_FindTheEndpointByTheConfiguration()
    {
        await using var lab = RelayLab.Start();
        using var program = await ManagedProgram.StartAsync(lab);
        await using var phone = await program.ConnectAsync("alice");
        await phone.RegisterAsync();

        Assert.Contains("ready, 1 flows", (await ProgramProcess.RunAsync(0, "status", "--config", program.Config)).Output, StringComparison.Ordinal);
        Assert.Contains("Established", (await ProgramProcess.RunAsync(0, "flows", "--config", program.Config)).Output, StringComparison.Ordinal);
        Assert.Contains("changed: nothing", (await ProgramProcess.RunAsync(0, "reload", "--config", program.Config)).Output, StringComparison.Ordinal);
        await ProgramProcess.RunAsync(1, "flows", "--config", program.Config, "--close", "ffff");
        await ProgramProcess.RunAsync(2, "status", "--url", "http://127.0.0.1:1");
        Assert.Contains("done: 0 flows", (await ProgramProcess.RunAsync(0, "drain", "--wait", "--config", program.Config)).Output, StringComparison.Ordinal);
        await ProgramProcess.RunAsync(1, "status", "--config", program.Config);
        Assert.Equal(ConnectionEnd.CloseNotify, await phone.Ended);
    }
}
