// SPDX-License-Identifier: MIT

using System.Net;
using System.Security.Cryptography;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Transport.Servers;

/// <summary>
/// One <c>sip server</c> at work: resolves its names ahead of the flows and again when answers grow old, knows how each target has done, and says in which order a flow shall try them.
/// Thread-safe. What a name resolved to last is used until a newer answer comes, however old it is (as RFC 8767 has it for resolvers).
/// </summary>
public sealed class ServerPool
{
    /// <summary>After a failed resolution, in ms. resolv.conf's default timeout.</summary>
    private const long RetryPause = 5_000;

    /// <summary>A flow that finds no address at all has asked again when the last answer is older than this, in ms.</summary>
    private const long ColdRetryPause = 1_000;

    private readonly Lock _lock = new();
    private readonly ServerResolver _resolver;
    private readonly ServerMetrics _metrics;
    private readonly IServerEvents _events;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly ServerName[] _names;
    private ServerCandidate[] _candidates = [];

    internal ServerPool(ServerPoolPolicy policy, ServerMetrics metrics, IServerEvents events, TimeProvider time)
    {
        Policy = policy;
        _resolver = new ServerResolver(policy.Resolution, policy.IsPlain, new DnsLookup(policy.DnsServers));
        _metrics = metrics;
        _events = events;
        _time = time;
        _started = time.GetTimestamp();
        _names = [.. policy.Addresses.Select((address, index) => new ServerName(address, index))];
        Rebuild();
    }

    public ServerPoolPolicy Policy { get; }

    internal IReadOnlyList<ServerCandidate> Candidates => Volatile.Read(ref _candidates);

    /// <summary>Why a name has no address, for the log; null: all have.</summary>
    internal string? WhyUnresolved => Array.Find(_names, name => name.Targets.Count == 0)?.Failure;

    private string Transport => Policy.IsPlain ? "tcp" : "tls";

    private long Now => (long)_time.GetElapsedTime(_started).TotalMilliseconds;

    /// <summary>How each target is; a name without any has a line of its own.</summary>
    public IReadOnlyList<ServerSnapshot> Snapshot() =>
    [
        .. Candidates.Select(Describe),
        .. _names.Where(name => name.Targets.Count == 0).Select(name => new ServerSnapshot(
            Policy.Name, Transport, name.Address.ToString(), Policy.NameOf(name.Address), null, ServerState.Unresolved, 0, 0, 0, 0, 0, name.Failure)),
    ];

    /// <summary>Begins to resolve what is due. Called by the heartbeat; does not wait.</summary>
    public void Beat()
    {
        foreach (var name in _names)
        {
            if (!name.IsAddress && Now >= name.Due)
            {
                _ = RefreshAsync(name);
            }
        }
    }

    /// <summary>
    /// All targets in the order in which a flow shall try them; waits only while no name has ever been resolved, and is empty when none could be. <paramref name="key"/>: see <see cref="ServerOrder"/>.
    /// </summary>
    internal async ValueTask<IReadOnlyList<ServerTarget>> ChooseAsync(ReadOnlyMemory<byte> key, CancellationToken cancellationToken)
    {
        if (Candidates.Count == 0)
        {
            await Task.WhenAll(_names.Select(FirstAnswerAsync)).WaitAsync(cancellationToken);
        }

        var candidates = Candidates;
        return candidates.Count < 2
            ? [.. candidates.Select(candidate => candidate.Target)]
            : Prefer(ServerOrder.Of(candidates, Policy.Balance, key.Span, Chance));
    }

    /// <summary>Completes when no resolution is under way.</summary>
    internal Task SettleAsync() => Task.WhenAll(_names.Select(name => name.Refresh));

    internal void Succeeded(ServerTarget target)
    {
        _metrics.Attempted(Policy.Name, target, "ok");
        if (target.Succeeded())
        {
            Report(target, null);
        }
    }

    internal void Failed(ServerTarget target, string outcome, string why)
    {
        _metrics.Attempted(Policy.Name, target, outcome);
        if (target.Failed(why, Now, (long)Policy.FailurePause.TotalMilliseconds, (long)Policy.MaximumFailurePause.TotalMilliseconds))
        {
            Report(target, why);
        }
    }

    internal void Checked(ServerTarget target, string? failure)
    {
        _metrics.Checked(Policy.Name, target, failure is null);
        if (target.Checked(failure, Policy.Health!.Rise, Policy.Health.Fall))
        {
            Report(target, failure);
        }
    }

    /// <summary>Whether <paramref name="target"/>'s next health check is to be made now; who is told so makes it.</summary>
    internal bool TryBeginCheck(ServerTarget target) => target.TryBeginCheck(Now, (long)Policy.Health!.Interval.TotalMilliseconds);

    private static double Chance() => RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue;

