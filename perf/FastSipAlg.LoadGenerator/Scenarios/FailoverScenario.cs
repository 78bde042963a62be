// SPDX-License-Identifier: MIT

using System.Diagnostics;
using System.Globalization;
using FastSipAlg.LoadGenerator.Measuring;

namespace FastSipAlg.LoadGenerator.Scenarios;

/// <summary>
/// New connections all the while; a SIP server is killed. Those that were begun before it died may be lost with it; of those begun afterwards each must be answered, within the relay's connect deadline.
/// </summary>
internal sealed class FailoverScenario(ScenarioOptions options, int victim, double rate, TimeSpan deadline)
{
    private const int Sigkill = 9;

    public async Task<LoadResult> RunAsync()
    {
        await using var before = new PacedHandshakes(options, rate);
        await Task.Delay(options.WarmUp);
        if (LinuxSignal.Send(victim, Sigkill) != 0)
        {
            throw new LoadException($"There is no process {victim} to kill.");
        }

        var started = Stopwatch.GetTimestamp();
        await using var after = new PacedHandshakes(options, rate);
        await before.StopAsync();
        await Task.Delay(options.Duration);
        await after.StopAsync();
        await Console.Error.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"before the kill: {before.Done} connections, {before.Failed} lost; after it: {after.Done} answered, {after.Failed} not, slowest {after.Slowest.TotalMilliseconds:0} ms of {deadline.TotalMilliseconds:0}"));
        return new LoadResult
        {
            Relay = options.Relay,
            Scenario = options.Scenario,
            Seconds = Stopwatch.GetElapsedTime(started).TotalSeconds,
            Sent = after.Done + after.Failed,
            Received = after.Done,
            Lost = after.Failed,
            Errors = before.Done == 0 || after.Done == 0 || after.Slowest > deadline ? 1 : 0,
            MaxMicroseconds = after.Slowest.TotalMicroseconds,
        };
    }
}
