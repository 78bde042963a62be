// SPDX-License-Identifier: MIT

using System.Diagnostics;

namespace FastSipAlg.LoadGenerator.Scenarios;

/// <summary>Another process of this program, so that neither delays what the other does and each has a priority of its own. It ends with SIGTERM, and with its result on standard output.</summary>
internal sealed class ChildProcess : IDisposable
{
    private const int Sigterm = 15;

    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    /// <summary>Comes back when the process has said <paramref name="begun"/> on standard error.</summary>
    /// <exception cref="LoadException">It ended before.</exception>
    public static async Task<ChildProcess> StartAsync(string begun, string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        }

        Array.ForEach(arguments, start.ArgumentList.Add);
        var child = new ChildProcess(Process.Start(start)!);
        var last = "";
        while (await child._process.StandardError.ReadLineAsync() is { } line)
        {
            if (line == begun)
            {
                return child;
            }

            last = line;
        }

        child.Dispose();
        throw new LoadException($"{arguments[0]} ended before it began: {last}");
    }

    /// <summary>What it says on standard output once it is told to end.</summary>
    /// <exception cref="LoadException">It said nothing.</exception>
    public async Task<string> StopAsync()
    {
        _ = LinuxSignal.Send(_process.Id, Sigterm);
        var complaints = _process.StandardError.ReadToEndAsync();
        var output = await _process.StandardOutput.ReadToEndAsync();
        await _process.WaitForExitAsync();
        return output.Length > 0 ? output : throw new LoadException($"A process of the load gave no result: {(await complaints).Trim()}");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
