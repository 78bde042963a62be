// SPDX-License-Identifier: MIT

using FastSipAlg.Relay.Diagnostics;
using FastSipAlg.Relay.Messages;
using FastSipAlg.Relay.Policy;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Tracking.Flows;
using FastSipAlg.Transport.Legs;
using FastSipAlg.Transport.Sockets;
using Microsoft.Extensions.Logging;

namespace FastSipAlg.Relay.Flows;

/// <summary>
/// One flow: two legs, one end reason. Made when the phone's connection is accepted, and small until the phone has said something: thousands that never do must not be felt by the others. Whoever finds a reason to
/// end it says so by <c>End…</c>: the first reason stands, both legs are closed, both pumps of its <see cref="PairTraffic"/> come home. Thread-safe where the heartbeat and the two pumps meet.
/// </summary>
public sealed class LegPair
{
    /// <summary>Milliseconds that closing may take before both sockets are cut: a peer that does not read would hold the close_notify up.</summary>
    private const long CloseDeadline = 2_000;

    /// <summary>Milliseconds that a phone may wait for its handshake to begin, and for the server leg. RFC 3261 §17.1.2.2: after Timer F, 64 × T1, its request has failed.</summary>
    private const long TurnDeadline = 32_000;

    private readonly AcceptedSocket _connection;
    private readonly RelayPolicy _policy;
    private readonly Admission _admission;
    private readonly FlowContext _services;
    private readonly FlowRegistry _registry;
    private readonly long _accepted;
    private PairTraffic? _traffic;
    private PairDrain? _drain;
    private CancellationTokenSource? _ended;
    private Task _closing = Task.CompletedTask;
    private long _stateSince;
    private long _lastActivity;
    private int _endReason;
    private string? _endDetail;
    private volatile FlowState _state;
    private volatile bool _passesUnread;
    private bool _isProven;

    /// <summary><paramref name="source"/> has been let in; null: it is not known yet, or not counted. The flow is in <paramref name="registry"/> until it has ended.</summary>
    internal LegPair(
        FlowId id, string listener, AcceptedSocket connection, RelayPolicy policy, Admission admission, SourceKey? source, FlowContext services, FlowRegistry registry)
    {
        Id = id;
        Listener = listener;
        Source = source;
        _connection = connection;
        _policy = policy;
        _admission = admission;
        _services = services;
        _registry = registry;
        _accepted = services.Time.GetTimestamp();
        _stateSince = services.Clock.Now;
        _lastActivity = _stateSince;
    }

    public FlowId Id { get; }

    public string Listener { get; }

    public FlowState State => _state;

    public FlowEndReason EndReason => (FlowEndReason)Volatile.Read(ref _endReason);

    /// <summary>What was negotiated with the phone; <see cref="TlsSession.None"/> before.</summary>
    public TlsSession PhoneSession => Phone?.Session ?? TlsSession.None;

    /// <summary>What was negotiated with the SIP server; <see cref="TlsSession.None"/> before.</summary>
    public TlsSession ServerSession => Server?.Session ?? TlsSession.None;

    /// <summary>Whom the flow counts for at its listener; null: nobody.</summary>
    internal SourceKey? Source { get; set; }

    /// <summary>The phone left and is not to be blamed for it: it only looked whether we are there, or had no turn for too long.</summary>
    internal bool IsBlameless { get; set; }

    /// <summary>The phone speaks TLS where SIP is plain, and the profile lets it: octets pass without being looked at.</summary>
    internal bool PassesUnread
    {
        get => _passesUnread;
        set => _passesUnread = value;
    }

    /// <summary>A request without its final response, or a call.</summary>
    internal bool IsInUse => _traffic is { Use.IsAny: true };

    /// <summary>A call, or a request of the SIP server's, needs the phone's words.</summary>
    internal bool NeedsPhone => _traffic is { Use.NeedsPhone: true };

    /// <summary>Something was read and is not dealt with yet, or the rest of a message is still to come.</summary>
    internal bool IsRelaying => _traffic is { IsRelaying: true };

    /// <summary>The SIP server says something to our pings at least, so that what it says does not mean that anybody uses the flow.</summary>
    internal bool PingsServer => _traffic is { Pings.PingsServer: true };

    /// <summary>Cancelled when the flow ends. Not before the phone has said something.</summary>
    internal CancellationToken Ended => _ended!.Token;

