// SPDX-License-Identifier: MIT

using System.Diagnostics;
using System.Text;
using FastSipAlg.TestKit;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>A program that others wrote, in a directory of its own; it ends with its test.</summary>
internal sealed class PeerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly StringBuilder _said = new();

    private PeerProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    // All that it has printed.
    private string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    public static PeerProcess Start(string tool, string directory, params IEnumerable<string> arguments) => new(new Process
    {
        StartInfo = new ProcessStartInfo(ExternalTool.Find(tool)!, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        },
    });

    /// <summary>Waits until it, or a process of its, listens on a port. What it said is the failure when it ends instead.</summary>
    public async Task<PeerProcess> ListeningAsync(int port)
    {
        try
        {
            var listening = FreePort.WaitUntilTakenAsync(port);
            if (await Task.WhenAny(listening, _process.WaitForExitAsync()) != listening)
            {
                Assert.Fail(Said);
            }

            await listening;
            return this;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Waits until it ends by itself, which must be well.</summary>
    public async Task AssertEndsWellAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        Assert.True(_process.ExitCode == 0, Said);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private void Keep(string? line)
    {
        lock (_said)
        {
            _said.AppendLine(line);
        }
    }
}
