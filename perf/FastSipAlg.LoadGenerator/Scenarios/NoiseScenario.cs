// SPDX-License-Identifier: MIT

using System.Net;
using System.Text.Json;
using FastSipAlg.LoadGenerator.Connections;

namespace FastSipAlg.LoadGenerator.Scenarios;

/// <summary>Connections that want nothing.</summary>
/// <param name="Silent">Those that say nothing, all the while.</param>
/// <param name="Garbage">Those, a second, that send what is no TLS.</param>
/// <param name="Hellos">Those, a second, that send a ClientHello and then what is no TLS.</param>
/// <param name="Sources">Addresses that they come from.</param>
internal sealed record NoisePlan(int Silent, double Garbage, double Hellos, int Sources);

/// <summary>What came of a <see cref="NoisePlan"/>.</summary>
/// <param name="Held">Silent connections, at the end.</param>
/// <param name="Opened">Silent connections, in all.</param>
/// <param name="Sent">Connections that sent garbage.</param>
/// <param name="Greeted">Connections that sent a ClientHello and then garbage.</param>
internal sealed record NoiseResult(int Held, long Opened, long Sent, long Greeted)
{
    public static NoiseResult? Parse(string line) => JsonSerializer.Deserialize<NoiseResult>(line, JsonSerializerOptions.Web);

    public override string ToString() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);
}

/// <summary>Makes noise where a CPU has nothing else to do: it would come from other machines.</summary>
internal sealed class NoiseScenario(IPEndPoint target, NoisePlan plan)
{
    /// <summary>Said on standard error when the noise begins.</summary>
    public const string Begun = "begun";

    /// <summary>Until <paramref name="stop"/>.</summary>
    public async Task<NoiseResult> RunAsync(CancellationToken stop)
    {
        LowPriority.TakeIdle();
        var sources = new LoopbackSources(target, plan.Sources);
        await using var silent = new SilentConnections(sources, plan.Silent);
        await using var garbage = new GarbageConnections(sources, plan.Garbage, beginsWithHello: false);
        await using var hellos = new GarbageConnections(sources, plan.Hellos, beginsWithHello: true);
        await Console.Error.WriteLineAsync(Begun);
        await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return new NoiseResult(silent.Open, silent.Opened, garbage.Sent, hellos.Sent);
    }
}
