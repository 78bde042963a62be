// SPDX-License-Identifier: MIT

using System.Net;
using System.Net.Sockets;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Inspection.Reports;
using FastSipAlg.Relay.Diagnostics;
using FastSipAlg.Relay.Flows;
using FastSipAlg.Relay.Overload;
using FastSipAlg.Relay.Policy;
using FastSipAlg.Relay.Servers;
using FastSipAlg.Transport.Certificates;
using FastSipAlg.Transport.Legs;
using FastSipAlg.Transport.Servers;
using FastSipAlg.Transport.Sockets;
using Microsoft.Extensions.Logging;

namespace FastSipAlg.Relay;

/// <summary>The whole relay of one process: listeners, flows, heartbeat; started once, stopped once.</summary>
public sealed class RelayServer : IAsyncDisposable
{
    /// <summary>How exact a deadline is. Every flow is looked at this often.</summary>
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromMilliseconds(250);

    private readonly SocketLoops _loops = new(Environment.ProcessorCount);
    private readonly LegMetrics _legMetrics = new();
    private readonly RelayMetrics _metrics = new();
    private readonly AdmissionMetrics _admissionMetrics;
    private readonly ViolationMetrics _violationMetrics = new();
    private readonly CancellationTokenSource _stopHeartbeat = new();
    private readonly Lock _lock = new();
    private readonly List<Task> _accepting = [];
    private readonly CertificateMetrics _certificateMetrics;
    private readonly ServerPools _servers;
    private readonly ServerHealthChecks _health;
    private readonly FlowContext _services;
    private readonly FlowDrain _drain;
    private readonly PassedSockets _passed;
    private readonly MemoryUse _memory;
    private OverloadPolicy _overload;
    private IReadOnlyList<FlowAcceptor> _acceptors = [];
    private FastSipAlgOptions _options;
    private CertificateStore _certificates;
    private Task _beating = Task.CompletedTask;
    private Task? _draining;

    /// <param name="options">They have been validated.</param>
    /// <param name="certificates">They hold all that <paramref name="options"/> name.</param>
    /// <param name="loggers">Of the program.</param>
    /// <param name="time">Tells the time.</param>
    /// <param name="violations">Keeps the last of them, where anybody asks.</param>
    /// <param name="passed">Sockets to take rather than to bind the same; null: none.</param>
    public RelayServer(
        FastSipAlgOptions options, CertificateStore certificates, ILoggerFactory loggers, TimeProvider time, ViolationHistory? violations = null, PassedSockets? passed = null)
    {
        _passed = passed ?? PassedSockets.None;
        _options = options;
        _certificates = certificates;
        _certificateMetrics = new CertificateMetrics(() => Certificates, time);
        _admissionMetrics = new AdmissionMetrics(() => Volatile.Read(ref _acceptors).Select(acceptor => (acceptor.Name, acceptor.Admission.SourcesInQuarantine)));
        var log = loggers.CreateLogger("FastSipAlg.Relay");
        var serverLegs = new ServerLegFactory(_loops, _legMetrics, time);
        _servers = new ServerPools(new ServerLog(log), time);
        _health = new ServerHealthChecks(serverLegs, OptionsQuestion.AskAsync, time);
        _memory = new MemoryUse(time);
        _overload = OverloadPolicy.Of(options.SystemGlobal);
        _services = new FlowContext(
            new RelayPolicies(),
            _loops,
            new PhoneLegFactory(_loops, _legMetrics, time),
            serverLegs,
            _metrics,
            _admissionMetrics,
            new ViolationLog(loggers, time, violations),
            _violationMetrics,
            new FlowClock(time),
            new OverloadControl(time, log),
            time,
            log);
        Flows = new FlowRegistry();
        _drain = new FlowDrain(Flows, StopAcceptingAsync, _services.Log, time);
    }

    public FlowRegistry Flows { get; }

    /// <summary>Those in use.</summary>
    public CertificateStore Certificates => Volatile.Read(ref _certificates);

    /// <summary>Each target of each SIP server, as it is now.</summary>
    public IReadOnlyList<ServerSnapshot> Servers => _servers.Snapshot();

    /// <summary>The options that new flows go by.</summary>
    public FastSipAlgOptions Options => Volatile.Read(ref _options);

