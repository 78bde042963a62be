// SPDX-License-Identifier: MIT

using System.Net;
using FastSipAlg.Simulation.Phones;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>The command line's contract: what is printed, and the exit codes.</summary>
public sealed class ProgramRuns
{
    [Fact]
    public async Task Run_UntilSigterm_RelaysAndExitsWith0()
    {
        await using var lab = RelayLab.Start();
        using var file = new ConfigFile(lab.ConfigurationText.Replace($"port {lab.EndPoint.Port}", $"port {FreePort.Next()}", StringComparison.Ordinal));
        using var program = ProgramProcess.Start("run", "--config", file.Path);

        var ready = await program.ReadLineAsync();
        var endPoint = IPEndPoint.Parse(ready!.Split('=')[1]);
        await using (var phone = await SimulatedPhone.ConnectAsync(endPoint, lab.PhoneTls(), new SimulatedPhoneOptions { User = "alice" }))
        {
            Assert.Equal(200, (await phone.RegisterAsync()).StatusCode);
            program.Terminate();
            await phone.Ended;
        }

        var (exitCode, _, log) = await program.WaitAsync();
        Assert.StartsWith("ready phones=", ready, StringComparison.Ordinal);
        Assert.Equal(0, exitCode);
        Assert.Contains("ended Drained", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WithAWrongConfiguration_ExitsWith1AndSaysWhere()
    {
        using var file = new ConfigFile("config voip profil\nend\n");
        using var program = ProgramProcess.Start("run", "--config", file.Path);

        var (exitCode, _, errors) = await program.WaitAsync();

        Assert.Equal(1, exitCode);
        Assert.Contains($"{file.Path}:1:1: voip profil: unknown block; did you mean `voip profile`?", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WhenThePortIsTaken_ExitsWith2()
    {
        await using var lab = RelayLab.Start();
        using var file = new ConfigFile(lab.ConfigurationText);
        using var program = ProgramProcess.Start("run", "--config", file.Path);

        var (exitCode, _, errors) = await program.WaitAsync();

        Assert.Equal(2, exitCode);
        Assert.Contains("cannot be listened on", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_OfAGoodConfiguration_SaysSo()
    {
        await using var lab = RelayLab.Start();
        using var file = new ConfigFile(lab.ConfigurationText);
        using var program = ProgramProcess.Start("check", "--config", file.Path);

        var (exitCode, output, _) = await program.WaitAsync();

        Assert.Equal(0, exitCode);
        Assert.EndsWith("0 errors, 0 warnings\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_OfAPassword_MasksIt()
    {
        await using var lab = RelayLab.Start();
        using var file = new ConfigFile(lab.ConfigurationText.Replace("set private-key", "set password \"hunter2\"\nset private-key", StringComparison.Ordinal));
        using var program = ProgramProcess.Start("show", "--config", file.Path, "--effective");

        var (exitCode, output, _) = await program.WaitAsync();

        Assert.Equal(0, exitCode);
        Assert.Contains("set password \"********\"", output, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", output, StringComparison.Ordinal);
        Assert.Contains("set ssl-min-version tls-1.2", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_ForAShortTime_CallsAndExitsWith0()
    {
        using var program = ProgramProcess.Start("demo", "--phones", "4", "--duration", "2");

        var (exitCode, output, _) = await program.WaitAsync();

        Assert.Equal(0, exitCode);
        Assert.Contains("INVITE", output, StringComparison.Ordinal);
        Assert.Contains("phone leg TLS1.3", output, StringComparison.Ordinal);
        Assert.Contains(" 0 failures", output, StringComparison.Ordinal);
    }

    /// <summary>A configuration in a file of its own, for as long as a test runs.</summary>
    private sealed class ConfigFile : IDisposable
    {
        public ConfigFile(string text)
        {
            Path = System.IO.Path.GetTempFileName();
            File.WriteAllText(Path, text);
        }

        public string Path { get; }

        public void Dispose() => File.Delete(Path);
    }
}