    /// <summary>Milliseconds since anything came, or changed.</summary>
    internal long QuietFor => Now - Math.Max(Volatile.Read(ref _lastActivity), Volatile.Read(ref _stateSince));

    internal Leg? Phone { get; private set; }

    internal Leg? Server { get; private set; }

    /// <summary>As it is now: it may have been changed since the flow began.</summary>
    internal RelayPolicy HandshakePolicy => _services.Policies.ForHandshakes(Listener, _policy);

    internal long Now => _services.Clock.Now;

    // Phones that were told at the same moment shall not come back at the same moment.
    private int RetryAfter => _policy.RetryAfter + (int)(Id.Value % (_policy.RetryAfter + 1));

    /// <summary>Begins the flow's life. A phone that is to shake hands speaks first.</summary>
    internal void Begin()
    {
        if (_policy.Phone is null || _policy.IsBalancer(_connection.Addresses.Peer.Address))
        {
            _ = RunAsync();
            return;
        }

        try
        {
            // A delegate is all that thousands who say nothing hold here.
            _connection.WaitForOctets(_services.Lane).OnCompleted(GoOn);
        }
        catch (Exception e)
        {
            EndByBug(e);
            _ = ReleaseAsync();
        }
    }

    internal void Enter(FlowState state)
    {
        // An end stands: nothing comes after it.
        if (_state == FlowState.Ending)
        {
            return;
        }

        Volatile.Write(ref _stateSince, Now);
        _state = state;
        if (state == FlowState.Established && !_isProven)
        {
            _isProven = true;
            _admission.Prove(Source);
        }
    }

    /// <summary>Opens the server leg and starts its pump; on failure answers <paramref name="firstMessages"/> with 503, ends the flow and returns null.</summary>
    internal async ValueTask<Leg?> OpenServerLegAsync(ReadOnlyMemory<byte> firstMessages)
    {
        Enter(FlowState.OpeningServerLeg);
        var opening = await ConnectServerLegAsync(firstMessages);
        if (opening.Leg is null)
        {
            var answer = LocalAnswer.ServerUnavailable(firstMessages.Span, UnavailablePhrase.Of(opening.Failure), RetryAfter, _policy.FramerLimits);
            if (answer is { } octets && EndReason == FlowEndReason.None)
            {
                await Phone!.Writer.WriteAsync(octets);
            }

            End(LegSide.Server, opening.Failure, opening.Detail);
            return null;
        }

        Server = opening.Leg;
        RelayLog.ServerLegOpened(_services.Log, Id, Server.Addresses.Peer);
        Enter(firstMessages.IsEmpty ? FlowState.AwaitingFirstMessage : FlowState.Established);
        _traffic!.RunFromServer(Server);
        if (EndReason != FlowEndReason.None)
        {
            // The flow ended while the leg was being opened, and its closing did not see it.
            Server.Abort();
        }

        return Server;
    }

    /// <summary>Called by a pump after each batch that was dealt with.</summary>
    internal void BatchRelayed()
    {
        if (_state == FlowState.AwaitingFirstMessage && (PassesUnread || _traffic!.FromPhone.Messages > 0))
        {
            Enter(FlowState.Established);
        }

        Volatile.Read(ref _drain)?.LookAgain();
    }

    internal void NoteActivity() => Volatile.Write(ref _lastActivity, Now);

    internal bool HasStoppedReading(MessageDirection direction) =>
        EndReason != FlowEndReason.None || (Volatile.Read(ref _drain) is { IsSoon: true } && direction == MessageDirection.PhoneToServer);

    /// <summary>Before closing: other flows must not wait for that on their thread.</summary>
    internal SlowLane.Entry EnterLane() => _services.Lane.Enter();

    internal void NoteForwarded(MessageDirection direction, int octets) => _services.Metrics.Forwarded(direction, octets);

    internal ReadOnlyMemory<byte> Pongs(MessageDirection direction, int pings)
    {
        _services.Metrics.Pings(direction, pings);
        return LocalAnswer.Pongs(pings);
    }

