// SPDX-License-Identifier: MIT

using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using FastSipAlg.Transport.Certificates;
using FastSipAlg.Transport.ClientHello;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Transport.Legs;

/// <summary>One handshake under way: its streams, and what became known until it failed.</summary>
internal sealed class HandshakeAttempt(LegSide side, SocketStream socketStream)
{
    // What is to be asked about the peer's certificate once the handshake is done; null: nothing.
    private PendingVerdict? _pendingVerdict;

    public SocketStream SocketStream => socketStream;

    public SslStream Stream { get; } = new(socketStream);

    /// <summary>What the peer said of itself, where we are the TLS server and it has come.</summary>
    public ClientHelloInfo? Hello { get; set; }

    /// <summary>We are the TLS server, and do not know the ClientHello yet.</summary>
    public bool AwaitsHello => side == LegSide.Phone && Hello is null;

    /// <summary>What we allow, where it came to that.</summary>
    public TlsParameters? Allowed { get; set; }

    /// <summary>The name that we ask a TLS server for.</summary>
    public string? AskedName { get; set; }

    /// <summary>Why the peer's certificate was refused, one sentence; null: it was not.</summary>
    public string? CertificateRefusal { get; private set; }

    /// <summary>The peer has shown a certificate, and <see cref="Verify"/> accepted it.</summary>
    public bool HasVerifiedPeer { get; private set; }

    /// <summary>Why we refused the peer, where it was not the TLS library that did.</summary>
    public HandshakeProblem Refusal { get; set; }

    /// <summary>Has seen the TLS server's answer.</summary>
    public ServerHelloWatch ServerHello { get; } = new();

    /// <summary>For SslStream's callback.</summary>
    public bool Verify(PeerVerifier peers, X509Certificate? certificate, X509Chain? presentedChain)
    {
        var isAccepted = peers.Verify(certificate, presentedChain, out _, out var refusal, out _pendingVerdict);
        CertificateRefusal = refusal;
        HasVerifiedPeer = isAccepted;
        return isAccepted;
    }

    /// <summary>After the handshake: asks what <see cref="Verify"/> left open.</summary>
    public async ValueTask<LegOpening> SettleAsync()
    {
        if (_pendingVerdict is not { } pending || await pending.AskAsync() is not { } refusal)
        {
            return LegOpening.Done;
        }

        Refusal = HandshakeProblem.PeerCertificateRefused;
        return LegOpening.Failed(LegEndReason.PeerRefused, refusal);
    }
}
