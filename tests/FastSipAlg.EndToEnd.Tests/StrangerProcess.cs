// SPDX-License-Identifier: MIT

using System.Diagnostics;
using System.Text;
using FastSipAlg.TestKit;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>
/// A program that is not ours on the other side of a connection, talked to over its input; all that it prints is kept. It ends with its test, and its children with it: a server that is left
/// alone serves for ever.
/// </summary>
internal sealed class StrangerProcess : IDisposable
{
    /// <summary>A request that any SIP server answers.</summary>
    public const string Options =
        "OPTIONS sip:sip.example.com SIP/2.0\r\nVia: SIP/2.0/TLS 192.0.2.1;branch=z9hG4bKstranger\r\nFrom: <sip:a@example.com>;tag=1\r\n"
        + "To: <sip:sip.example.com>\r\nCall-ID: stranger\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";

    /// <summary>How the answer to <see cref="Options"/> begins.</summary>
    public const string Answer = "SIP/2.0 200 OK";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan PatienceWithItsWork = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Task _reading;

    private StrangerProcess(ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _process = Process.Start(start)!;
        _reading = Task.WhenAll(ReadAsync(_process.StandardOutput), ReadAsync(_process.StandardError));
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
    public static StrangerProcess Start(string tool, string arguments) => new(new ProcessStartInfo(ExternalTool.Find(tool)!, arguments));

    /// <summary>In a directory of its own.</summary>
    public static StrangerProcess Start(string tool, string directory, params IEnumerable<string> arguments) =>
        new(new ProcessStartInfo(ExternalTool.Find(tool)!, arguments) { WorkingDirectory = directory });

    /// <summary>A server: returns when it listens.</summary>
    public static Task<StrangerProcess> ServeAsync(string tool, string arguments, int port) => Start(tool, arguments).ListeningAsync(port);

    /// <summary>Waits until it, or a process of its, listens on a port. What it said is the failure when it ends instead.</summary>
    public async Task<StrangerProcess> ListeningAsync(int port)
    {
        try
        {
            var listening = FreePort.WaitUntilTakenAsync(port);
            if (await Task.WhenAny(listening, _process.WaitForExitAsync()) != listening)
            {
                Assert.Fail(Output);
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

    /// <summary>It has nothing more to send.</summary>
    public void CloseInput() => _process.StandardInput.Close();

    /// <summary>Sends <see cref="Options"/> and waits for the answer, the <paramref name="count"/>th.</summary>
    public async Task ConverseAsync(int count = 1)
    {
        await SendAsync(Options);
        await WaitForAsync(Answer, count);
    }

    /// <summary>Returns when it has printed <paramref name="text"/> so often.</summary>
    public async Task WaitForAsync(string text, int count = 1) => Assert.True(await HasPrintedAsync(text, count), $"no \"{text}\" in: {Output}");

    /// <summary>Waits until it has printed <paramref name="text"/> so often; false: it ended without.</summary>
    public async Task<bool> HasPrintedAsync(string text, int count = 1)
    {
        for (var waited = Stopwatch.StartNew(); Output.Split(text).Length <= count; await Task.Delay(10))
        {
            if (_reading.IsCompleted)
            {
                return Output.Split(text).Length > count;
            }

            Assert.True(waited.Elapsed < Patience, $"`{text}` was not printed, but: {Output}");
        }

        return true;
    }

    /// <summary>All that it printed until it ended by itself.</summary>
    public async Task<string> EndAsync()
    {
        await EndAsync(Patience);
        return Output;
    }

    /// <summary>Waits until it has done its work, which must be well.</summary>
    public async Task AssertEndsWellAsync()
    {
        await EndAsync(PatienceWithItsWork);
        Assert.True(_process.ExitCode == 0, Output);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            // Until it is gone its port listens, and the next one would be taken for ready.
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private async Task EndAsync(TimeSpan patience)
    {
        await _process.WaitForExitAsync().WaitAsync(patience);
        await _reading.WaitAsync(patience);
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
