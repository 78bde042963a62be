// SPDX-License-Identifier: MIT

using System.Net;
using System.Net.Sockets;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Inspection.Reports;
using FastSipAlg.Relay.Diagnostics;
using FastSipAlg.Relay.Flows;
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
    private readonly ViolationMetrics _violationMetrics = new();
    private readonly CancellationTokenSource _stopAccepting = new();
    private readonly CancellationTokenSource _stopHeartbeat = new();
    private readonly List<FlowAcceptor> _acceptors = [];
    private readonly List<Task> _tasks = [];
    private readonly FastSipAlgOptions _options;
    private readonly CertificateMetrics _certificateMetrics;
    private readonly ServerPools _servers;
    private readonly ServerHealthChecks _health;
    private CertificateStore _certificates;
    private readonly FlowContext _services;

    /// <summary><paramref name="options"/> have been validated, and <paramref name="certificates"/> hold all that they name.</summary>
    public RelayServer(FastSipAlgOptions options, CertificateStore certificates, ILoggerFactory loggers, TimeProvider time)
    {
        _options = options;
        _certificates = certificates;
        _certificateMetrics = new CertificateMetrics(() => Certificates, time);
        var log = loggers.CreateLogger("FastSipAlg.Relay");
        var serverLegs = new ServerLegFactory(_loops, _legMetrics, time);
        _servers = new ServerPools(new ServerLog(log), time);
        _health = new ServerHealthChecks(serverLegs, OptionsQuestion.AskAsync, time);
        _services = new FlowContext(
            new RelayPolicies(),
            _loops.Lane,
            new PhoneLegFactory(_loops, _legMetrics, time),
            serverLegs,
            _metrics,
            new ViolationLog(loggers, time),
            _violationMetrics,
            new FlowClock(time),
            time,
            log);
        Flows = new FlowRegistry(time);
    }

    public FlowRegistry Flows { get; }

    /// <summary>Those in use.</summary>
    public CertificateStore Certificates => Volatile.Read(ref _certificates);

    /// <summary>Each target of each SIP server, as it is now.</summary>
    public IReadOnlyList<ServerSnapshot> Servers => _servers.Snapshot();

    /// <summary>Name and bound address of each listener, in the order of the configuration.</summary>
    public IEnumerable<(string Name, IPEndPoint EndPoint)> Listeners => _acceptors.Select(acceptor => (acceptor.Name, acceptor.EndPoint));

    /// <summary>Binds every listener, then accepts. Nothing listens when one of them cannot be bound.</summary>
    /// <exception cref="ListenerBindException">An address is taken, not ours, or not allowed.</exception>
    public void Start()
    {
        SetUpProcess();
        _services.Policies.Current = _options.Listeners.Values.ToDictionary(
            listener => listener.Name,
            listener => RelayPolicyCompiler.Compile(_options, listener, _certificates, _servers, _services.Time));
        foreach (var listener in _options.Listeners.Values)
        {
            _acceptors.Add(new FlowAcceptor(listener.Name, Bind(listener), _services, Flows));
        }

        foreach (var acceptor in _acceptors)
        {
            var listener = _options.Listeners[acceptor.Name];
            var server = _options.SipServers[listener.Server!];
            RelayLog.Listening(_services.Log, acceptor.Name, acceptor.EndPoint, _options.IsPlain(listener) ? "plain TCP" : "TLS", string.Join(' ', server.Addresses));
            _tasks.Add(acceptor.AcceptAsync(_stopAccepting.Token));
        }

        _tasks.Add(BeatAsync());
    }

    /// <summary>
    /// Takes other certificates into use: every handshake from now on, with phones and with SIP servers, goes by them; what is open stays as it is. Of <paramref name="options"/> only the names
    /// of certificates and peers count; <paramref name="certificates"/> hold all of those. Called by one at a time.
    /// </summary>
    public void UseCertificates(FastSipAlgOptions options, CertificateStore certificates)
    {
        _services.Policies.Current = _services.Policies.Current.ToDictionary(
            policy => policy.Key,
            policy => RelayPolicyCompiler.WithCertificates(policy.Value, options, options.Listeners[policy.Key], certificates, _services.Time));
        Volatile.Write(ref _certificates, certificates);
    }

    /// <summary>Stops accepting, lets messages in flight finish, closes every flow; what is still busy at <paramref name="deadline"/> is cut off. The first call counts.</summary>
    public async Task StopAsync(TimeSpan deadline)
    {
        if (_stopAccepting.IsCancellationRequested)
        {
            return;
        }

        await _stopAccepting.CancelAsync();
        RelayLog.Stopping(_services.Log, Flows.Count, deadline.TotalSeconds);
        RelayLog.Stopped(_services.Log, await Flows.DrainAsync(deadline));
        await _stopHeartbeat.CancelAsync();
        await Task.WhenAll(_tasks);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero);
        await _health.DisposeAsync();
        _stopAccepting.Dispose();
        _stopHeartbeat.Dispose();
        _metrics.Dispose();
        _violationMetrics.Dispose();
        _legMetrics.Dispose();
        _certificateMetrics.Dispose();
        _servers.Dispose();
        _loops.Dispose();
    }

    // Before the first handshake: OpenSSL reads it when a context is made.
    private void SetUpProcess()
    {
        var profiles = _options.Listeners.Values.Select(listener => _options.VoipProfiles[listener.VoipProfile]);
        if (profiles.Any(profile => !profile.SslSendEmptyFrags && EmptyFragments.Concern(profile)) && !EmptyFragments.TurnOff())
        {
            RelayLog.EmptyFragmentsStay(_services.Log);
        }
    }

    private FlowListener Bind(ListenerOptions listener)
    {
        var endPoint = new IPEndPoint(IPAddress.Parse(listener.Address), _options.PortOf(listener));
        try
        {
            return FlowListener.Bind(endPoint);
        }
        catch (SocketException e)
        {
            foreach (var acceptor in _acceptors)
            {
                acceptor.Dispose();
            }

            throw new ListenerBindException($"listener {listener.Name}: {endPoint} cannot be listened on: {e.Message}", e);
        }
    }

    // Listeners that share a SIP server share its targets, and any of their policies finds them.
    private void CheckHealth()
    {
        foreach (var policy in _services.Policies.Current.Values.DistinctBy(policy => policy.Server.Servers))
        {
            _health.Beat(policy.Server);
        }
    }

    private async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(HeartbeatInterval, _services.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopHeartbeat.Token))
            {
                _services.Clock.Beat();
                Flows.CheckDeadlines();
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
