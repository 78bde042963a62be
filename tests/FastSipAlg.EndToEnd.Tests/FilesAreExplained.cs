// SPDX-License-Identifier: MIT

using System.Text;
using System.Text.Json;
using FastSipAlg.TestKit;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary><c>fastsipalg dissect</c> as a process: what it prints, and its exit codes. That it explains every file of the corpus is a unit test.</summary>
public sealed class FilesAreExplained : IDisposable
{
    private const string Wrong = "rfc4475/badinv01.sip";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("fastsipalg-");

    public void Dispose() => _directory.Delete(recursive: true);

    /// <summary>One file of each folder of the corpus.</summary>
    public static TheoryData<string> OneOfEach =>
        [.. Corpus.Under("sip").Where(file => file.EndsWith(".sip", StringComparison.Ordinal)).GroupBy(file => file.Split('/')[1]).Select(group => group.Last())];

    [Theory]
    [MemberData(nameof(OneOfEach))]
    public async Task Dissect_OfACorpusFile_ExplainsIt(string file)
    {
        var (exitCode, output, errors) = await RunAsync(Write("a.sip", Corpus.Read(file)), "--profile", "strict");

        Assert.InRange(exitCode, 0, 1);
        Assert.Empty(errors);
        Assert.Contains("profile strict\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("default", 0, "verdict under default: pass")]
    [InlineData("strict", 1, "verdict under strict: discard, because of malformed-header-via")]
    public async Task Dissect_UnderAProfile_ExitsByItsVerdict(string profile, int expected, string said)
    {
        var (exitCode, output, _) = await RunAsync(Write("a.sip", Corpus.Read("sip/" + Wrong)), "--profile", profile);

        Assert.Equal(expected, exitCode);
        Assert.Contains(said, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dissect_AsJson_IsOneDocument()
    {
        var (exitCode, output, _) = await RunAsync(Write("a.sip", Corpus.Read("sip/" + Wrong)), "--format", "json");

        using var document = JsonDocument.Parse(output);
        Assert.Equal(0, exitCode);
        Assert.True(document.RootElement.GetProperty("passes").GetBoolean());
    }

    [Fact]
    public async Task Dissect_UnderAProfileOfAConfiguration_ObeysIt()
    {
        var config = Write("a.conf", "config voip profile\nedit lab\nconfig sip\nset block-invite enable\nend\nnext\nend\n"u8);

        var (exitCode, output, _) = await RunAsync(Write("a.sip", Corpus.Read("sip/" + Wrong)), "--config", config, "--profile", "lab");

        Assert.Equal(1, exitCode);
        Assert.Contains("verdict under lab: respond, because of block-invite", output, StringComparison.Ordinal);
        Assert.Contains("SIP/2.0 405 ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u0016\u0003\u0001 no SIP at all \0\0\0")]
    [InlineData("INVITE sip:bob@example.com SIP/2.0\r\nVia: SIP/2.0/TLS 192.0.2.")]
    public async Task Dissect_OfWhatIsNoMessage_SaysSoAndExitsWith1(string octets)
    {
        var (exitCode, output, errors) = await RunAsync(Write("a.sip", Encoding.Latin1.GetBytes(octets)));

        Assert.Equal(1, exitCode);
        Assert.Empty(errors);
        Assert.DoesNotContain("verdict", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dissect_OfNoFile_ExitsWith2()
    {
        var (exitCode, output, errors) = await RunAsync(Path.Combine(_directory.FullName, "none.sip"));

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains("there is no such file", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dissect_UnderNoProfile_ExitsWith2AndNamesTheNearest()
    {
        var (exitCode, _, errors) = await RunAsync(Write("a.sip", []), "--profile", "strct");

        Assert.Equal(2, exitCode);
        Assert.Contains("There is no VoIP profile `strct`; did you mean `strict`?", errors, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var program = ProgramProcess.Start(["dissect", .. arguments]);
        return await program.WaitAsync();
    }

    private string Write(string name, ReadOnlySpan<byte> octets)
    {
        var file = Path.Combine(_directory.FullName, name);
        File.WriteAllBytes(file, octets);
        return file;
    }
}
