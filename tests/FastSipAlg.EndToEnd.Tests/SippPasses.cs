// SPDX-License-Identifier: MIT

using System.Diagnostics;
using FastSipAlg.TestKit;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>SIPp, the load tool that SIP engineers reach for, as phones and as the SIP server, with the program between: <c>tools/sipp/run.sh</c>.</summary>
public sealed class SippPasses
{
    // Far more than it takes: two handshakes a connection and a dozen messages a call.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [RequiresToolTheory("sipp", "stunnel4", "openssl", "bash")]
    [InlineData("one")]
    [InlineData("each")]
    public async Task EveryScenario_ThroughTheProgram_HasNoFailedCall(string connections)
    {
        using var run = Process.Start(new ProcessStartInfo(ExternalTool.Find("bash")!)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                SourceTree.PathOf("tools", "sipp", "run.sh"), "--program", Path.Combine(AppContext.BaseDirectory, "fastsipalg.dll"), "--connections", connections,
                "--calls", "10", "--rate", "10", "--timeout", "60",
            },
        })!;

        var said = await ToEndAsync(run);

        Assert.True(run.ExitCode == 0, said);
        Assert.All(
            ["register", "options", "call", "cancel", "message"],
            scenario => Assert.Contains($"\n{scenario}: 10 calls, 0 failed\n", said, StringComparison.Ordinal));
    }

    // All that was printed.
    private static async Task<string> ToEndAsync(Process run)
    {
        try
        {
            var output = run.StandardOutput.ReadToEndAsync();
            var errors = run.StandardError.ReadToEndAsync();
            await run.WaitForExitAsync().WaitAsync(Patience);
            return await output + await errors;
        }
        finally
        {
            if (!run.HasExited)
            {
                run.Kill(entireProcessTree: true);
            }
        }
    }
}
