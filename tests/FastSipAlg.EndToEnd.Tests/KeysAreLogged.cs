// SPDX-License-Identifier: MIT

using System.Net;
using FastSipAlg.TestKit;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary><c>tls-key-log</c>: keys are written when it is set, for the owner's eyes alone, and never otherwise.</summary>
public sealed class KeysAreLogged
{
    [RequiresToolTheory("openssl")]
    [InlineData("-tls1_2", "CLIENT_RANDOM ")]
    [InlineData("-tls1_3", "SERVER_TRAFFIC_SECRET_0 ")]
    public async Task KeyLog_WhenSet_HasTheKeysOfBothLegsForItsOwnerAlone(string version, string line)
    {
        await using var lab = RelayLab.Start();
        var keys = lab.OwnFiles.CertificatePath + ".keys";
        await File.WriteAllTextAsync(keys, "");
        File.SetUnixFileMode(keys, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        await RunAsync(lab, $"config system settings\n set tls-key-log \"{keys}\"\nend\n", [], version);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(keys));
        var lines = await File.ReadAllLinesAsync(keys);
        Assert.Contains(lines, text => text.StartsWith(line, StringComparison.Ordinal));

        // The server leg is TLS 1.3.
        Assert.Contains(lines, text => text.StartsWith("CLIENT_TRAFFIC_SECRET_0 ", StringComparison.Ordinal));
    }

    [RequiresTool("openssl")]
    public async Task KeyLog_OfTheEnvironmentAlone_IsNotWritten()
    {
        await using var lab = RelayLab.Start();
        var keys = lab.OwnFiles.CertificatePath + ".keys";

        await RunAsync(lab, "", new Dictionary<string, string> { ["SSLKEYLOGFILE"] = keys }, "-tls1_3");

        Assert.False(File.Exists(keys));
    }

    [Fact]
    public async Task Check_OfAConfigurationWithAKeyLog_Warns()
    {
        await using var lab = RelayLab.Start();
        var keys = lab.OwnFiles.CertificatePath + ".keys";
        var file = Write(lab, $"\nconfig system settings\n set tls-key-log \"{keys}\"\nend\n");
        using var program = ProgramProcess.Start("check", "--config", file);

        var (exitCode, output, _) = await program.WaitAsync();

        Assert.Equal(0, exitCode);
        Assert.Contains($"warning: whoever reads {keys} can decrypt every connection", output, StringComparison.Ordinal);
        Assert.False(File.Exists(keys));
    }

    [Fact]
    public async Task Run_WithAKeyLogThatCannotBeWritten_ExitsWith2()
    {
        await using var lab = RelayLab.Start();
        var file = Write(lab, "config system settings\n set tls-key-log \"/proc/keys.log\"\nend\n");
        using var program = ProgramProcess.Start("run", "--config", file);

        var (exitCode, _, errors) = await program.WaitAsync();

        Assert.Equal(2, exitCode);
        Assert.Contains("tls-key-log: /proc/keys.log cannot be written", errors, StringComparison.Ordinal);
    }

    // In the lab's own directory, gone with it.
    private static string Write(RelayLab lab, string settings)
    {
        var file = lab.OwnFiles.CertificatePath + ".conf";
        File.WriteAllText(file, settings + lab.ConfigurationText.Replace($"port {lab.EndPoint.Port}", $"port {FreePort.Next()}", StringComparison.Ordinal));
        return file;
    }

    private static async Task RunAsync(RelayLab lab, string settings, Dictionary<string, string> environment, string version)
    {
        var file = Write(lab, settings);
        using var program = ProgramProcess.Start(environment, "run", "--config", file);
        var endPoint = IPEndPoint.Parse((await program.ReadLineAsync())!.Split('=')[1]);
        using (var phone = StrangerProcess.Start("openssl", $"s_client -connect {endPoint} -servername {RelayLab.Domain} {version}"))
        {
            await phone.ConverseAsync();
        }

        program.Terminate();
        await program.WaitAsync();
    }
}
