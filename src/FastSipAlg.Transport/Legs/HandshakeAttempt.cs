// SPDX-License-Identifier: MIT

using System.Net.Security;
using FastSipAlg.Transport.ClientHello;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Transport.Legs;

/// <summary>One handshake under way: its streams, and what became known until it failed.</summary>
internal sealed class HandshakeAttempt(SocketStream socketStream)
{
    public SocketStream SocketStream => socketStream;

    public SslStream Stream { get; } = new(socketStream);

    /// <summary>What the peer said of itself, where we are the TLS server and it has come.</summary>
    public ClientHelloInfo? Hello { get; set; }

    /// <summary>Why the peer's certificate was refused, one sentence; null: it was not.</summary>
    public string? CertificateRefusal { get; set; }
}