    // First the one that is up or may be tried again, then what is up, then what has failed, then what the checks call down: when nothing is up, everything is tried all the same.
    private ServerTarget[] Prefer(ServerTarget[] natural)
    {
        var now = Now;
        var meanwhile = (long)Policy.MaximumFailurePause.TotalMilliseconds;
        var first = Array.Find(natural, target => target.State == ServerState.Up || (target.State == ServerState.Avoided && target.TryClaim(now, meanwhile)));
        return first == natural[0] && Array.TrueForAll(natural, target => target.State == ServerState.Up)
            ? natural
            : [.. natural.OrderBy(target => target == first ? 0 : target.State switch
            {
                ServerState.Up => 1,
                ServerState.Avoided when target.IsDue(now) => 2,
                ServerState.Avoided => 3,
                _ => 4,
            })];
    }

    private async Task FirstAnswerAsync(ServerName name)
    {
        Task refresh;
        lock (_lock)
        {
            refresh = name.Refresh is { IsCompleted: false } || name.IsAddress || Now - name.Asked < ColdRetryPause ? name.Refresh : RefreshAsync(name);
        }

        await refresh;
    }

    private Task RefreshAsync(ServerName name)
    {
        lock (_lock)
        {
            if (name.Refresh.IsCompleted)
            {
                name.Due = Now + RetryPause;

                // What a look-up does before it waits is not for the thread that asks for it.
                name.Refresh = Task.Run(async () => Take(name, await _resolver.ResolveAsync(name.Address)));
            }

            return name.Refresh;
        }
    }

    private void Take(ServerName name, ResolvedAddress answer)
    {
        _metrics.Resolved(Policy.Name, name.Address.Host, answer.Failure is null);
        bool isChanged;
        bool wasFailing;
        var life = TimeSpan.FromTicks(Math.Clamp(answer.TimeToLive.Ticks, Policy.MinimumTimeToLive.Ticks, Policy.MaximumTimeToLive.Ticks));
        lock (_lock)
        {
            name.Asked = Now;
            wasFailing = name.Failure is not null;
            name.Failure = answer.Failure;
            name.Due = Now + (answer.Failure is null ? (long)life.TotalMilliseconds : RetryPause);

            // DNS servers like to turn the order round; whoever has the first target shall not lose it by that.
            isChanged = answer.Failure is null && !name.Targets.ToHashSet().SetEquals(answer.Targets);
            if (isChanged)
            {
                name.Targets = answer.Targets;
                Rebuild();
            }
        }

        if (answer.Failure is { } failure)
        {
            if (!wasFailing)
            {
                _events.ResolutionFailed(Policy.Name, name.Address.Host, failure, name.Targets.Count);
            }

            return;
        }

        if (wasFailing)
        {
            _events.ResolutionRecovered(Policy.Name, name.Address.Host);
        }

        if (isChanged)
        {
            _events.Resolved(Policy.Name, name.Address.Host, string.Join(' ', answer.Targets.Select(target => target.EndPoint)), life);
        }
    }

    // A target that is in the new answer, too, keeps what is known of it.
    private void Rebuild()
    {
        var former = _candidates.ToDictionary(candidate => (candidate.Target.AddressIndex, candidate.Target.EndPoint), candidate => candidate.Target);
        Volatile.Write(ref _candidates,
        [
            .. from name in _names
               from target in name.Targets.DistinctBy(target => target.EndPoint)
               select new ServerCandidate(
                   former.GetValueOrDefault((name.Index, target.EndPoint)) ?? new ServerTarget(name.Address, name.Index, target.EndPoint),
                   target.Priority,
                   target.Weight,
                   Policy.Weights[name.Index]),
        ]);
    }

    private void Report(ServerTarget target, string? why)
    {
        if (Candidates.FirstOrDefault(candidate => candidate.Target == target) is { } candidate)
        {
            _events.StateChanged(Describe(candidate), why);
        }
    }

    private ServerSnapshot Describe(ServerCandidate candidate) => new(
        Policy.Name,
        Transport,
        candidate.Target.Address.ToString(),
        Policy.NameOf(candidate.Target.Address),
        candidate.Target.EndPoint,
        candidate.Target.State,
        candidate.Priority,
        candidate.Share,
        candidate.Target.Connections,
        candidate.Target.Attempts,
        candidate.Target.Failures,
        candidate.Target.LastFailure);

    /// <summary>An address as it was written, and the last good answer about it. Guarded by the pool's lock, but for looks.</summary>
    private sealed class ServerName
    {
        public ServerName(ServerAddress address, int index)
        {
            Address = address;
            Index = index;
            IsAddress = IPAddress.TryParse(address.Host, out var literal);
            Targets = IsAddress ? [new ResolvedTarget(new IPEndPoint(literal!, address.Port), 0, null)] : [];
        }

        public ServerAddress Address { get; }

        public int Index { get; }

        public bool IsAddress { get; }

        public IReadOnlyList<ResolvedTarget> Targets { get; set; }

        /// <summary>Of the last resolution; null: it did not fail.</summary>
        public string? Failure { get; set; }

        /// <summary>When the last answer came.</summary>
        public long Asked { get; set; } = -ColdRetryPause;

        public long Due { get; set; }

        public Task Refresh { get; set; } = Task.CompletedTask;
    }
}