    /// <summary>False: it had ended already.</summary>
    internal bool End(FlowEndReason reason, string? detail)
    {
        if (Interlocked.CompareExchange(ref _endReason, (int)reason, (int)FlowEndReason.None) != (int)FlowEndReason.None)
        {
            return false;
        }

        _endDetail = detail;
        Enter(FlowState.Ending);
        _closing = CloseAsync();
        if (!_isProven && !IsBlameless && FlowEndReasons.IsFailureOfSource(reason))
        {
            _admission.Fail(Source, reason);
        }

        return true;
    }

    internal void End(LegSide side, LegEndReason reason, string? detail) =>
        End(reason == LegEndReason.ClosedByUs ? FlowEndReason.InternalError : FlowEndReasons.Of(side, reason), detail);

    /// <summary>Says of an end what nobody has said yet.</summary>
    internal void ExplainEnd(string? detail) => _endDetail ??= detail;

    internal void EndByFraming(LegSide side, SipDefect defect) => End(
        side == LegSide.Phone ? FlowEndReason.PhoneFramingBroken : FlowEndReason.ServerFramingBroken,
        $"{defect}: {SipDefectText.ToSentence(defect)}");

    internal void EndByBug(Exception exception)
    {
        if (End(FlowEndReason.InternalError, exception.Message))
        {
            RelayLog.FlowFailed(_services.Log, Id, exception);
        }
    }

    /// <summary>Ends a flow that outstayed its state. Called by the heartbeat. Returns whether it did.</summary>
    internal bool CheckDeadlines()
    {
        var wasOpen = EndReason == FlowEndReason.None;
        var now = Now;
        var inState = now - Volatile.Read(ref _stateSince);
        switch (_state)
        {
            case FlowState.AwaitingTurn or FlowState.OpeningServerLeg when inState > TurnDeadline:
                End(FlowEndReason.Overloaded, null);
                break;
            case FlowState.AwaitingProxyHeader when inState > _policy.Deadlines.ProxyHeader:
                End(FlowEndReason.ProxyHeaderTimedOut, null);
                break;
            case FlowState.Accepted when inState > _policy.Deadlines.Handshake:
                End(FlowEndReason.PhoneHandshakeTimedOut, "it has sent nothing");
                break;
            case FlowState.Handshake when inState > _policy.Deadlines.Handshake:
                End(FlowEndReason.PhoneHandshakeTimedOut, null);
                break;
            case FlowState.AwaitingFirstMessage when inState > _policy.Deadlines.FirstMessage:
                End(FlowEndReason.FirstMessageTimedOut, null);
                break;
            case FlowState.Established:
                CheckEstablished(_traffic!, now);
                break;
            case FlowState.Ending when inState > CloseDeadline:
                Abort();
                break;
        }

        return wasOpen && EndReason != FlowEndReason.None;
    }

    /// <summary>Ends the flow because an operator says so; false: it had ended already.</summary>
    public bool EndByOperator() => End(FlowEndReason.ClosedByOperator, null);

    /// <summary>What can be told of the flow now.</summary>
    public FlowReport Report() => new(
        Id,
        Listener,
        State,
        EndReason,
        _connection.Addresses.Peer,
        Server?.Addresses.Peer,
        _services.Time.GetElapsedTime(_accepted),
        TimeSpan.FromMilliseconds(Math.Max(0, Now - Volatile.Read(ref _lastActivity))),
        _traffic?.FromPhone.Messages ?? 0,
        _traffic?.FromServer?.Messages ?? 0,
        _traffic?.FromPhone.Octets ?? 0,
        _traffic?.FromServer?.Octets ?? 0,
        _traffic?.Use.OpenRequests ?? 0,
        _traffic?.Use.Calls.Count ?? 0,
        FlowReport.Describe(PhoneSession),
        FlowReport.Describe(ServerSession));

    /// <summary>We are stopping: ends the flow as soon as it may, see <see cref="PairDrain.Begin"/>. Returns whether it is ending. For one caller.</summary>
    internal bool BeginDrain(bool soon)
    {
        var drain = _drain ?? new PairDrain(this);
        Volatile.Write(ref _drain, drain);
        drain.Begin(soon);
        return EndReason != FlowEndReason.None;
    }

    /// <summary>The deadline of stopping has come.</summary>
    internal void CutOff()
    {
        End(FlowEndReason.CutOffAtStop, null);
        Abort();
    }

