// SPDX-License-Identifier: MIT

using System.Diagnostics;
using System.Globalization;
using FastSipAlg.LoadGenerator.Measuring;

namespace FastSipAlg.LoadGenerator.Scenarios;

/// <summary>
/// Steady load while something else happens: another process of this program, so that what this one does meanwhile does not delay what that one measures.
/// </summary>
internal sealed class EstablishedFlows : IDisposable
{
    private const int Sigterm = 15;

    // Longer than anything that is measured beside it.
    private const int MaximumSeconds = 1800;

    private readonly Process _process;

    private EstablishedFlows(Process process) => _process = process;

    /// <summary>Comes back when the measured interval has begun.</summary>
    public static async Task<EstablishedFlows> StartAsync(ScenarioOptions options, double rate)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        }

        string[] arguments =
        [
            "steady", "--target", options.EndPoint.ToString(), "--server-name", options.ServerName, "--relay", options.Relay,
            "--connections", options.Connections.ToString(CultureInfo.InvariantCulture), "--rate", rate.ToString(CultureInfo.InvariantCulture),
            "--messages", options.Messages.ToString(), "--duration", MaximumSeconds.ToString(CultureInfo.InvariantCulture),
        ];
        Array.ForEach(arguments, start.ArgumentList.Add);
        var flows = new EstablishedFlows(Process.Start(start)!);
        var last = "";
        while (await flows._process.StandardError.ReadLineAsync() is { } line)
        {
            if (line == SteadyScenario.Measuring)
            {
                return flows;
            }

            last = line;
        }

        flows.Dispose();
        throw new LoadException($"The established flows ended before they were measured: {last}");
    }

    /// <summary>Ends the measured interval and gives its result.</summary>
    public async Task<LoadResult> StopAsync()
    {
        _ = LinuxSignal.Send(_process.Id, Sigterm);
        var complaints = _process.StandardError.ReadToEndAsync();
        var output = await _process.StandardOutput.ReadToEndAsync();
        await _process.WaitForExitAsync();
        return LoadResult.Parse(output.Length > 0 ? output : "null")
            ?? throw new LoadException($"The established flows gave no result: {(await complaints).Trim()}");
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
