// SPDX-License-Identifier: MIT

using FastSipAlg.Simulation.Connections;
using FastSipAlg.Simulation.Messages;
using FastSipAlg.Simulation.Traces;

namespace FastSipAlg.Simulation.Servers;

/// <summary>A connection that a phone, or a relay for it, has to the simulated SIP server.</summary>
public sealed class ServerFlow
{
    private readonly CallTrace? _trace;

    internal ServerFlow(long id, SipConnection connection, CallTrace? trace)
    {
        Id = id;
        Connection = connection;
        _trace = trace;
    }

    public long Id { get; }

    public SipConnection Connection { get; }

    /// <summary>The user who registered over this flow last.</summary>
    public string? User { get; internal set; }

    internal string Name => User ?? "phone";

    public async ValueTask<bool> SendAsync(SimulatedMessage message)
    {
        _trace?.Record("server", Name, TraceDirection.Sent, message);
        return await Connection.SendAsync(message.ToBytes());
    }
}
