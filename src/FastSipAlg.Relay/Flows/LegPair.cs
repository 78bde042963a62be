// SPDX-License-Identifier: MIT

using System.Net;
using FastSipAlg.Inspection;
using FastSipAlg.Inspection.Reports;
using FastSipAlg.Relay.Diagnostics;
using FastSipAlg.Relay.Messages;
using FastSipAlg.Relay.Overload;
using FastSipAlg.Relay.Policy;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Tracking.Flows;
using FastSipAlg.Transport.Legs;
using FastSipAlg.Transport.Sockets;
using Microsoft.Extensions.Logging;

namespace FastSipAlg.Relay.Flows;

/// <summary>
/// One flow: two legs, two pumps, one end reason. Made when the phone's connection is accepted. Whoever finds a reason to end it says so by
/// <c>End…</c>: the first reason stands, both legs are closed, both pumps come home. Thread-safe where the heartbeat and the two pumps meet.
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
    private readonly PhoneArrival _arrival;
    private readonly FlowPings _pings;
    private readonly PairDrain _drain;
    private readonly FlowUse _use = new();
    private readonly RequestShedding _shedding;
    private readonly CancellationTokenSource _ended = new();
    private readonly FlowFacts _facts;
    private readonly FlowViolations _violations;
    private readonly long _accepted;
    private RelayPump? _fromPhone;
    private RelayPump? _fromServer;
    private Task _fromServerRun = Task.CompletedTask;
    private Task _closing = Task.CompletedTask;
    private long _stateSince;
    private long _lastActivity;
    private int _endReason;
    private string? _endDetail;
    private volatile FlowState _state;
    private bool _isProven;

    /// <summary><paramref name="source"/> has been let in; null: it is not known yet, or not counted.</summary>
    internal LegPair(FlowId id, string listener, AcceptedSocket connection, RelayPolicy policy, Admission admission, SourceKey? source, FlowContext services)
    {
        Id = id;
        Listener = listener;
        _connection = connection;
        _policy = policy;
        _admission = admission;
        _services = services;
        _arrival = new PhoneArrival(this, connection, policy, admission, source, services);
        _pings = new FlowPings(this, policy, services.Metrics);
        _drain = new PairDrain(this, _use);
        _facts = new FlowFacts(id, listener, policy.Inspection.Profile, connection.Addresses.Peer);
        _violations = new FlowViolations(
            services.Violations, services.ViolationMetrics, _facts, policy.Inspection.LogsViolations, policy.Inspection.LogsJson);
        _shedding = new RequestShedding(services.Overload, id.Value, RetryAfter);
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

    /// <summary>Octets pass without being looked at.</summary>
    internal bool PassesUnread => _arrival.PassesUnread;

    /// <summary>A request without its final response, or a call.</summary>
    internal bool IsInUse => _use.IsAny;

    /// <summary>Something was read and is not dealt with yet, or the rest of a message is still to come.</summary>
    internal bool IsRelaying => _fromPhone is { IsAtRest: false } || _fromServer is { IsAtRest: false };

    /// <summary>Cancelled when the flow ends.</summary>
    internal CancellationToken Ended => _ended.Token;

    /// <summary>Milliseconds since anything came, or changed.</summary>
    internal long QuietFor => Now - Math.Max(Volatile.Read(ref _lastActivity), Volatile.Read(ref _stateSince));

    internal Leg? Phone { get; private set; }

    internal Leg? Server { get; private set; }

    /// <summary>As it is now: it may have been changed since the flow began.</summary>
    internal RelayPolicy HandshakePolicy => _services.Policies.ForHandshakes(Listener, _policy);

    // Phones that were told at the same moment shall not come back at the same moment.
    private int RetryAfter => _policy.RetryAfter + (int)(Id.Value % (_policy.RetryAfter + 1));

    internal long Now => _services.Clock.Now;

    /// <summary>The SIP server says something to our pings at least, so that what it says does not mean that anybody uses the flow.</summary>
    internal bool PingsServer => _pings.PingsServer;

    /// <summary>The life of the flow after accept: handshake, relay, end. Returns when everything is given back.</summary>
    internal async Task RunAsync()
    {
        try
        {
            Phone = await _arrival.OpenLegAsync();
            if (Phone is null)
            {
                return;
            }

            Enter(FlowState.AwaitingFirstMessage);
            if (_policy.OpensServerLegEagerly && await OpenServerLegAsync(ReadOnlyMemory<byte>.Empty) is null)
            {
                return;
            }

            _fromPhone = Pump(MessageDirection.PhoneToServer, Phone, _use.PhoneRequests, _use.ServerRequests);
            _pings.WatchPhone(_fromPhone, Phone);
            await _fromPhone.RunAsync();
            await _fromServerRun;

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
            _admission.Prove(_arrival.Source);
        }
    }

    /// <summary>A balancer has said whose connection it is.</summary>
    internal void NamePhone(IPEndPoint balancer, IPEndPoint phone)
    {
        _facts.Phone = phone;
        RelayLog.PhoneNamed(_services.Log, Id, balancer, phone);
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
        _facts.Server = Server.Addresses.Peer;
        RelayLog.ServerLegOpened(_services.Log, Id, Server.Addresses.Peer);
        Enter(firstMessages.IsEmpty ? FlowState.AwaitingFirstMessage : FlowState.Established);
        _fromServer = Pump(MessageDirection.ServerToPhone, Server, _use.ServerRequests, _use.PhoneRequests);
        _pings.WatchServer(_fromServer, Server);
        _fromServerRun = _fromServer.RunAsync();
        if (EndReason != FlowEndReason.None)
        {
            // The flow ended while the leg was being opened, and its closing did not see it.
            Server.Abort();
        }

        return Server;
    }

    /// <summary>Whether a flow may go on whose phone has sent <paramref name="octets"/> as its first; false: it has been ended.</summary>
    internal ValueTask<bool> AdmitFirstAsync(ReadOnlyMemory<byte> octets) => _arrival.AdmitFirstAsync(Phone!, octets);

    /// <summary>Called by a pump after each batch that was dealt with.</summary>
    internal void BatchRelayed()
    {
        if (_state == FlowState.AwaitingFirstMessage && (PassesUnread || _fromPhone!.Messages > 0))
        {
            Enter(FlowState.Established);
        }

        _drain.LookAgain();
    }

    internal void NoteActivity() => Volatile.Write(ref _lastActivity, Now);

    internal bool HasStoppedReading(MessageDirection direction) =>
        EndReason != FlowEndReason.None || (_drain.IsSoon && direction == MessageDirection.PhoneToServer);

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
        if (!_isProven && !_arrival.IsBlameless && FlowEndReasons.IsFailureOfSource(reason))
        {
            _admission.Fail(_arrival.Source, reason);
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

    /// <summary>Ends a flow that outstayed its state. Called by the heartbeat.</summary>
    internal void CheckDeadlines()
    {
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
                CheckEstablished(now);
                break;
            case FlowState.Ending when inState > CloseDeadline:
                Abort();
                break;
        }
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
        _fromPhone?.Messages ?? 0,
        _fromServer?.Messages ?? 0,
        _fromPhone?.Octets ?? 0,
        _fromServer?.Octets ?? 0,
        _use.OpenRequests,
        _use.Calls.Count,
        FlowReport.Describe(PhoneSession),
        FlowReport.Describe(ServerSession));

    /// <summary>We are stopping: ends the flow as soon as it may, see <see cref="PairDrain.Begin"/>. Returns whether it is ending.</summary>
    internal bool BeginDrain(bool soon)
    {
        _drain.Begin(soon);
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
            return await _services.ServerLegs.OpenAsync(policy, key, Phone, _ended.Token);
        }
        finally
        {
            _admission.Turns.End();
        }
    }

    private void CheckEstablished(long now)
    {
        if (Overdue(_fromPhone, now))
        {
            End(FlowEndReason.PhoneMessageTimedOut, null);
        }
        else if (Overdue(_fromServer, now))
        {
            End(FlowEndReason.ServerMessageTimedOut, null);
        }
        else if (now - Volatile.Read(ref _lastActivity) > _policy.Deadlines.Idle)
        {
            End(FlowEndReason.Idle, null);
        }
        else if (!PassesUnread)
        {
            _pings.Beat(now);
        }
    }

    private bool Overdue(RelayPump? pump, long now) =>
        pump is { IsBusy: false, MessageBegan: > 0 and var began } && now - began > _policy.Deadlines.Message;

    private async Task CloseAsync()
    {
        await _ended.CancelAsync();
        if (Phone is null)
        {
            _connection.Abort();
        }

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

        _admission.Leave(_arrival.Source, _isProven);
        _ended.Dispose();
        LogEnd();
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

    private RelayPump Pump(MessageDirection direction, Leg source, TransactionBalance own, TransactionBalance other) => new(
        this,
        direction,
        new MessagePath(
            direction, _policy.FramerLimits, new InspectionPipeline(_policy.Inspection, direction, _violations), _services.Metrics, own, other, _use.Calls, _shedding),
        source);
}
