// SPDX-License-Identifier: MIT

using FastSipAlg.Transport.Servers;

namespace FastSipAlg.Transport.Legs;

/// <summary>
/// Watches the targets of SIP servers: opens a leg to each now and then, has something asked over it where that is wanted, and tells the target's pool how it went. One check of a target at a time;
/// the heartbeat begins them.
/// </summary>
public sealed class ServerHealthChecks : IAsyncDisposable
{
    /// <summary>For the SIP server to end its side, so that closing does not reset what it still sends. Ours.</summary>
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<ServerTarget, Task> _running = [];
    private readonly ServerLegFactory _legs;
    private readonly Func<Leg, string, ValueTask<string?>> _ask;
    private readonly TimeProvider _time;

    /// <param name="legs">Opens them.</param>
    /// <param name="ask">Asks the SIP server of that name something over a leg; null when it answered, else one sentence. Whoever is too slow finds the leg closed.</param>
    /// <param name="time">For intervals and deadlines.</param>
    public ServerHealthChecks(ServerLegFactory legs, Func<Leg, string, ValueTask<string?>> ask, TimeProvider time)
    {
        _legs = legs;
        _ask = ask;
        _time = time;
    }

    /// <summary>Begins the checks that are due, as a flow of <paramref name="policy"/> would find the targets. Does not wait.</summary>
    public void Beat(ServerLegPolicy policy)
    {
        if (policy.Servers.Policy.Health is not { } health || _stopping.IsCancellationRequested)
        {
            return;
        }

        foreach (var candidate in policy.Servers.Candidates)
        {
            lock (_lock)
            {
                if (!_running.ContainsKey(candidate.Target) && policy.Servers.TryBeginCheck(candidate.Target))
                {
                    _running[candidate.Target] = Task.Run(() => CheckAsync(policy, health, candidate.Target));
                }
            }
        }
    }

    /// <summary>Breaks off what is under way, and waits until it has given everything back.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        Task[] running;
        lock (_lock)
        {
            running = [.. _running.Values];
        }

        await Task.WhenAll(running);
        _stopping.Dispose();
    }

    private async Task CheckAsync(ServerLegPolicy policy, ServerHealthPolicy health, ServerTarget target)
    {
        try
        {
            using var timeout = new CancellationTokenSource(health.Timeout, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _stopping.Token);
            var failure = await FindFailureAsync(policy, health, target, either.Token);
            if (!_stopping.IsCancellationRequested)
            {
                policy.Servers.Checked(target, failure);
            }
        }
        finally
        {
            lock (_lock)
            {
                _running.Remove(target);
            }
        }
    }

    private async Task<string?> FindFailureAsync(ServerLegPolicy policy, ServerHealthPolicy health, ServerTarget target, CancellationToken cancellationToken)
    {
        var opening = await _legs.ProbeAsync(policy, target, cancellationToken);
        if (opening.Leg is not { } leg)
        {
            return opening.Detail ?? opening.Failure.ToString();
        }

        try
        {
            await using var abort = cancellationToken.UnsafeRegister(static leg => ((Leg)leg!).Abort(), leg);
            var failure = health.AsksOptions ? await _ask(leg, policy.Identities[target.AddressIndex].Name) : null;
            await CloseAsync(leg);
            return failure;
        }
        finally
        {
            await leg.ReleaseAsync();
        }
    }

    private async Task CloseAsync(Leg leg)
    {
        using var timeout = new CancellationTokenSource(CloseTimeout, _time);
        await using var abort = timeout.Token.UnsafeRegister(static leg => ((Leg)leg!).Abort(), leg);
        await leg.CloseAsync();
        try
        {
            while (await leg.Reader.ReadAsync(CancellationToken.None) is { IsCompleted: false } read)
            {
                leg.Reader.AdvanceTo(read.Buffer.End);
            }
        }
        catch (Exception e) when (Leg.EndReasonOf(e) is not null)
        {
            // It is gone.
        }
    }
}
