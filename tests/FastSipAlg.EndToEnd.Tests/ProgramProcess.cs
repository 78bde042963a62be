// SPDX-License-Identifier: MIT

using System.Diagnostics;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>The program itself, as a process of its own.</summary>
internal sealed class ProgramProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private ProgramProcess(Process process) => _process = process;

    /// <summary>What <c>dotnet</c> runs.</summary>
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "fastsipalg.dll");

    public static ProgramProcess Start(params string[] arguments) => Start(new Dictionary<string, string>(), arguments);

    public static ProgramProcess Start(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Program);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new ProgramProcess(Process.Start(start)!);
    }

    /// <summary>A listening socket is passed to it, as a service manager does (sd_listen_fds(3)). <paramref name="descriptor"/>: inheritable.</summary>
    public static ProgramProcess StartPassing(int descriptor, params string[] arguments)
    {
        // The shell's process id becomes the program's.
        const string Script = "exec 3<&\"$0\"; LISTEN_FDS=1 LISTEN_PID=$$ exec dotnet \"$@\"";
        var number = descriptor.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo("bash", ["-c", Script, number, Program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        return new ProgramProcess(Process.Start(start)!);
    }

    /// <summary>Runs it to its end, with the exit code <paramref name="expected"/>.</summary>
    public static async Task<(string Output, string Errors)> RunAsync(int expected, params string[] arguments)
    {
        using var program = Start(arguments);
        var (exitCode, output, errors) = await program.WaitAsync();
        Assert.True(exitCode == expected, $"{string.Join(' ', arguments)}: {exitCode} {output} {errors}");
        return (output, errors);
    }

    public async Task<string?> ReadLineAsync() => await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience);

    public bool HasExited => _process.HasExited;

    public void Terminate() => Signal("-TERM");

    public void HangUp() => Signal("-HUP");

    /// <summary>The next line of standard error that holds <paramref name="words"/>; those before it are skipped.</summary>
    public async Task<string> ReadErrorAsync(string words)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await _process.StandardError.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.Contains(words, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"the program ended without saying \"{words}\"");
    }

    /// <summary>Exit code and all that was printed and not read yet.</summary>
    public async Task<(int ExitCode, string Output, string Errors)> WaitAsync()
    {
        var output = _process.StandardOutput.ReadToEndAsync();
        var errors = _process.StandardError.ReadToEndAsync();
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return (_process.ExitCode, await output, await errors);
    }

    private void Signal(string name) => Process.Start("kill", [name, _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]).WaitForExit();

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
