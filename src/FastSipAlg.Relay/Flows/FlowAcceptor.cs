// SPDX-License-Identifier: MIT

using System.Net;
using System.Net.Sockets;
using FastSipAlg.Relay.Diagnostics;
using FastSipAlg.Tracking.Flows;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Relay.Flows;

/// <summary>
/// Start here: one listener's flows, each from accept to end. Accept, admit, register; then the flow lives by itself in <see cref="LegPair"/>:
/// TLS with the phone, first message, TLS with the SIP server, messages both ways, end.
/// </summary>
internal sealed class FlowAcceptor(string listener, FlowListener socket, FlowContext services, FlowRegistry registry)
    : IDisposable
{
    private static readonly TimeSpan PauseWithoutFiles = TimeSpan.FromMilliseconds(100);

    private static long _lastFlowId;

    private readonly HandshakeTurns _turns = new(services.Lane, services.Policies.Current[listener].MaxHandshakes);
    private readonly SourceCounts _sources = new(services.Policies.Current[listener].MaxConnectionsPerSource);
    private int _flows;

    public string Name => listener;

    public IPEndPoint EndPoint => socket.EndPoint;

    /// <summary>Accepts until cancelled; then the socket is closed.</summary>
    public async Task AcceptAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var (connection, error) = await socket.AcceptAsync(cancellationToken);
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
                    RelayLog.LeftBeforeAccept(services.Log, listener, error);
                    continue;
                }

                RelayLog.AcceptFailed(services.Log, listener, error);
                if (error is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable)
                {
                    await Task.Delay(PauseWithoutFiles, services.Time, cancellationToken);
                }
            }
        }
        catch (OperationCanceledException)
        {
            Dispose();
        }
    }

    public void Dispose() => socket.Dispose();

    private void Begin(AcceptedSocket connection)
    {
        var policy = services.Policies.Current[listener];
        var pair = new LegPair(new FlowId(Interlocked.Increment(ref _lastFlowId)), listener, connection, policy, _turns, _sources, services);
        services.Metrics.FlowBegan();
        RelayLog.FlowAccepted(services.Log, pair.Id, listener, connection.Addresses.Peer);
        registry.Add(pair);
        Interlocked.Increment(ref _flows);
        _ = LiveAsync(pair, policy.MaxConnections);
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
