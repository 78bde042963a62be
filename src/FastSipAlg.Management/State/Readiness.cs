// SPDX-License-Identifier: MIT

using FastSipAlg.Relay;
using FastSipAlg.Relay.Flows;

namespace FastSipAlg.Management.State;

/// <summary>
/// Whether new phones should come here, part by part. A configuration that could not be reloaded and a certificate that has expired are told and do not decide: the same file is on every node as a rule, so
/// turning away for it would take all of them out at once, while each still does what it did before.
/// </summary>
internal sealed class Readiness(RelayServer relay, IRunningConfiguration configuration, TimeProvider time)
{
    /// <summary>Ours: twenty heartbeats. A process that finds no time for that long serves nobody.</summary>
    private static readonly TimeSpan LongestHeartbeat = TimeSpan.FromSeconds(5);

    public bool IsAlive => !relay.HasStarted || relay.SinceHeartbeat < LongestHeartbeat;

    public IReadOnlyList<ReadinessPart> Look() => [Listeners(), Drain(), Heartbeat(), Configuration(), Certificates()];

    private ReadinessPart Listeners() => new("listeners", relay.HasStarted ? PartState.Ok : PartState.Failed, relay.HasStarted ? "" : "not open yet");

    private ReadinessPart Drain() => relay.DrainStage == DrainStage.None
        ? new ReadinessPart("drain", PartState.Ok, "")
        : new ReadinessPart("drain", PartState.Failed, $"stopping, {Words.Of(relay.DrainStage)}");

    private ReadinessPart Heartbeat() => IsAlive
        ? new ReadinessPart("heartbeat", PartState.Ok, "")
        : new ReadinessPart("heartbeat", PartState.Failed, $"flows were last looked at {relay.SinceHeartbeat.TotalSeconds:0.0} s ago");

    private ReadinessPart Configuration() => configuration.LastReload is { IsTaken: false } reload
        ? new ReadinessPart("configuration", PartState.Warning, $"not reloaded at {reload.At.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}, the one before is in use: {string.Join("; ", reload.Errors)}")
        : new ReadinessPart("configuration", PartState.Ok, "");

    private ReadinessPart Certificates()
    {
        var now = time.GetUtcNow();
        var expired = relay.Certificates.Locals.Where(local => local.NotAfter < now).Select(local => local.Name).ToList();
        return expired.Count == 0
            ? new ReadinessPart("certificates", PartState.Ok, "")
            : new ReadinessPart("certificates", PartState.Warning, $"expired: {string.Join(", ", expired)}");
    }
}

/// <summary>How one part does.</summary>
internal enum PartState
{
    Ok,

    /// <summary>An operator should look, and phones may come all the same.</summary>
    Warning,

    /// <summary>The whole is not ready.</summary>
    Failed,
}

/// <summary>One part of being ready.</summary>
internal sealed record ReadinessPart(string Name, PartState State, string Detail);
