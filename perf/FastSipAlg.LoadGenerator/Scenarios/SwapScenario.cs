// SPDX-License-Identifier: MIT

using System.Diagnostics;
using System.Globalization;
using FastSipAlg.LoadGenerator.Measuring;

namespace FastSipAlg.LoadGenerator.Scenarios;

/// <summary>What is swapped, and how often.</summary>
/// <param name="File">Holds the relay's certificate and key.</param>
/// <param name="Count">Swaps in all.</param>
/// <param name="Settled">After this many, memory is read for the first time.</param>
/// <param name="Handshakes">A second, all the while.</param>
/// <param name="Requests">A second, over all established flows.</param>
internal sealed record SwapPlan(string File, int Count, int Settled, double Handshakes, double Requests);

/// <summary>
/// Certificates change under load: established flows talk, phones come and go, and each swap puts a certificate that never was before into the relay's file and sends SIGHUP. Nothing may be lost, no
/// handshake fail, and memory stand still from the first reading to the last.
/// </summary>
internal sealed class SwapScenario(ScenarioOptions options, SwapPlan plan)
{
    private const int Sighup = 1;
    private const double MaximumGrowth = 1.05;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly int _process = options.RelayProcess ?? throw new LoadException("swap needs --relay-pid: whom else should it tell to reload?");

    public async Task<LoadResult> RunAsync()
    {
        using var file = new CertificateFile(plan.File, options.ServerName);
        using var flows = options.Connections > 0 ? await EstablishedFlows.StartAsync(options, plan.Requests) : null;
        await using var handshakes = new PacedHandshakes(options, plan.Handshakes);
        await Task.Delay(options.WarmUp);
        var relay = new ProcessTree(_process);
        var first = Sample.Take(handshakes.Done, handshakes.Done, relay);
        long settled = 0;
        for (var swap = 1; swap <= plan.Count; swap++)
        {
            await SwapAsync(file, handshakes, swap);
            if (swap == plan.Settled)
            {
                settled = await MemoryAsync(relay);
            }
        }

        var memory = await MemoryAsync(relay);
        var last = Sample.Take(handshakes.Done, handshakes.Done, relay);
        await handshakes.StopAsync();
        var talk = flows is null ? null : await flows.StopAsync();
        var growth = settled == 0 ? 1 : (double)memory / settled;
        await Console.Error.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{plan.Count} swaps; {handshakes.Done} handshakes, {handshakes.Failed} failed; flows: {talk?.Received} answers, {talk?.Lost} lost, {talk?.Errors} errors; memory {settled} KiB after {plan.Settled}, {memory} KiB at the end: {(growth - 1) * 100:+0.0;-0.0} %"));

        var result = first.Until(last, new LoadResult { Relay = options.Relay, Scenario = options.Scenario, Connections = options.Connections }, relay);
        return result with
        {
            MessagesPerSecond = null,
            CpuMicrosecondsPerMessage = null,
            ConnectionsPerSecond = result.Received / result.Seconds,
            Sent = talk?.Sent ?? 0,
            Received = talk?.Received ?? 0,
            Lost = talk?.Lost ?? 0,
            Errors = handshakes.Failed + (talk?.Errors ?? 0) + (growth > MaximumGrowth ? 1 : 0),
            P50Microseconds = talk?.P50Microseconds,
            P99Microseconds = talk?.P99Microseconds,
            PssBeforeKibibytes = settled,
            PssKibibytes = memory,
        };
    }

    // Done when a phone was shown the new certificate.
    private async Task SwapAsync(CertificateFile file, PacedHandshakes handshakes, int number)
    {
        var serial = file.Replace();
        _ = LinuxSignal.Send(_process, Sighup);
        var start = Stopwatch.GetTimestamp();
        while (handshakes.Shown != serial)
        {
            if (Stopwatch.GetElapsedTime(start) > Patience)
            {
                throw new LoadException($"Swap {number}: after {Patience.TotalSeconds} s no phone was shown the new certificate.");
            }

            await Task.Delay(Look);
        }

        await Task.Delay(Pause);
    }

    // Garbage comes and goes: the middle of some readings.
    private static async Task<long> MemoryAsync(ProcessTree relay)
    {
        var readings = new List<long>();
        for (var i = 0; i < 15; i++)
        {
            readings.Add(relay.PssKibibytes());
            await Task.Delay(200);
        }

        readings.Sort();
        return readings[readings.Count / 2];
    }
}
