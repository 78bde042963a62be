// SPDX-License-Identifier: MIT

using System.Net;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Transport.Servers;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>Pools of SIP servers without a relay; what changes about them is told to nobody.</summary>
internal sealed class TestServers(TimeProvider time) : IServerEvents, IDisposable
{
    private ServerPools? _pools;

    public ServerPool At(IPEndPoint endPoint) => (_pools ??= new ServerPools(this, time)).Get(new ServerPoolPolicy(
        "pbx",
        IsPlain: false,
        [new ServerAddress(endPoint.Address.ToString(), endPoint.Port)],
        ServerName: null,
        Weights: [1],
        NameResolution.Address,
        DnsServers: [],
        MinimumTimeToLive: TimeSpan.FromSeconds(5),
        MaximumTimeToLive: TimeSpan.FromHours(1),
        TargetBalance.Order,
        FailurePause: TimeSpan.FromSeconds(1),
        MaximumFailurePause: TimeSpan.FromMinutes(1),
        MaximumConnections: 0,
        Health: null));

    public void StateChanged(ServerSnapshot target, string? why)
    {
    }

    public void Resolved(string server, string name, string targets, TimeSpan timeToLive)
    {
    }

    public void ResolutionFailed(string server, string name, string why, int kept)
    {
    }

    public void ResolutionRecovered(string server, string name)
    {
    }

    public void Dispose() => _pools?.Dispose();
}
