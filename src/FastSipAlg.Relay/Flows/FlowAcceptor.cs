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

    /// <summary>Connections that are begun before other listeners have a turn.</summary>
    private const int AtOnce = 32;

    private static readonly TimeSpan HandOverLook = TimeSpan.FromMilliseconds(20);

    private static long _lastFlowId;

    private volatile RelayPolicy? _policy;
    private volatile bool _isStopped;

    /// <summary>Of the listener. A reload may give the socket to a listener of another name.</summary>
    public string Name => Admission.Listener;

    /// <summary>What the configuration said of the socket.</summary>
    public ListenerPlace Place => place;

    public IPEndPoint EndPoint => socket.EndPoint;

    /// <summary>To the flows that live here.</summary>
    public Admission Admission { get; } = new(place.Listener, services);

    /// <summary>What is to be obeyed from now on; first called before anything is accepted.</summary>
    public void Follow(string listener, RelayPolicy policy)
    {
        _policy = policy;
        Admission.Follow(listener, policy.Admission);
    }

    /// <summary>Accepts until <see cref="Stop"/>, and what has come until then; then the socket is closed.</summary>
    public async Task AcceptAsync()
    {
        try
        {
            await socket.WaitAsync(services.Loops);
            for (var begun = 1; !_isStopped; begun++)
            {
                var error = TryAccept();
                if (error == SocketError.WouldBlock)
                {
                    await socket.WaitAsync(services.Loops);
                }
                else if (IsShortage(error))
                {
                    await Task.Delay(PauseWithoutFiles, services.Time);
                }
                else if (begun % AtOnce == 0)
                {
                    await new LoopTurn();
                }
            }

            await AcceptRestAsync();
        }
        finally
        {
            Dispose();
        }
    }

    /// <summary>Begins to stop accepting. The flows go on.</summary>
    public void Stop()
    {
        _isStopped = true;
        socket.StopWaiting();
    }

    public void Dispose() => socket.Dispose();

    private static bool IsShortage(SocketError error) => error is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable;

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
            while (TryAccept() is not SocketError.WouldBlock and var error && !IsShortage(error))
            {
                // The next.
            }

            if (!socket.IsShared || services.Time.GetElapsedTime(began) >= HandOverTime)
            {
                return;
            }

            await Task.Delay(HandOverLook, services.Time);
        }
    }

    // Whatever was wrong with one connection has been logged.
    private SocketError TryAccept()
    {
        var (connection, error) = socket.Accept();
        if (connection is not null)
        {
            Begin(connection);
        }
        else if (error is SocketError.ConnectionAborted or SocketError.ConnectionReset or SocketError.NotConnected)
        {
            // As a balancer's health check may do.
            RelayLog.LeftBeforeAccept(services.Log, Name, error);
        }
        else if (error != SocketError.WouldBlock)
        {
            RelayLog.AcceptFailed(services.Log, Name, error);
        }

        return error;
    }

    private void Begin(AcceptedSocket connection)
    {
        var listener = Name;

        // All listeners' policies change in one moment there. Not in it: the listener has just gone, and this connection came at the same moment.
        var policy = services.Policies.Current.GetValueOrDefault(listener) ?? _policy!;
        if (!Admission.TryEnter(connection.Addresses.Peer, policy, out var source))
        {
            connection.Abort();
            return;
        }

        var pair = new LegPair(new FlowId(Interlocked.Increment(ref _lastFlowId)), listener, connection, policy, Admission, source, services, registry);
        services.Metrics.FlowBegan();
        RelayLog.FlowAccepted(services.Log, pair.Id, listener, connection.Addresses.Peer);
        registry.Add(pair);
        pair.Begin();
    }
}
