// SPDX-License-Identifier: MIT

using System.Net;
using System.Net.Sockets;
using FastSipAlg.Simulation.Connections;
using FastSipAlg.Simulation.Phones;
using FastSipAlg.Simulation.Servers;
using FastSipAlg.TestKit;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>Stopping: balancers first, then phones that do not talk, calls last; and one process after the other on the same port.</summary>
public sealed class RelaysAreDrained
{
    [Fact]
    public async Task Sigterm_FailsReadyzFirst_AndStillAccepts()
    {
        await using var lab = RelayLab.Start();
        using var program = await ManagedProgram.StartAsync(lab, "set drain-delay 3");

        program.Process.Terminate();
        await program.Process.ReadErrorAsync("about to stop");

        var (status, problem) = await program.GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("not ready: drain", problem.GetProperty("title").GetString());
        Assert.Equal("announced", (await program.GetAsync("/api/v1/drain")).Body.GetProperty("stage").GetString());
        await using var phone = await program.ConnectAsync("alice");
        Assert.Equal(200, (await phone.RegisterAsync()).StatusCode);
        Assert.Equal(ConnectionEnd.CloseNotify, await phone.Ended);
        Assert.Equal(0, (await program.Process.WaitAsync()).ExitCode);
    }

    [Fact]
    public async Task Call_InProgress_OutlivesIdleFlows_AndEndsWithItsBye()
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { Role = ServerRole.UserAgent });
        using var program = await ManagedProgram.StartAsync(lab, settings: "set drain-timeout 30");
        await using var idle = await program.ConnectAsync("idle");
        await using var caller = await program.ConnectAsync("alice");
        await idle.RegisterAsync();
        await caller.RegisterAsync();
        var call = await caller.CallAsync("bob");

        program.Process.Terminate();

        Assert.Equal(ConnectionEnd.CloseNotify, await idle.Ended);
        await Task.Delay(TimeSpan.FromSeconds(1));
        var (_, drain) = await program.GetAsync("/api/v1/drain");
        Assert.Equal(1, drain.GetProperty("busyFlows").GetInt32());
        Assert.Equal("closing", drain.GetProperty("stage").GetString());
        Assert.False(caller.Ended.IsCompleted);
        await call.HangUpAsync();
        Assert.Equal(ConnectionEnd.CloseNotify, await caller.Ended);
        var (exitCode, _, log) = await program.Process.WaitAsync();
        Assert.Equal(0, exitCode);
        Assert.DoesNotContain("CutOffAtStop", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SecondSigterm_CutsOffAtOnce()
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { Role = ServerRole.UserAgent });
        using var program = await ManagedProgram.StartAsync(lab, settings: "set drain-timeout 600");
        await using var caller = await program.ConnectAsync("alice");
        await caller.RegisterAsync();
        await caller.CallAsync("bob");

        program.Process.Terminate();
        await program.Process.ReadErrorAsync("stopping: 1 flows to end");
        Assert.False(caller.Ended.IsCompleted);
        program.Process.Terminate();

        var (exitCode, _, log) = await program.Process.WaitAsync();
        Assert.Equal(0, exitCode);
        Assert.Contains("ended CutOffAtStop", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NextProcess_OnTheSamePort_TakesOverWithoutARefusedPhone()
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { ListenerOptions = "set reuse-port enable" });
        using var first = await ManagedProgram.StartAsync(lab);
        var config = Path.Combine(lab.Files.Directory, "second.conf");
        var port = FreePort.Next();
        await File.WriteAllTextAsync(config, (await File.ReadAllTextAsync(first.Config)).Replace($"set port {first.Url.Port}", $"set port {port}", StringComparison.Ordinal));
        using var stop = new CancellationTokenSource();
        var coming = Enumerable.Range(0, 4).Select(_ => ComeAndGoAsync(lab, first.EndPoint, () => stop.IsCancellationRequested)).ToArray();
        await Task.Delay(500);

        using var second = await ManagedProgram.StartAsync(lab, config, port);
        await Task.Delay(500);
        first.Process.Terminate();
        Assert.Equal(0, (await first.Process.WaitAsync()).ExitCode);
        await Task.Delay(500);
        await stop.CancelAsync();

        var (phones, refused) = (await Task.WhenAll(coming)).Aggregate((Phones: 0, Refused: 0), (sum, one) => (sum.Phones + one.Phones, sum.Refused + one.Refused));
        Assert.True(phones > 20, $"only {phones} phones came");
        Assert.Equal(0, refused);
        Assert.Contains("fastsipalg_flows_ended_total", await second.GetTextAsync("/metrics"), StringComparison.Ordinal);
    }

    [RequiresTool("bash")]
    public async Task NextProcess_WithTheSamePassedSocket_ServesThePhonesThatWaited()
    {
        await using var lab = RelayLab.Start();
        using var passed = new InheritedListener();
        var (config, port) = await ManagedProgram.ConfigureAsync(lab, passed.EndPoint.Port);
        using var first = await ManagedProgram.StartAsync(lab, config, port, passed);
        using var stop = new CancellationTokenSource();
        var coming = Enumerable.Range(0, 4).Select(_ => ComeAndGoAsync(lab, passed.EndPoint, () => stop.IsCancellationRequested)).ToArray();
        await Task.Delay(300);

        first.Process.Terminate();
        Assert.Equal(0, (await first.Process.WaitAsync()).ExitCode);
        using var second = await ManagedProgram.StartAsync(lab, config, port, passed);
        await Task.Delay(300);
        await stop.CancelAsync();

        var (phones, refused) = (await Task.WhenAll(coming)).Aggregate((Phones: 0, Refused: 0), (sum, one) => (sum.Phones + one.Phones, sum.Refused + one.Refused));
        Assert.True(phones > 10, $"only {phones} phones came");
        Assert.Equal(0, refused);
        Assert.Contains("fastsipalg_flows_ended_total", await second.GetTextAsync("/metrics"), StringComparison.Ordinal);
    }

    [RequiresTool("systemd-socket-activate")]
    public async Task Systemd_ThatPassesASocketByName_HasItsFirstPhoneServed()
    {
        await using var lab = RelayLab.Start();
        var port = FreePort.Next();
        var (config, _) = await ManagedProgram.ConfigureAsync(lab, FreePort.Next());
        string[] activate = ["--listen", $"127.0.0.1:{port}", "--fdname", "phones", "dotnet", ProgramProcess.Program, "run", "--config", config];
        using var systemd = await StrangerProcess.Start("systemd-socket-activate", lab.Files.Directory, activate).ListeningAsync(port);

        await using var phone = await SimulatedPhone.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), lab.PhoneTls(), new SimulatedPhoneOptions { User = "alice" });

        Assert.Equal(200, (await phone.RegisterAsync()).StatusCode);
        Assert.Contains($"listener phones accepts phones at 127.0.0.1:{port}", systemd.Output, StringComparison.Ordinal);
    }

    // A phone that comes, registers and goes, again and again. Closed after its answer is no refusal.
    private static async Task<(int Phones, int Refused)> ComeAndGoAsync(RelayLab lab, IPEndPoint endPoint, Func<bool> isOver)
    {
        var (phones, refused) = (0, 0);
        while (!isOver())
        {
            try
            {
                await using var phone = await SimulatedPhone.ConnectAsync(endPoint, lab.PhoneTls(), new SimulatedPhoneOptions { User = "guest" });
                Assert.Equal(200, (await phone.RegisterAsync()).StatusCode);
                phones++;
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                refused++;
            }
        }

        return (phones, refused);
    }
}