    /// <summary>Name and bound address of each listener, in the order of the configuration.</summary>
    public IEnumerable<(string Name, IPEndPoint EndPoint)> Listeners => Volatile.Read(ref _acceptors).Select(acceptor => (acceptor.Name, acceptor.EndPoint));

    /// <summary>Whether listeners are open, or there are none to open.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>Since flows were last looked at; much more than a quarter of a second means that the process has no time left, or hangs.</summary>
    public TimeSpan SinceHeartbeat => _services.Clock.Age;

    /// <summary>How short CPU and memory are.</summary>
    public OverloadReport Overload => _services.Overload.Report;

    /// <summary>How far stopping has come, with figures.</summary>
    public DrainReport Drain => _drain.Report();

    /// <summary>How far stopping has come.</summary>
    public DrainStage DrainStage => _drain.Stage;

    /// <summary>Binds every listener, then accepts. Nothing listens when one of them cannot be bound.</summary>
    /// <exception cref="ListenerBindException">An address is taken, not ours, or not allowed.</exception>
    public void Start()
    {
        Apply(_options, _certificates);
        HasStarted = true;
        _beating = BeatAsync();
    }

    /// <summary>
    /// Takes a configuration into use as a whole: nothing of it when one of its listeners cannot be bound. Listeners whose address and port stay keep their sockets, those that are gone stop accepting.
    /// New flows go by it, and handshakes that begin from now on; else a flow keeps what it began with. <paramref name="certificates"/> hold all that <paramref name="options"/> name.
    /// False: nothing was taken, because we are stopping.
    /// </summary>
    /// <exception cref="ListenerBindException">An address is taken, not ours, or not allowed.</exception>
    public bool Apply(FastSipAlgOptions options, CertificateStore certificates)
    {
        lock (_lock)
        {
            if (_draining is not null)
            {
                return false;
            }

            var former = _acceptors;
            var acceptors = BindAll(options);

            // From here on nothing can fail.
            var policies = options.Listeners.Values.ToDictionary(
                listener => listener.Name,
                listener => RelayPolicyCompiler.Compile(options, listener, certificates, _servers, _services.Time));
            SetUpProcess(options);
            _services.Policies.Current = policies;
            _servers.Keep(policies.Values.Select(policy => policy.Server.Servers));
            Volatile.Write(ref _overload, OverloadPolicy.Of(options.SystemGlobal));
            Volatile.Write(ref _options, options);
            Volatile.Write(ref _certificates, certificates);
            Volatile.Write(ref _acceptors, [.. acceptors.Select(acceptor => acceptor.Acceptor)]);
            foreach (var (listener, acceptor) in acceptors)
            {
                acceptor.Follow(listener.Name, policies[listener.Name]);
                if (!former.Contains(acceptor))
                {
                    Begin(options, listener, acceptor);
                }
            }

            foreach (var acceptor in former.Except(_acceptors))
            {
                RelayLog.ListenerGone(_services.Log, acceptor.Name, acceptor.EndPoint, acceptor.Admission.Flows);
                acceptor.Stop();
            }

            foreach (var socket in _passed.All.Where(socket => !_acceptors.Any(acceptor => acceptor.EndPoint.Equals(socket.EndPoint))))
            {
                RelayLog.PassedInVain(_services.Log, socket.Name, socket.EndPoint?.ToString() ?? "no TCP socket that listens");
            }

            return true;
        }
    }

    /// <summary>
    /// Accepts for <paramref name="delay"/> more, then no connection; lets requests and calls finish and closes every flow; what is still busy after <paramref name="deadline"/> is cut off. The first call
    /// counts, later ones wait for the same end.
    /// </summary>
    public Task DrainAsync(TimeSpan delay, TimeSpan deadline)
    {
        lock (_lock)
        {
            return _draining ??= _drain.RunAsync(delay, deadline);
        }
    }

    /// <summary>Whoever drains waits for nothing any more.</summary>
    public void CutOff()
    {
        RelayLog.CutOff(_services.Log);
        _drain.CutOff();
    }

