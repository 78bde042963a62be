// SPDX-License-Identifier: MIT

using FastSipAlg.Relay;
using FastSipAlg.Relay.Flows;
using FastSipAlg.Relay.Overload;
using FastSipAlg.Transport.Servers;

namespace FastSipAlg.Management.State;

/// <summary>
/// Whether new phones should come here, part by part. What all nodes have in common as a rule is told and does not decide, because turning away for it would take all of them out at once: a configuration
/// that could not be reloaded, a certificate that has expired, and, unless <c>ready-needs-servers</c> says that it is this node's own, a SIP server that is down. A phone is better off with our 503 and its Retry-After. Nor does overload decide: its phones would be the others' overload.
/// </summary>
internal sealed class Readiness(RelayServer relay, IRunningConfiguration configuration, TimeProvider time)
{
    /// <summary>Ours: twenty heartbeats. A process that finds no time for that long serves nobody.</summary>
    private static readonly TimeSpan LongestHeartbeat = TimeSpan.FromSeconds(5);

    public bool IsAlive => !relay.HasStarted || relay.SinceHeartbeat < LongestHeartbeat;

    public IReadOnlyList<ReadinessPart> Look() => [Listeners(), Drain(), Heartbeat(), Servers(), Overload(), Configuration(), Certificates()];

    private ReadinessPart Listeners() => new("listeners", relay.HasStarted ? PartState.Ok : PartState.Failed, relay.HasStarted ? "" : "not open yet");

    private ReadinessPart Drain() => relay.DrainStage == DrainStage.None
        ? new ReadinessPart("drain", PartState.Ok, "")
        : new ReadinessPart("drain", PartState.Failed, $"stopping, {Words.Of(relay.DrainStage)}");

    private ReadinessPart Heartbeat() => IsAlive
        ? new ReadinessPart("heartbeat", PartState.Ok, "")
        : new ReadinessPart("heartbeat", PartState.Failed, $"flows were last looked at {relay.SinceHeartbeat.TotalSeconds:0.0} s ago");

    private ReadinessPart Servers()
    {
        var options = relay.Options;
        var up = relay.Servers.Where(target => target.State == ServerState.Up).Select(target => (target.Server, target.Transport)).ToHashSet();
        var cutOff = options.Listeners.Values
            .Where(listener => !up.Contains((listener.Server!, options.IsPlain(listener) ? "tcp" : "tls")))
            .Select(listener => $"{listener.Name} ({listener.Server})")
            .ToList();
        return cutOff.Count == 0
            ? new ReadinessPart("servers", PartState.Ok, "")
            : new ReadinessPart("servers", options.Management is { ReadyNeedsServers: true } ? PartState.Failed : PartState.Warning, $"no target of its SIP server is up: {string.Join(", ", cutOff)}");
    }

    private ReadinessPart Overload() => relay.Overload is { Level: not OverloadLevel.Green } overload
        ? new ReadinessPart("overload", PartState.Warning, $"CPU {Words.Of(overload.Cpu)}, memory {Words.Of(overload.Memory)}; {overload.RefusedShare * 100:0} % of new requests are refused")
        : new ReadinessPart("overload", PartState.Ok, "");

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
