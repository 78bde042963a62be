// SPDX-License-Identifier: MIT

using System.Globalization;
using FastSipAlg.LoadGenerator.Measuring;

namespace FastSipAlg.LoadGenerator.Scenarios;

/// <summary>
/// Established flows are timed in calm, and again in noise, from its first moment on; and both once more, in turn. They may lose nothing, and not be much slower: the medians of both are compared, since one interval of a
/// busy machine says little about its 99th percentile.
/// </summary>
/// <param name="options">The flows.</param>
/// <param name="noise">What comes beside them.</param>
/// <param name="rate">Requests a second, over all flows.</param>
/// <param name="rounds">Intervals of each.</param>
/// <param name="maximumRatio">Of the 99th percentile in the flood to that in calm; 0: not judged.</param>
internal sealed class FloodScenario(ScenarioOptions options, NoisePlan noise, double rate, int rounds, double maximumRatio)
{
    public async Task<LoadResult> RunAsync()
    {
        // Both once for all that is compiled while they run.
        await MeasureCalmAsync(options.WarmUp);
        await MeasureFloodAsync(options.WarmUp);
        var (calm, flood) = (new List<LoadResult>(), new List<LoadResult>());
        for (var round = 0; round < rounds; round++)
        {
            calm.Add(await MeasureCalmAsync(options.Duration));
            flood.Add(await MeasureFloodAsync(options.Duration));
        }

        LoadResult[] all = [.. calm, .. flood];
        var (calmP99, floodP99) = (MedianP99(calm), MedianP99(flood));
        var ratio = floodP99 / calmP99;
        await SayAsync($"{Verdict(all.All(IsWhole))} nothing lost: {all.Sum(flows => flows.Lost)} requests, {all.Sum(flows => flows.Errors)} errors");
        await SayAsync(
            $"{(maximumRatio == 0 ? "INFO" : Verdict(!IsTooSlow(ratio)))} p99 in the flood is {ratio:0.00} times that in calm, of at most {maximumRatio} ({calmP99:0} -> {floodP99:0} us, medians of {rounds})");
        return flood[^1] with
        {
            Scenario = options.Scenario,
            Lost = all.Sum(flows => flows.Lost),
            Errors = all.Sum(flows => flows.Errors) + (IsTooSlow(ratio) ? 1 : 0),
        };
    }

    private static double? MedianP99(List<LoadResult> flows) => flows.Select(each => each.P99Microseconds).Order().ElementAt(flows.Count / 2);

    private static bool IsWhole(LoadResult flows) => flows is { Lost: 0, Errors: 0, Received: > 0 };

    private static string Verdict(bool isReached) => isReached ? "PASS" : "FAIL";

    private static Task SayAsync(FormattableString text) => Console.Error.WriteLineAsync(text.ToString(CultureInfo.InvariantCulture));

    private static Task SayAsync(string what, LoadResult flows) => SayAsync(
        $"{what}: {flows.Received} answers in {flows.Seconds:0.0} s, p50 {flows.P50Microseconds:0} us, p99 {flows.P99Microseconds:0} us, p99.9 {flows.P999Microseconds:0} us, {flows.Lost} lost");

    private bool IsTooSlow(double? ratio) => maximumRatio > 0 && !(ratio <= maximumRatio);

    private async Task<LoadResult> MeasureCalmAsync(TimeSpan duration)
    {
        using var flows = await EstablishedFlows.StartAsync(options, rate);
        await Task.Delay(duration);
        var calm = await flows.StopAsync();
        await SayAsync("calm", calm);
        return calm;
    }

    private async Task<LoadResult> MeasureFloodAsync(TimeSpan duration)
    {
        using var flows = await EstablishedFlows.StartAsync(options, rate);
        using var process = await ChildProcess.StartAsync(
            NoiseScenario.Begun,
            [
                "noise", "--target", options.EndPoint.ToString(), "--silent", noise.Silent.ToString(CultureInfo.InvariantCulture),
                "--garbage", noise.Garbage.ToString(CultureInfo.InvariantCulture),
                "--hellos", noise.Hellos.ToString(CultureInfo.InvariantCulture), "--sources", noise.Sources.ToString(CultureInfo.InvariantCulture),
            ]);
        await Task.Delay(duration);
        var flood = await flows.StopAsync();
        var (held, opened, sent, greeted) = NoiseResult.Parse(await process.StopAsync())!;
        await SayAsync("flood", flood);
        await SayAsync($"flood: {held} silent connections held at the end, {opened} opened in all; {sent} sent garbage, {greeted} after a ClientHello");
        return flood;
    }
}
