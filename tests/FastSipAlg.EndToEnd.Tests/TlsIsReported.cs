// SPDX-License-Identifier: MIT

using System.Text.RegularExpressions;
using FastSipAlg.TestKit;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary><c>tls-report</c> says what then happens.</summary>
public sealed partial class TlsIsReported
{
    [RequiresToolTheory("openssl")]
    [InlineData("")]
    [InlineData("set ssl-pfs allow")]
    public async Task Suites_OfTheReport_AreNegotiatedInItsOrder(string profileOptions)
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { ProfileOptions = profileOptions });
        var (exitCode, output, _) = await ReportAsync(lab.ConfigurationText);
        var reported = SuiteForPhones().Matches(output).Select(row => row.Groups["suite"].Value).ToList();

        var negotiated = new List<string>();
        foreach (var suite in reported)
        {
            // All that were not taken yet, in the phone's opposite order.
            var offer = string.Join(':', reported.Except(negotiated).Reverse().Select(OpensslName));
            using var phone = StrangerProcess.Start("openssl", $"s_client -connect {lab.EndPoint} -tls1_2 -cipher {offer}");
            Assert.True(await phone.HasPrintedAsync("Cipher is "), suite);
            await phone.SendAsync("Q\n");
            negotiated.Add(PhoneTls().Match((await lab.NextEndAsync()).Line).Groups["suite"].Value);
        }

        Assert.Equal(0, exitCode);
        Assert.True(reported.Count > 3, output);
        Assert.Equal(reported, negotiated);
    }

    [Fact]
    public async Task Report_OfAWrongConfiguration_ExitsWith1AndSaysWhy()
    {
        await using var lab = RelayLab.Start();

        var (exitCode, output, errors) = await ReportAsync(
            lab.ConfigurationText.Replace("set ssl-mode full", "set ssl-pfs deny\nset ssl-max-version tls-1.2", StringComparison.Ordinal));

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains("the key of certificate Server_cert is not RSA", errors, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output, string Errors)> ReportAsync(string configuration)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, configuration);
        using var program = ProgramProcess.Start("tls-report", "--config", file);
        var ended = await program.WaitAsync();
        File.Delete(file);
        return ended;
    }

    // TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384 is ECDHE-ECDSA-AES256-SHA384.
    private static string OpensslName(string suite) => AesBits().Replace(suite["TLS_".Length..].Replace("WITH_", "", StringComparison.Ordinal), "AES$1")
        .Replace("_POLY1305_SHA256", "_POLY1305", StringComparison.Ordinal)
        .Replace("_CBC", "", StringComparison.Ordinal)
        .Replace('_', '-');

    [GeneratedRegex(@"│ \d+ +│ (?<suite>TLS_\w+) +│ TLS1\.2 +│ yes +│")]
    private static partial Regex SuiteForPhones();

    [GeneratedRegex(@"phone-tls=TLS1\.2/(?<suite>TLS_\w+)")]
    private static partial Regex PhoneTls();

    [GeneratedRegex(@"AES_(\d+)")]
    private static partial Regex AesBits();
}
