// SPDX-License-Identifier: MIT

using System.Globalization;
using FastSipAlg.LoadGenerator.Connections;
using FastSipAlg.LoadGenerator.Measuring;

namespace FastSipAlg.LoadGenerator.Scenarios;

/// <summary>What comes beside the established flows, and what it may do to them.</summary>
/// <param name="Silent">Connections that say nothing, all the while.</param>
/// <param name="Garbage">Connections a second that send what is no TLS.</param>
/// <param name="Sources">Addresses that they come from.</param>
/// <param name="Requests">A second, over all established flows.</param>
/// <param name="MaximumRatio">Of the 99th percentile in the flood to that in calm; 0: not judged.</param>
internal sealed record FloodPlan(int Silent, double Garbage, int Sources, double Requests, double MaximumRatio);

/// <summary>
/// Established flows are timed in calm, and again in a flood of silent and of garbage connections, from its first moment on. They may lose nothing, and not be much slower.
/// </summary>
internal sealed class FloodScenario(ScenarioOptions options, FloodPlan plan)
{
    public async Task<LoadResult> RunAsync()
    {
        // Both once for all that is compiled while they run.
        await MeasureCalmAsync(options.WarmUp);
        await MeasureFloodAsync(options.WarmUp);
        var calm = await MeasureCalmAsync(options.Duration);
        var flood = await MeasureFloodAsync(options.Duration);

        var ratio = flood.P99Microseconds / calm.P99Microseconds;
        await SayAsync($"{Verdict(IsWhole(calm) && IsWhole(flood))} nothing lost: calm {calm.Lost}, flood {flood.Lost}; errors: calm {calm.Errors}, flood {flood.Errors}");
        await SayAsync($"{(plan.MaximumRatio == 0 ? "INFO" : Verdict(!IsTooSlow(ratio)))} p99 in the flood is {ratio:0.00} times that in calm, of at most {plan.MaximumRatio}");
        return flood with
        {
            Scenario = options.Scenario,
            Lost = calm.Lost + flood.Lost,
            Errors = calm.Errors + flood.Errors + (IsTooSlow(ratio) ? 1 : 0),
        };
    }

    private static bool IsWhole(LoadResult flows) => flows is { Lost: 0, Errors: 0, Received: > 0 };

    private static string Verdict(bool isReached) => isReached ? "PASS" : "FAIL";

    private static Task SayAsync(FormattableString text) => Console.Error.WriteLineAsync(text.ToString(CultureInfo.InvariantCulture));

    private static Task SayAsync(string what, LoadResult flows) => SayAsync(
        $"{what}: {flows.Received} answers in {flows.Seconds:0.0} s, p50 {flows.P50Microseconds:0} us, p99 {flows.P99Microseconds:0} us, p99.9 {flows.P999Microseconds:0} us, {flows.Lost} lost");

    private bool IsTooSlow(double? ratio) => plan.MaximumRatio > 0 && !(ratio <= plan.MaximumRatio);

    private async Task<LoadResult> MeasureCalmAsync(TimeSpan duration)
    {
        using var flows = await EstablishedFlows.StartAsync(options, plan.Requests);
        await Task.Delay(duration);
        var calm = await flows.StopAsync();
        await SayAsync("calm", calm);
        return calm;
    }

    private async Task<LoadResult> MeasureFloodAsync(TimeSpan duration)
    {
        using var flows = await EstablishedFlows.StartAsync(options, plan.Requests);
        LowPriority.TakeIdle();
        var sources = new LoopbackSources(options.EndPoint, plan.Sources);
        await using var silent = new SilentConnections(sources, plan.Silent);
        await using var garbage = new GarbageConnections(sources, plan.Garbage);
        await Task.Delay(duration);
        var (held, opened, sent) = (silent.Open, silent.Opened, garbage.Sent);
        var flood = await flows.StopAsync();
        await SayAsync("flood", flood);
        await SayAsync($"flood: {held} silent connections held at the end, {opened} opened in all; {sent} sent garbage");
        return flood;
    }
}
