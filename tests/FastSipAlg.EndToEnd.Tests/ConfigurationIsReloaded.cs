// SPDX-License-Identifier: MIT

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>The whole configuration changes under a running relay, or nothing of it.</summary>
public sealed class ConfigurationIsReloaded
{
    [Fact]
    public async Task Listener_ThatStays_KeepsItsSocketAndFlows_AndTheNewOneOpens()
    {
        await using var lab = RelayLab.Start();
        using var program = await ManagedProgram.StartAsync(lab);
        await using var phone = await program.ConnectAsync("alice");
        await phone.RegisterAsync();
        var port = FreePort.Next();
        await program.ChangeAsync("config sip listener", $"config sip listener\nedit second\nset address 127.0.0.1\nset port {port}\nset server pbx\nnext");

        var (status, reload) = await program.AskAsync(HttpMethod.Post, "/api/v1/reload");

        Assert.True(status == HttpStatusCode.OK, reload.ToString());
        Assert.Contains("sip listener second port", reload.GetProperty("changes").EnumerateArray().Select(change => change.GetString()));
        Assert.Equal(200, (await phone.RegisterAsync()).StatusCode);
        await using var other = await program.ConnectAsync("bob");
        Assert.Equal(200, (await other.RegisterAsync()).StatusCode);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
    }

    [Fact]
    public async Task Listener_ThatIsGone_RefusesPhones_AndItsFlowsGoOn()
    {
        await using var lab = RelayLab.Start();
        using var program = await ManagedProgram.StartAsync(lab);
        await using var phone = await program.ConnectAsync("alice");
        await phone.RegisterAsync();

        await program.ChangeAsync($"port {program.EndPoint.Port}", string.Create(CultureInfo.InvariantCulture, $"port {FreePort.Next()}"));
        Assert.Equal(HttpStatusCode.OK, (await program.AskAsync(HttpMethod.Post, "/api/v1/reload")).Status);

        await program.Process.ReadErrorAsync("accepts no more phones; its 1 flows go on");
        await Assert.ThrowsAnyAsync<SocketException>(async () =>
        {
            // The socket is closed by the one that accepts, a moment later.
            for (var tries = 0; tries < 100; tries++)
            {
                using var client = new TcpClient();
                await client.ConnectAsync(program.EndPoint);
                await Task.Delay(20);
            }
        });
        Assert.Equal(200, (await phone.RegisterAsync()).StatusCode);
    }

    [Fact]
    public async Task NewFlows_GoByTheNewProfile_AndOldOnesByTheirs()
    {
        await using var lab = RelayLab.Start();
        using var program = await ManagedProgram.StartAsync(lab);
        await using var old = await program.ConnectAsync("alice");
        Assert.Equal(200, (await old.OptionsAsync()).StatusCode);

        await program.ChangeAsync("set ssl-mode full", "set ssl-mode full\nset block-options enable");
        program.Process.HangUp();
        await program.Process.ReadErrorAsync("configuration reloaded");

        await using var young = await program.ConnectAsync("bob");
        Assert.Equal(405, (await young.OptionsAsync()).StatusCode);
        Assert.Equal(200, (await old.OptionsAsync()).StatusCode);
    }

    [Fact]
    public async Task PortThatIsTaken_ChangesNothingAtAll()
    {
        await using var lab = RelayLab.Start();
        using var program = await ManagedProgram.StartAsync(lab);
        await program.ChangeAsync("config sip listener", $"config sip listener\nedit second\nset address 127.0.0.1\nset port {lab.EndPoint.Port}\nset server pbx\nnext");
        await program.ChangeAsync("set ssl-mode full", "set ssl-mode full\nset block-options enable");

        var (status, problem) = await program.AskAsync(HttpMethod.Post, "/api/v1/reload");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("cannot be listened on", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        await using var phone = await program.ConnectAsync("bob");
        Assert.Equal(200, (await phone.OptionsAsync()).StatusCode);
    }

    [Fact]
    public async Task FileThatIsWrong_IsNamedByReadyzUntilItIsMended()
    {
        await using var lab = RelayLab.Start();
        using var program = await ManagedProgram.StartAsync(lab, settings: "set certificate-check-interval 1");
        var right = await File.ReadAllTextAsync(program.Config);

        await File.WriteAllTextAsync(program.Config, right + "\nconfig voip profil\nend\n");
        await program.Process.ReadErrorAsync("those in use stay");

        var (status, body) = await program.GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.OK, status);
        var part = Part(body);
        Assert.Equal("warning", part.GetProperty("status").GetString());
        Assert.Contains("unknown block", part.GetProperty("detail").GetString(), StringComparison.Ordinal);
        await File.WriteAllTextAsync(program.Config, right);
        await program.Process.ReadErrorAsync("certificates reloaded");
        Assert.Equal("ok", Part((await program.GetAsync("/readyz")).Body).GetProperty("status").GetString());
    }

    private static JsonElement Part(JsonElement readiness) =>
        readiness.GetProperty("parts").EnumerateArray().Single(part => part.GetProperty("name").GetString() == "configuration");
}
