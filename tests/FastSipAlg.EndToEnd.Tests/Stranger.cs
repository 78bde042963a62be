// SPDX-License-Identifier: MIT

using System.Diagnostics;
using System.Text;
using FastSipAlg.TestKit;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>Somebody else's TLS program, talked to over its input; all that it prints is kept. Ended with the test.</summary>
internal sealed class Stranger : IAsyncDisposable
{
    public const string Options =
        "OPTIONS sip:sip.example.com SIP/2.0\r\nVia: SIP/2.0/TLS 192.0.2.1;branch=z9hG4bKstranger\r\nFrom: <sip:a@example.com>;tag=1\r\n"
        + "To: <sip:sip.example.com>\r\nCall-ID: stranger\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Task _reading;

    private Stranger(string tool, string arguments)
    {
        _process = Process.Start(new ProcessStartInfo(ExternalTool.Find(tool)!, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _reading = Task.WhenAll(ReadAsync(_process.StandardOutput), ReadAsync(_process.StandardError));
    }

    /// <summary>What it has printed, on either stream.</summary>
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

    public static Stranger Start(string tool, string arguments) => new(tool, arguments);

    public async Task SendAsync(string text)
    {
        await _process.StandardInput.WriteAsync(text);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Sends <see cref="Options"/> and waits for the answer, the <paramref name="count"/>th.</summary>
    public async Task ConverseAsync(int count = 1)
    {
        await SendAsync(Options);
        await WaitForAsync("SIP/2.0 200 OK", count);
    }

    /// <summary>Returns when <paramref name="text"/> has been printed so often.</summary>
    public async Task WaitForAsync(string text, int count = 1)
    {
        var started = Stopwatch.GetTimestamp();
        while (Output.Split(text).Length <= count)
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Patience && !(_reading.IsCompleted && Output.Split(text).Length <= count), $"no \"{text}\" in: {Output}");
            await Task.Delay(20);
        }
    }

    /// <summary>All that it printed until it ended by itself.</summary>
    public async Task<string> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        await _reading;
        return Output;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }

        await _reading;
        _process.Dispose();
    }

    private async Task ReadAsync(StreamReader reader)
    {
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer) is > 0 and var count)
        {
            lock (_output)
            {
                _output.Append(buffer, 0, count);
            }
        }
    }
}
