// SPDX-License-Identifier: MIT

using System.Diagnostics;
using System.Text;
using FastSipAlg.TestKit;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>A program that is not ours on the other side of a connection. Ends with its test: a server that is left alone serves for ever.</summary>
internal sealed class StrangerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly StringBuilder _output = new();
    private readonly Process _process;

    private StrangerProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Collect(line.Data);
        process.ErrorDataReceived += (_, line) => Collect(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>All that it has printed so far, on either stream.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary><paramref name="arguments"/> are separated by spaces.</summary>
    public static StrangerProcess Start(string tool, string arguments) => new(Process.Start(new ProcessStartInfo(ExternalTool.Find(tool)!, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!);

    /// <summary>A server: returns when it listens.</summary>
    public static async Task<StrangerProcess> ServeAsync(string tool, string arguments, int port)
    {
        var server = Start(tool, arguments);
        var listening = FormattableString.Invariant($":{port:X4} ");
        for (var attempt = 0; attempt < 400; attempt++)
        {
            var sockets = await File.ReadAllLinesAsync("/proc/net/tcp");
            if (sockets.Concat(await File.ReadAllLinesAsync("/proc/net/tcp6")).Any(line => line.Contains(listening, StringComparison.Ordinal) && line.Contains(":0000 0A ", StringComparison.Ordinal)))
            {
                return server;
            }

            await Task.Delay(25);
        }

        var output = server.Output;
        server.Dispose();
        Assert.Fail($"{tool} {arguments} does not listen on port {port}: {output}");
        return server;
    }

    public async Task SendAsync(string text)
    {
        try
        {
            await _process.StandardInput.WriteAsync(text);
            await _process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            // It was refused and has ended already.
        }
    }

    /// <summary>Waits until it has printed <paramref name="text"/>; false: it ended without.</summary>
    public async Task<bool> HasPrintedAsync(string text)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!Output.Contains(text, StringComparison.Ordinal))
        {
            if (_process.HasExited)
            {
                await _process.WaitForExitAsync();
                return Output.Contains(text, StringComparison.Ordinal);
            }

            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, $"`{text}` was not printed, but: {Output}");
            await Task.Delay(10);
        }

        return true;
    }

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            // Until it is gone its port listens, and the next one would be taken for ready.
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private void Collect(string? line)
    {
        lock (_output)
        {
            _output.Append(line).Append('\n');
        }
    }
}
