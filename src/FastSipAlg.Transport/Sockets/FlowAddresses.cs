// SPDX-License-Identifier: MIT

using System.Net;

namespace FastSipAlg.Transport.Sockets;

/// <summary>Both ends of one TCP connection. <paramref name="Local"/> is ours. Behind a balancer that said so: the phone, and the address that it connected to.</summary>
public sealed record FlowAddresses(IPEndPoint Peer, IPEndPoint Local)
{
    /// <summary>null: the peer connected to us by itself.</summary>
    public BalancerFacts? Balancer { get; init; }
}