    private async ValueTask<LegOpening> ConnectServerLegAsync(ReadOnlyMemory<byte> firstMessages)
    {
        var policy = HandshakePolicy.Server;
        var key = FlowKey.Of(policy.Servers.Policy.Balance, _connection.Addresses.Peer.Address, firstMessages, _policy.FramerLimits);
        _admission.Turns.Follow();
        try
        {
            return await _services.ServerLegs.OpenAsync(policy, key, Phone, Ended);
        }
        finally
        {
            _admission.Turns.End();
        }
    }

    // Called when the phone has said something, or an end reason stands.
    private void GoOn() => _ = EndReason == FlowEndReason.None ? RunAsync() : ReleaseAsync();

    // Handshake, relay, end. Returns when everything is given back.
    private async Task RunAsync()
    {
        try
        {
            PrepareForEnd();
            var arrival = new PhoneArrival(this, _connection, _policy, _admission, _services);
            Phone = await arrival.OpenLegAsync();
            if (Phone is null)
            {
                return;
            }

            _traffic = new PairTraffic(this, Phone, arrival, _policy, RetryAfter, _services);
            Enter(FlowState.AwaitingFirstMessage);
            if (_policy.OpensServerLegEagerly && await OpenServerLegAsync(ReadOnlyMemory<byte>.Empty) is null)
            {
                return;
            }

            await _traffic.RunAsync();

            // Without a server leg nothing else ends a flow that stopped reading because we stop.
            End(FlowEndReason.Drained, null);
        }
        catch (Exception e)
        {
            EndByBug(e);
        }
        finally
        {
            await ReleaseAsync();
        }
    }

    // From here on somebody may wait for Ended. Whoever ends the flow looks for it after the reason stands; here it is the other way round.
    private void PrepareForEnd()
    {
        var ended = new CancellationTokenSource();
        Interlocked.Exchange(ref _ended, ended);
        if (EndReason != FlowEndReason.None)
        {
            ended.Cancel();
        }
    }

    private void CheckEstablished(PairTraffic traffic, long now)
    {
        if (Overdue(traffic.FromPhone, now))
        {
            End(FlowEndReason.PhoneMessageTimedOut, null);
        }
        else if (Overdue(traffic.FromServer, now))
        {
            End(FlowEndReason.ServerMessageTimedOut, null);
        }
        else if (now - Volatile.Read(ref _lastActivity) > _policy.Deadlines.Idle)
        {
            End(FlowEndReason.Idle, null);
        }
        else if (!PassesUnread)
        {
            traffic.Pings.Beat(now);
        }
    }

    private bool Overdue(RelayPump? pump, long now) =>
        pump is { IsBusy: false, MessageBegan: > 0 and var began } && now - began > _policy.Deadlines.Message;

    private Task CloseAsync()
    {
        if (Phone is null)
        {
            _connection.Abort();
        }

        return Volatile.Read(ref _ended) is { } ended ? CloseAsync(ended) : Task.CompletedTask;
    }

    private async Task CloseAsync(CancellationTokenSource ended)
    {
        await ended.CancelAsync();
        await Task.WhenAll(Phone?.CloseAsync().AsTask() ?? Task.CompletedTask, Server?.CloseAsync().AsTask() ?? Task.CompletedTask);
    }

    private void Abort()
    {
        _connection.Abort();
        Server?.Abort();
    }

    private async Task ReleaseAsync()
    {
        try
        {
            await _closing;
        }
        catch (Exception e)
        {
            // A bug, but what the flow holds is given back all the same.
            RelayLog.FlowFailed(_services.Log, Id, e);
        }

        if (Phone is not null)
        {
            await Phone.ReleaseAsync();
        }

        if (Server is not null)
        {
            await Server.ReleaseAsync();
        }

        _admission.Leave(Source, _isProven);
        _ended?.Dispose();
        LogEnd();
        _registry.Remove(this);
    }

    private void LogEnd()
    {
        _services.Metrics.FlowEnded(EndReason);
        if (EndReason is FlowEndReason.BalancerProbe or FlowEndReason.Quarantined)
        {
            RelayLog.NoNews(_services.Log, Id, EndReason, _services.Time.GetElapsedTime(_accepted).TotalSeconds, _connection.Addresses.Peer, Listener);
            return;
        }

        if (_services.Log.IsEnabled(LogLevel.Information))
        {
            Report().LogEnd(_services.Log, _connection.Addresses.Balancer, _endDetail ?? (PassesUnread ? "TLS passed unread" : null));
        }
    }
}
