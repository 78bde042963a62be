// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration;
using FastSipAlg.Simulation.Certificates;
using FastSipAlg.TestKit;
using FastSipAlg.Transport.Certificates;
using FastSipAlg.Transport.Legs;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>The README says of each TLS setting what the tests say.</summary>
public sealed class TlsSettingsAreDocumented
{
    private const string Begin = "<!-- tls settings: the rows of TlsTable; FASTSIPALG_ACCEPT_TLS_TABLE=1 makes its test write them -->\n\n";
    private const string End = "\n<!-- /tls settings -->\n";

    [Fact]
    public void Readme_OfTlsSettings_HasTheTableOfTheTests()
    {
        var file = SourceTree.PathOf("README.md");
        var readme = File.ReadAllText(file);
        var begin = readme.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = readme.IndexOf(End, StringComparison.Ordinal);
        Assert.True(begin >= Begin.Length && end >= begin, "the README has lost the marks around its table of TLS settings");
        if (Environment.GetEnvironmentVariable("FASTSIPALG_ACCEPT_TLS_TABLE") is not null)
        {
            File.WriteAllText(file, string.Concat(readme.AsSpan(0, begin), TlsTable.ToMarkdown(), readme.AsSpan(end)));
            return;
        }

        Assert.True(TlsTable.ToMarkdown() == readme[begin..end], "the README's table of TLS settings is not that of the tests; cure: run this test with FASTSIPALG_ACCEPT_TLS_TABLE=1");
    }

    [Fact]
    public void Table_EachRowOfIt_NamesATest()
    {
        Assert.All(TlsTable.Rows, row => Assert.Contains(row.Test.GetMethod(row.Method)!.GetCustomAttributes(inherit: true), attribute => attribute is FactAttribute));
    }

    [Theory]
    [InlineData("set ssl-max-version ssl-3.0", "without SSL 3.0")]
    [InlineData("set ssl-pfs deny", "excludes TLS 1.3")]
    [InlineData("set ssl-pfs deny\nset ssl-max-version tls-1.2", "is not RSA")]
    public void Setting_ThatCannotWork_IsAnErrorAtLoad(string settings, string reason)
    {
        using var authority = LabCertificates.Create();
        using var certificate = authority.IssueServer(RelayLab.Domain);
        var loaded = ConfigurationLoader.LoadText(
            $"config vpn certificate local\nedit \"own\"\nset certificate \"{certificate.ChainPem}\"\nset private-key \"{certificate.KeyPem}\"\nnext\nend\n"
            + $"config voip profile\nedit \"p\"\nconfig sip\nset ssl-server-certificate \"own\"\n{settings}\nend\nnext\nend\n",
            "/");
        var store = CertificateStore.Load(loaded.Options, TimeProvider.System, out _);

        var errors = loaded.Problems.Where(problem => problem.IsError).Select(problem => problem.Sentence)
            .Concat(TlsCheck.Find(loaded.Options, store).Where(problem => problem.IsError).Select(problem => problem.Sentence));

        Assert.Contains(reason, Assert.Single(errors), StringComparison.Ordinal);
    }
}
