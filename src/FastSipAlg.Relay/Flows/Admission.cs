// SPDX-License-Identifier: MIT

using System.Net;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Relay.Diagnostics;
using FastSipAlg.Relay.Policy;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Relay.Flows;

/// <summary>
/// Who comes in at one listener: so many flows, so many of one source, none of a source in quarantine; and whose handshake's turn it is. Lives as long as the listener's socket: a reload changes what it obeys, not
/// what it has counted. Thread-safe.
/// </summary>
internal sealed class Admission(string listener, FlowContext services)
{
    private readonly SourceTable _sources = new(services.Clock);
    private volatile string _listener = listener;
    private volatile AdmissionPolicy? _policy;
    private int _flows;

    /// <summary>A reload may give the socket to a listener of another name.</summary>
    public string Listener => _listener;

    public HandshakeTurns Turns { get; } = new(services.Lane, services.Time);

    /// <summary>That came in and live.</summary>
    public int Flows => Volatile.Read(ref _flows);

    public int SourcesInQuarantine => _sources.InQuarantine;

    private AdmissionPolicy Policy => _policy!;

    /// <summary>What is to be obeyed from now on; first called before anybody comes.</summary>
    public void Follow(string listener, AdmissionPolicy policy)
    {
        _listener = listener;
        _policy = policy;
        _sources.Follow(policy.MaxConnectionsPerSource, policy.Quarantine);
        Turns.Limit(policy.MaxHandshakes, policy.MaxHandshakesPerSecond);
    }

    /// <summary>
    /// Lets a connection in, for which <see cref="Leave"/> is owed; or counts and logs it as refused. <paramref name="source"/>: null when it need not be counted, or its balancer has not said yet whose connection it is.
    /// </summary>
    public bool TryEnter(IPEndPoint peer, RelayPolicy policy, out SourceKey? source)
    {
        source = null;
        var most = Policy.MaxConnections;
        var refusal = Interlocked.Increment(ref _flows) > most && most > 0 ? FlowEndReason.TooManyConnections
            : policy.IsBalancer(peer.Address) ? FlowEndReason.None
            : policy.Balancers is { IsRequired: true } ? FlowEndReason.NotThroughBalancer
            : JudgeSource(peer.Address, out source);
        if (refusal == FlowEndReason.None)
        {
            return true;
        }

        Interlocked.Decrement(ref _flows);
        services.AdmissionMetrics.Refused(Listener, refusal);
        if (refusal != FlowEndReason.Quarantined)
        {
            AdmissionLog.Refused(services.Log, Listener, refusal, peer);
        }

        return false;
    }

    /// <summary>Counts a flow of a source, or says why it is refused: for a flow that came in before its source was known.</summary>
    public FlowEndReason EnterSource(IPAddress address, out SourceKey? source)
    {
        var refusal = JudgeSource(address, out source);
        if (refusal != FlowEndReason.None)
        {
            services.AdmissionMetrics.Refused(Listener, refusal);
        }

        return refusal;
    }

    /// <summary>A flow of the source got past its first message.</summary>
    public void Prove(SourceKey? source)
    {
        if (source is { } key)
        {
            _sources.Prove(key);
        }
    }

    /// <summary>A flow of the source ended before its first message, and not by our doing.</summary>
    public void Fail(SourceKey? source, FlowEndReason reason)
    {
        if (source is { } key && _sources.Fail(key) is > 0 and var failures)
        {
            var quarantine = Policy.Quarantine;
            AdmissionLog.Quarantined(
                services.Log, Listener, key.ToString(), quarantine.Expiry / 1000, quarantine.Mode.ToString().ToLowerInvariant(), failures, quarantine.Window / 1000, reason);
        }
    }

    /// <summary>A flow that was let in has ended.</summary>
    public void Leave(SourceKey? source, bool wasProven)
    {
        if (source is { } key)
        {
            _sources.Leave(key, wasProven);
        }

        Interlocked.Decrement(ref _flows);
    }

    /// <summary>Called by the heartbeat.</summary>
    public void Beat()
    {
        foreach (var (source, refused) in _sources.Beat())
        {
            AdmissionLog.Released(services.Log, Listener, source.ToString(), refused, Policy.Quarantine.Mode == QuarantineMode.Enforce ? "refused" : "let in");
        }
    }

    private FlowEndReason JudgeSource(IPAddress address, out SourceKey? source)
    {
        source = null;
        if (Policy.Trusted.Contains(address))
        {
            return FlowEndReason.None;
        }

        var key = SourceKey.Of(address);
        var refusal = _sources.Enter(key, out var isObserved);
        if (isObserved)
        {
            services.AdmissionMetrics.Refused(Listener, FlowEndReason.Quarantined, isObserved: true);
        }

        if (refusal == FlowEndReason.None)
        {
            source = key;
        }
        else if (refusal == FlowEndReason.TooManyFromSource)
        {
            Fail(key, refusal);
        }

        return refusal;
    }
}
