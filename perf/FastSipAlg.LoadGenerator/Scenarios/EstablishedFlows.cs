// SPDX-License-Identifier: MIT

using System.Globalization;
using FastSipAlg.LoadGenerator.Measuring;

namespace FastSipAlg.LoadGenerator.Scenarios;

/// <summary>Steady load while something else happens.</summary>
internal sealed class EstablishedFlows : IDisposable
{
    // Longer than anything that is measured beside it.
    private const int MaximumSeconds = 1800;

    private readonly ChildProcess _process;

    private EstablishedFlows(ChildProcess process) => _process = process;

    /// <summary>Comes back when the measured interval has begun.</summary>
    public static async Task<EstablishedFlows> StartAsync(ScenarioOptions options, double rate) => new(await ChildProcess.StartAsync(
        SteadyScenario.Measuring,
        [
            "steady", "--target", options.EndPoint.ToString(), "--server-name", options.ServerName, "--relay", options.Relay,
            "--connections", options.Connections.ToString(CultureInfo.InvariantCulture), "--rate", rate.ToString(CultureInfo.InvariantCulture),
            "--messages", options.Messages.ToString(), "--duration", MaximumSeconds.ToString(CultureInfo.InvariantCulture),
        ]));

    /// <summary>Ends the measured interval and gives its result.</summary>
    public async Task<LoadResult> StopAsync() => LoadResult.Parse(await _process.StopAsync()) ?? throw new LoadException("The established flows gave no result.");

    public void Dispose() => _process.Dispose();
}
