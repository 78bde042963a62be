// SPDX-License-Identifier: MIT

using FastSipAlg.Inspection;
using FastSipAlg.Inspection.Reports;
using FastSipAlg.Relay.Diagnostics;
using FastSipAlg.Relay.Messages;
using FastSipAlg.Relay.Overload;
using FastSipAlg.Relay.Policy;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Tracking.Flows;
using FastSipAlg.Transport.Legs;
using FastSipAlg.Transport.ProxyProtocol;
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

    /// <summary>Milliseconds without a byte that make a flow quiet when we stop: an ACK follows its 200 within a round trip.</summary>
    private const long QuietPeriod = 300;

    private const string NotTrusted = "it sends a PROXY protocol header, but is none of proxy-protocol-from";

    private readonly AcceptedSocket _connection;
    private readonly RelayPolicy _policy;
    private readonly HandshakeTurns _turns;
    private readonly SourceCounts _sources;
    private readonly FlowContext _services;
    private readonly TransactionBalance _phoneRequests = new();
    private readonly TransactionBalance _serverRequests = new();
    private readonly OpenCalls _calls = new();
    private readonly RequestShedding _shedding;
    private readonly CancellationTokenSource _ended = new();
    private readonly FlowFacts _facts;
    private readonly FlowViolations _violations;
    private readonly long _accepted;
    private RelayPump? _fromPhone;
    private RelayPump? _fromServer;
    private PingWatch? _phonePings;
    private PingWatch? _serverPings;
    private Task _fromServerRun = Task.CompletedTask;
    private Task _closing = Task.CompletedTask;
    private long _stateSince;
    private long _lastActivity;
    private int _endReason;
    private string? _endDetail;
    private volatile FlowState _state;
    private volatile DrainPhase _drain;
    private volatile bool _passesUnread;
    private bool _isCountedBySource;
    private readonly bool _isFromBalancer;

    internal LegPair(FlowId id, string listener, AcceptedSocket connection, RelayPolicy policy, HandshakeTurns turns, SourceCounts sources, FlowContext services)
    {
        Id = id;
        Listener = listener;
        _connection = connection;
        _policy = policy;
        _turns = turns;
        _sources = sources;
        _services = services;
        _facts = new FlowFacts(id, listener, policy.Inspection.Profile, connection.Addresses.Peer);
        _violations = new FlowViolations(
            services.Violations, services.ViolationMetrics, _facts, policy.Inspection.LogsViolations, policy.Inspection.LogsJson);
        _isFromBalancer = policy.Balancers?.From.Contains(connection.Addresses.Peer.Address) == true;
        _shedding = new RequestShedding(services.Overload, id.Value, RetryAfter);
        _accepted = services.Time.GetTimestamp();
        _stateSince = services.Clock.Now;
        _lastActivity = _stateSince;
    }

    /// <summary>How far stopping has gone for this flow.</summary>
    private enum DrainPhase : byte
    {
        None,

        /// <summary>Ends when it has been quiet for <see cref="QuietPeriod"/>.</summary>
        WhenQuiet,

        /// <summary>Takes no more from the phone and ends at the first moment without an open request.</summary>
        Soon,
    }

    public FlowId Id { get; }

    public string Listener { get; }

    public FlowState State => _state;

    public FlowEndReason EndReason => (FlowEndReason)Volatile.Read(ref _endReason);

    /// <summary>What was negotiated with the phone; <see cref="TlsSession.None"/> before.</summary>
    public TlsSession PhoneSession => Phone?.Session ?? TlsSession.None;

    /// <summary>What was negotiated with the SIP server; <see cref="TlsSession.None"/> before.</summary>
    public TlsSession ServerSession => Server?.Session ?? TlsSession.None;

    /// <summary>The phone speaks TLS where SIP is plain, and the profile lets it: octets pass without being looked at.</summary>
    internal bool PassesUnread => _passesUnread;

    /// <summary>A request without its final response, or a call.</summary>
    internal bool IsInUse => _phoneRequests.Open + _serverRequests.Open + _calls.Count > 0;

    internal Leg? Phone { get; private set; }

    internal Leg? Server { get; private set; }

    // As they are now: they may have been changed since the flow began.
    private RelayPolicy Certificates => _services.Policies.ForHandshakes(Listener, _policy);

    // Phones that were told at the same moment shall not come back at the same moment.
    private int RetryAfter => _policy.RetryAfter + (int)(Id.Value % (_policy.RetryAfter + 1));

    internal long Now => _services.Clock.Now;

    /// <summary>The SIP server says something to our pings at least, so that what it says does not mean that anybody uses the flow.</summary>
    internal bool PingsServer => _serverPings is not null;

    /// <summary>The life of the flow after accept: handshake, relay, end. Returns when everything is given back.</summary>
    internal async Task RunAsync(bool isAdmitted)
    {
        try
        {
            if (!isAdmitted)
            {
                End(FlowEndReason.TooManyConnections, null);
                return;
            }

            if (_policy.Balancers is { IsRequired: true } && !_isFromBalancer)
            {
                End(FlowEndReason.NotThroughBalancer, "it is none of proxy-protocol-from");
                return;
            }

            if ((!_isFromBalancer && !AdmitSource()) || !await OpenPhoneLegAsync())
            {
                return;
            }

            if (_policy.OpensServerLegEagerly && await OpenServerLegAsync(ReadOnlyMemory<byte>.Empty) is null)
            {
                return;
            }

            _fromPhone = Pump(MessageDirection.PhoneToServer, Phone!, _phoneRequests, _serverRequests);
            _phonePings = _policy.PhonePings is { } pings ? new PingWatch(pings, _fromPhone, Phone!, Id.Value) : null;
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

    /// <summary>Opens the server leg and starts its pump; on failure answers <paramref name="firstMessages"/> with 503, ends the flow and returns null.</summary>
    internal async ValueTask<Leg?> OpenServerLegAsync(ReadOnlyMemory<byte> firstMessages)
    {
        Enter(FlowState.OpeningServerLeg);
        var opening = await ConnectServerLegAsync(firstMessages);
        if (opening.Leg is null)
        {
            var answer = LocalAnswer.ServerUnavailable(firstMessages.Span, UnavailableReason(opening.Failure), RetryAfter, _policy.FramerLimits);
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
        _fromServer = Pump(MessageDirection.ServerToPhone, Server, _serverRequests, _phoneRequests);
        _serverPings = _policy.ServerPings is { } pings ? new PingWatch(pings, _fromServer, Server, Id.Value) : null;
        _fromServerRun = _fromServer.RunAsync();
        if (EndReason != FlowEndReason.None)
        {
            // The flow ended while the leg was being opened, and its closing did not see it.
            Server.Abort();
        }

        return Server;
    }

    /// <summary>Whether a flow may go on whose phone has sent <paramref name="octets"/> as its first; false: it has been ended.</summary>
    internal async ValueTask<bool> AdmitFirstAsync(ReadOnlyMemory<byte> octets)
    {
        if (!Phone!.Session.IsPlain)
        {
            return true;
        }

        if (_policy.Balancers is not null && !_isFromBalancer && ProxyHeaderReader.Begins(octets.Span))
        {
            End(FlowEndReason.ProxyHeaderNotTrusted, NotTrusted);
            return false;
        }

        if (!UnreadTls.Begins(octets.Span))
        {
            return true;
        }

        _passesUnread = _policy.RelaysTlsUnread;
        if (!_passesUnread)
        {
            await Phone.Writer.WriteAsync(UnreadTls.Refusal);
            End(FlowEndReason.PhoneSpokeTls, null);
        }

        return _passesUnread;
    }

    /// <summary>Called by a pump after each batch that was dealt with.</summary>
    internal void BatchRelayed()
    {
        if (_state == FlowState.AwaitingFirstMessage && (_passesUnread || _fromPhone!.Messages > 0))
        {
            Enter(FlowState.Established);
        }

        if (_drain == DrainPhase.Soon)
        {
            Drain();
        }
    }

    internal void NoteActivity() => Volatile.Write(ref _lastActivity, Now);

    internal bool HasStoppedReading(MessageDirection direction) =>
        EndReason != FlowEndReason.None || (_drain == DrainPhase.Soon && direction == MessageDirection.PhoneToServer);

    /// <summary>Before closing: other flows must not wait for that on their thread.</summary>
    internal SlowLane.Entry EnterLane() => _services.Lane.Enter();

    internal void NoteForwarded(MessageDirection direction, int octets) => _services.Metrics.Forwarded(direction, octets);

    internal ReadOnlyMemory<byte> Pongs(MessageDirection direction, int pings)
    {
        _services.Metrics.Pings(direction, pings);
        return LocalAnswer.Pongs(pings);
    }

    internal void End(LegSide side, LegEndReason reason, string? detail) =>
        End(reason == LegEndReason.ClosedByUs ? FlowEndReason.InternalError : FlowEndReasons.Of(side, reason), detail);

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
        _phoneRequests.Open + _serverRequests.Open,
        _calls.Count,
        Describe(PhoneSession),
        Describe(ServerSession));

    /// <summary>
    /// We are stopping: ends the flow if it is quiet; when it must be <paramref name="soon"/>, at the first moment nothing is open. The phone is read from as long as a call or a request of the SIP
    /// server's needs its words. Returns whether the flow is ending.
    /// </summary>
    internal bool BeginDrain(bool soon)
    {
        if (soon && _calls.Count == 0 && _serverRequests.Open == 0)
        {
            _drain = DrainPhase.Soon;
        }
        else if (_drain == DrainPhase.None)
        {
            _drain = DrainPhase.WhenQuiet;
        }

        if (_drain == DrainPhase.Soon || IsQuiet)
        {
            Drain();
        }

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
        var policy = Certificates.Server;
        var key = FlowKey.Of(policy.Servers.Policy.Balance, _connection.Addresses.Peer.Address, firstMessages, _policy.FramerLimits);
        _turns.Follow();
        try
        {
            return await _services.ServerLegs.OpenAsync(policy, key, Phone, _ended.Token);
        }
        finally
        {
            _turns.End();
        }
    }

    // A plain leg has no handshake to wait for.
    private async ValueTask<bool> OpenPhoneLegAsync()
    {
        if (_isFromBalancer && !await ReadProxyHeaderAsync())
        {
            return false;
        }

        if (_policy.Phone is null)
        {
            await _services.Lane.Enter();
            return await ShakeHandsAsync();
        }

        await _connection.WaitForOctetsAsync(_services.Lane);
        if (_policy.Balancers is not null && !_isFromBalancer && ProxyHeaderReader.IsNext(_connection))
        {
            End(FlowEndReason.ProxyHeaderNotTrusted, NotTrusted);
            return false;
        }

        Enter(FlowState.AwaitingTurn);
        if (!await _services.Overload.AdmitHandshakeAsync(_ended.Token))
        {
            End(FlowEndReason.Shed, null);
            return false;
        }

        await _turns.BeginAsync();
        try
        {
            return await ShakeHandsAsync();
        }
        finally
        {
            _turns.End();
        }
    }

    // Balancers that speak for themselves are no source.
    private bool AdmitSource()
    {
        _isCountedBySource = _sources.TryEnter(_connection.Addresses.Peer.Address);
        if (!_isCountedBySource)
        {
            End(FlowEndReason.TooManyFromSource, null);
        }

        return _isCountedBySource;
    }

    // Before anything of the phone is looked at: whose connection it is. False: the flow has been ended.
    private async ValueTask<bool> ReadProxyHeaderAsync()
    {
        Enter(FlowState.AwaitingProxyHeader);
        var balancer = _connection.Addresses.Peer;
        var (outcome, detail) = await ProxyHeaderReader.ReadAsync(_connection, _services.Lane);
        _services.Metrics.ProxyHeader(outcome);
        switch (outcome)
        {
            case ProxyHeaderOutcome.Absent when _policy.Balancers!.IsRequired:
                End(FlowEndReason.ProxyHeaderMissing, null);
                return false;
            case ProxyHeaderOutcome.Faulty:
                End(FlowEndReason.ProxyHeaderInvalid, detail);
                return false;
            case ProxyHeaderOutcome.Left:
                End(FlowEndReason.BalancerProbe, null);
                return false;
            case ProxyHeaderOutcome.Phone:
                _facts.Phone = _connection.Addresses.Peer;
                RelayLog.PhoneNamed(_services.Log, Id, balancer, _facts.Phone);
                if (!AdmitSource())
                {
                    return false;
                }

                break;
        }

        Enter(FlowState.Accepted);
        if (outcome == ProxyHeaderOutcome.Nobody)
        {
            await _connection.WaitForOctetsAsync(_services.Lane);
            if (_connection.IsGone())
            {
                End(FlowEndReason.BalancerProbe, null);
                return false;
            }
        }

        return true;
    }

    private async ValueTask<bool> ShakeHandsAsync()
    {
        if (EndReason != FlowEndReason.None)
        {
            return false;
        }

        Enter(FlowState.Handshake);
        var opening = await _services.PhoneLegs.OpenAsync(_connection, Certificates.Phone);
        if (opening.Leg is null)
        {
            End(LegSide.Phone, opening.Failure, opening.Detail);

            // A handshake that was too slow was ended by the heartbeat, which does not know how far it had come.
            _endDetail ??= opening.Detail;
            return false;
        }

        Phone = opening.Leg;
        Enter(FlowState.AwaitingFirstMessage);
        return true;
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
        else if (!_passesUnread)
        {
            CheckLiveness(_serverPings, now, MessageDirection.ServerToPhone, FlowEndReason.ServerPongTimedOut);
            CheckLiveness(_phonePings, now, MessageDirection.PhoneToServer, FlowEndReason.PhonePongTimedOut);
        }
    }

    private void CheckLiveness(PingWatch? pings, long now, MessageDirection answers, FlowEndReason wedged)
    {
        switch (pings?.Beat(now))
        {
            case PingWatch.Verdict.Ping:
                _services.Metrics.PingSent(answers);
                _ = PingAsync(pings);
                break;
            case PingWatch.Verdict.Wedged:
                End(wedged, null);
                break;
        }
    }

    // Between two messages: the writer writes whole ones.
    private async Task PingAsync(PingWatch pings)
    {
        try
        {
            pings.FromPeer.AwaitPong();
            if (await pings.Leg.Writer.WriteAsync(LocalAnswer.Ping) is not LegEndReason.None and not LegEndReason.ClosedByUs and var reason)
            {
                End(pings.Leg.Side, reason, "when it was pinged");
            }
        }
        catch (Exception e)
        {
            EndByBug(e);
        }
    }

    private bool Overdue(RelayPump? pump, long now) =>
        pump is { IsBusy: false, MessageBegan: > 0 and var began } && now - began > _policy.Deadlines.Message;

    // First the phase, then the look: a pump that has just read something sees the phase, or is seen to be busy (RelayPump.MayGoOn).
    private void Drain()
    {
        if (!IsBetweenTransactions())
        {
            return;
        }

        _drain = DrainPhase.Soon;
        Interlocked.MemoryBarrier();
        if (IsBetweenTransactions())
        {
            End(FlowEndReason.Drained, null);
        }
    }

    // A phone that is shaking hands is about to say something; one that has just done so, too.
    private bool IsQuiet => _state is not (FlowState.AwaitingTurn or FlowState.Handshake)
        && Now - Math.Max(Volatile.Read(ref _lastActivity), Volatile.Read(ref _stateSince)) >= QuietPeriod;

    private bool IsBetweenTransactions()
    {
        var isOpen = _phoneRequests.Open > 0 || _serverRequests.Open > 0 || _calls.Count > 0;
        var isBusy = _fromPhone is { IsBusy: true } || _fromServer is { IsBusy: true } || _state == FlowState.OpeningServerLeg;
        var isInMessage = _fromPhone is { MessageBegan: > 0 } || _fromServer is { MessageBegan: > 0 };
        return !isOpen && !isBusy && !isInMessage;
    }

    private bool End(FlowEndReason reason, string? detail)
    {
        if (Interlocked.CompareExchange(ref _endReason, (int)reason, (int)FlowEndReason.None) != (int)FlowEndReason.None)
        {
            return false;
        }

        _endDetail = detail;
        Enter(FlowState.Ending);
        _closing = CloseAsync();
        return true;
    }

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

        if (_isCountedBySource)
        {
            _sources.Leave(_connection.Addresses.Peer.Address);
        }

        _ended.Dispose();
        LogEnd();
    }

    private void LogEnd()
    {
        _services.Metrics.FlowEnded(EndReason);
        if (EndReason == FlowEndReason.BalancerProbe)
        {
            RelayLog.ProbeEnded(_services.Log, Id, EndReason, _services.Time.GetElapsedTime(_accepted).TotalSeconds, _connection.Addresses.Peer, Listener);
            return;
        }

        if (!_services.Log.IsEnabled(LogLevel.Information))
        {
            return;
        }

        RelayLog.FlowEnded(
            _services.Log,
            Id,
            EndReason,
            _services.Time.GetElapsedTime(_accepted).TotalSeconds,
            _connection.Addresses.Peer,
            BalancerText.Describe(_connection.Addresses.Balancer),
            Listener,
            Server?.Addresses.Peer.ToString() ?? "none",
            _fromPhone?.Messages ?? 0,
            _fromServer?.Messages ?? 0,
            _fromPhone?.Octets ?? 0,
            _fromServer?.Octets ?? 0,
            Describe(PhoneSession),
            Describe(ServerSession),
            (_endDetail ?? (_passesUnread ? "TLS passed unread" : null)) is { } detail ? " detail=\"" + LogText.Escape(detail) + "\"" : string.Empty);
    }

    private static string Describe(TlsSession session) => session == TlsSession.None || session.IsPlain ? session.VersionName : $"{session.VersionName}/{session.CipherName}{(session.IsResumed == true ? "/resumed" : "")}";

    private static ReadOnlySpan<byte> UnavailableReason(LegEndReason failure) => failure switch
    {
        LegEndReason.ConnectRefused => "Service Unavailable, SIP server refused the connection"u8,
        LegEndReason.ConnectTimedOut => "Service Unavailable, SIP server did not answer in time"u8,
        LegEndReason.NameNotResolved => "Service Unavailable, SIP server name not found"u8,
        LegEndReason.PeerRefused => "Service Unavailable, SIP server certificate not trusted"u8,
        LegEndReason.AtCapacity => "Service Unavailable, SIP server has all the connections it may have"u8,
        LegEndReason.HandshakeFailed or LegEndReason.HandshakeAbandoned => "Service Unavailable, TLS with the SIP server failed"u8,
        _ => "Service Unavailable, SIP server not reachable"u8,
    };

    private RelayPump Pump(MessageDirection direction, Leg source, TransactionBalance own, TransactionBalance other) => new(
        this,
        direction,
        new MessagePath(
            direction, _policy.FramerLimits, new InspectionPipeline(_policy.Inspection, direction, _violations), _services.Metrics, own, other, _calls, _shedding),
        source);

    private void Enter(FlowState state)
    {
        // An end stands: nothing comes after it.
        if (_state != FlowState.Ending)
        {
            Volatile.Write(ref _stateSince, Now);
            _state = state;
        }
    }
}
