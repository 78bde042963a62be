// SPDX-License-Identifier: MIT

using System.Text.Json;
using FastSipAlg.Simulation.Certificates;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary><c>fastsipalg certificate</c> as a process: import, list, show, delete, and a configuration that uses what was imported.</summary>
public sealed class CertificatesAreKept : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("fastsipalg-kept-").FullName;
    private readonly LabCertificates _authority = LabCertificates.Create();

    private string Config => Path.Combine(_directory, "a.conf");

    public void Dispose()
    {
        _authority.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Certificate_Imported_CanBeNamedListedAndNotDeletedWhileItIsUsed()
    {
        var files = _authority.IssueServer("sip.example.com").WriteTo(_directory, "own");

        var (code, output, errors) = await RunAsync("import", "--name", "Phones", "--cert", files.CertificatePath, "--key", files.KeyPath, "--comment", "for phones");
        Assert.True(code == 0, errors);
        Assert.Contains("subject       CN=sip.example.com\n", output, StringComparison.Ordinal);

        (code, _, _) = await RunAsync("import", "--name", "Spare", "--cert", files.CertificatePath, "--key", files.KeyPath);
        Assert.Equal(0, code);
        await File.WriteAllTextAsync(Config, "config voip profile\nedit default\nconfig sip\nset ssl-server-certificate \"Phones\"\nend\nnext\nend\n");

        (code, output, _) = await RunAsync("list", "--format", "json");
        Assert.Equal(0, code);
        var list = JsonDocument.Parse(output).RootElement.EnumerateArray().ToArray();
        Assert.Equal(["Phones", "Spare"], list.Select(entry => entry.GetProperty("name").GetString()));
        Assert.Equal("voip profile default sip ssl-server-certificate", list[0].GetProperty("usedBy")[0].GetString());
        Assert.Equal("for phones", list[0].GetProperty("comment").GetString());

        (code, output, _) = await RunAsync("list");
        Assert.Equal(0, code);
        Assert.Contains("Phones  CN=sip.example.com  DNS:sip.example.com  ", output, StringComparison.Ordinal);

        (code, output, _) = await RunAsync("show", "Phones");
        Assert.Equal(0, code);
        Assert.Contains("used by       voip profile default sip ssl-server-certificate\n", output, StringComparison.Ordinal);

        (code, _, errors) = await RunAsync("delete", "Phones");
        Assert.Equal(1, code);
        Assert.Equal("certificate delete: `Phones` is used: voip profile default sip ssl-server-certificate\n", errors);

        (code, _, errors) = await RunAsync("delete", "Spare");
        Assert.True(code == 0, errors);
        Assert.Equal([Path.Combine(_directory, "certificates", "Phones.pem")], Directory.GetFiles(Path.Combine(_directory, "certificates")));
    }

    [Fact]
    public async Task Import_OfAKeyThatDoesNotFit_ExitsWith1AndASentence()
    {
        var one = _authority.IssueServer("one").WriteTo(_directory, "one");
        var two = _authority.IssueServer("two").WriteTo(_directory, "two");

        var (code, output, errors) = await RunAsync("import", "--name", "a", "--cert", one.CertificatePath, "--key", two.KeyPath);

        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.StartsWith($"certificate import --key: the private key in {two.KeyPath} belongs to another certificate than CN=one", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_WithAConfigurationThatCannotBeTrusted_IsRefused()
    {
        var files = _authority.IssueServer("one").WriteTo(_directory, "one");
        await RunAsync("import", "--name", "a", "--cert", files.CertificatePath, "--key", files.KeyPath);
        await File.WriteAllTextAsync(Config, "config voip profil\n");

        var (code, _, errors) = await RunAsync("delete", "a");

        Assert.Equal(1, code);
        Assert.Contains("the configuration has errors", errors, StringComparison.Ordinal);
    }

    private async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var program = ProgramProcess.Start(["certificate", .. arguments, "--config", Config]);
        return await program.WaitAsync();
    }
}