    /// <summary>Drains and stops.</summary>
    public async Task StopAsync(TimeSpan delay, TimeSpan deadline)
    {
        await DrainAsync(delay, deadline);
        await _stopHeartbeat.CancelAsync();
        await _beating;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero, TimeSpan.Zero);
        await _health.DisposeAsync();
        _stopHeartbeat.Dispose();
        _drain.Dispose();
        _services.Overload.Dispose();
        _memory.Dispose();
        _metrics.Dispose();
        _admissionMetrics.Dispose();
        _violationMetrics.Dispose();
        _legMetrics.Dispose();
        _certificateMetrics.Dispose();
        _servers.Dispose();
        _loops.Dispose();
    }

    // Before the first handshake: OpenSSL reads it when a context is made.
    private void SetUpProcess(FastSipAlgOptions options)
    {
        var profiles = options.Listeners.Values.Select(listener => options.VoipProfiles[listener.VoipProfile]);
        if (profiles.Any(profile => !profile.SslSendEmptyFrags && EmptyFragments.Concern(profile)) && !EmptyFragments.TurnOff())
        {
            RelayLog.EmptyFragmentsStay(_services.Log);
        }
    }

    // A socket that is there already is taken over by whoever wants its place.
    private List<(ListenerOptions Listener, FlowAcceptor Acceptor)> BindAll(FastSipAlgOptions options)
    {
        var bound = new List<(ListenerOptions Listener, FlowAcceptor Acceptor)>();
        foreach (var listener in options.Listeners.Values)
        {
            var place = ListenerPlace.Of(options, listener);
            try
            {
                bound.Add((listener, _acceptors.FirstOrDefault(acceptor => acceptor.Place.Serves(place))
                    ?? new FlowAcceptor(place, _passed.Find(listener.Name, place.EndPoint) ?? FlowListener.Bind(place.EndPoint, place.IsShared), _services, Flows)));
            }
            catch (SocketException e)
            {
                foreach (var (_, acceptor) in bound.Where(pair => !_acceptors.Contains(pair.Acceptor)))
                {
                    acceptor.Dispose();
                }

                throw new ListenerBindException($"listener {listener.Name}: {place.EndPoint} cannot be listened on: {e.Message}", e);
            }
        }

        return bound;
    }

    private void Begin(FastSipAlgOptions options, ListenerOptions listener, FlowAcceptor acceptor)
    {
        var server = options.SipServers[listener.Server!];
        RelayLog.Listening(_services.Log, listener.Name, acceptor.EndPoint, options.IsPlain(listener) ? "plain TCP" : "TLS", string.Join(' ', server.Addresses));
        _accepting.RemoveAll(task => task.IsCompleted);
        _accepting.Add(acceptor.AcceptAsync());
    }

    private async Task StopAcceptingAsync()
    {
        Task[] accepting;
        lock (_lock)
        {
            foreach (var acceptor in _acceptors)
            {
                acceptor.Stop();
            }

            accepting = [.. _accepting];
        }

        await Task.WhenAll(accepting);
    }

    // Listeners that share a SIP server share its targets, and any of their policies finds them.
    private void CheckHealth()
    {
        foreach (var policy in _services.Policies.Current.Values.DistinctBy(policy => policy.Server.Servers))
        {
            _health.Beat(policy.Server);
        }
    }

    private void LookAtLoad()
    {
        var policy = Volatile.Read(ref _overload);
        var load = _loops.TakeLoad();
        var memory = _memory.Read(policy.MemoryRed * policy.MemoryLimit);
        _services.Overload.Beat(policy, new OverloadReading(load.Use, load.Lag.TotalSeconds, memory));
    }

    private async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(HeartbeatInterval, _services.Time);
        var checking = Task.CompletedTask;
        try
        {
            while (await timer.WaitForNextTickAsync(_stopHeartbeat.Token))
            {
                _services.Clock.Beat();
                LookAtLoad();
                if (checking.IsCompleted)
                {
                    await checking;
                    checking = Flows.CheckDeadlinesAsync(_services.Time);
                }

                foreach (var acceptor in Volatile.Read(ref _acceptors))
                {
                    acceptor.Admission.Beat();
                }

                _servers.Beat();
                CheckHealth();
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }
}

/// <summary>A listener's address could not be bound; the message is one sentence for the operator.</summary>
public sealed class ListenerBindException(string message, Exception inner) : Exception(message, inner);
