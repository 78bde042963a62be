// SPDX-License-Identifier: MIT

using System.Net;
using System.Net.Sockets;
using FastSipAlg.Relay.Diagnostics;
using FastSipAlg.Relay.Policy;
using FastSipAlg.Tracking.Flows;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Relay.Flows;

/// <summary>
/// Start here: one listener's flows, each from accept to end. Accept, admit, register; then the flow lives by itself in <see cref="LegPair"/>:
/// TLS with the phone, first message, TLS with the SIP server, messages both ways, end.
/// </summary>
internal sealed class FlowAcceptor(ListenerPlace place, FlowListener socket, FlowContext services, FlowRegistry registry)
    : IDisposable
{
    private static readonly TimeSpan PauseWithoutFiles = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a shared port is still accepted on after its successor gets what is new: a connection whose first packet was ours is complete after a round trip, or a packet's repetition (RFC 6298: 1 s).</summary>
    private static readonly TimeSpan HandOverTime = TimeSpan.FromMilliseconds(1500);

    private static readonly TimeSpan HandOverLook = TimeSpan.FromMilliseconds(20);

    private static long _lastFlowId;

    private readonly CancellationTokenSource _stop = new();
    private volatile string _name = place.Listener;
    private RelayPolicy? _policy;
    private SourceCounts _sources = new(0);
    private int _maxConnectionsPerSource;
    private HandshakeTurns _turns = new(services.Lane, 0);
    private int _maxHandshakes;
    private int _flows;

    /// <summary>Of the listener. A reload may give the socket to a listener of another name.</summary>
    public string Name
    {
        get => _name;
        set => _name = value;
    }

    /// <summary>What the configuration said of the socket.</summary>
    public ListenerPlace Place => place;

    public IPEndPoint EndPoint => socket.EndPoint;

    /// <summary>Flows that were accepted here and live.</summary>
    public int Flows => Volatile.Read(ref _flows);

    /// <summary>Accepts until <see cref="Stop"/>, and what has come until then; then the socket is closed.</summary>
    public async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var (connection, error) = await socket.AcceptAsync(_stop.Token);
                if (connection is not null)
                {
                    Begin(connection);

                    // With a thousand more waiting, whoever runs this must get to other things in between.
                    await Task.Yield();
                    continue;
                }

                if (error is SocketError.ConnectionAborted or SocketError.ConnectionReset or SocketError.NotConnected)
                {
                    // As a balancer's health check may do.
                    RelayLog.LeftBeforeAccept(services.Log, Name, error);
                    continue;
                }

                RelayLog.AcceptFailed(services.Log, Name, error);
                if (error is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable)
                {
                    await Task.Delay(PauseWithoutFiles, services.Time, _stop.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            await AcceptRestAsync();
        }
        finally
        {
            Dispose();
        }
    }

    /// <summary>Begins to stop accepting. The flows go on.</summary>
    public void Stop() => _stop.Cancel();

    public void Dispose() => socket.Dispose();

    // What the kernel has completed is ours: closing the socket would reset it. One that was passed is not closed.
    private async Task AcceptRestAsync()
    {
        if (socket.IsPassed)
        {
            return;
        }

        socket.HandOver();
        var began = services.Time.GetTimestamp();
        while (true)
        {
            while (socket.HasWaiting && await socket.AcceptAsync(CancellationToken.None) is { Connection: { } connection })
            {
                Begin(connection);
            }

            if (!socket.IsShared || services.Time.GetElapsedTime(began) >= HandOverTime)
            {
                return;
            }

            await Task.Delay(HandOverLook, services.Time);
        }
    }

    private void Begin(AcceptedSocket connection)
    {
        var listener = Name;
        if (services.Policies.Current.TryGetValue(listener, out var current))
        {
            // Not there: the listener has just gone, and this connection came at the same moment.
            _policy = current;
        }

        var policy = _policy!;
        var pair = new LegPair(new FlowId(Interlocked.Increment(ref _lastFlowId)), listener, connection, policy, TurnsOf(policy), SourcesOf(policy), services);
        services.Metrics.FlowBegan();
        RelayLog.FlowAccepted(services.Log, pair.Id, listener, connection.Addresses.Peer);
        registry.Add(pair);
        Interlocked.Increment(ref _flows);
        _ = LiveAsync(pair, policy.MaxConnections);
    }

    // Who waits for a turn keeps his place in the old queue.
    private HandshakeTurns TurnsOf(RelayPolicy policy)
    {
        if (policy.MaxHandshakes != _maxHandshakes)
        {
            _maxHandshakes = policy.MaxHandshakes;
            _turns = new HandshakeTurns(services.Lane, _maxHandshakes);
        }

        return _turns;
    }

    // Who is in already counts by the old limit.
    private SourceCounts SourcesOf(RelayPolicy policy)
    {
        if (policy.MaxConnectionsPerSource != _maxConnectionsPerSource)
        {
            _maxConnectionsPerSource = policy.MaxConnectionsPerSource;
            _sources = new SourceCounts(_maxConnectionsPerSource);
        }

        return _sources;
    }

    private async Task LiveAsync(LegPair pair, int maxConnections)
    {
        try
        {
            await pair.RunAsync(isAdmitted: maxConnections == 0 || Volatile.Read(ref _flows) <= maxConnections);
        }
        finally
        {
            Interlocked.Decrement(ref _flows);
            registry.Remove(pair);
        }
    }
}
