// SPDX-License-Identifier: MIT

using System.Net;

namespace FastSipAlg.Transport.Sockets;

/// <summary>Both ends of one TCP connection. <paramref name="Local"/> is ours.</summary>
public sealed record FlowAddresses(IPEndPoint Peer, IPEndPoint Local);
