// SPDX-License-Identifier: MIT

using System.Buffers;
using System.Net.Security;
using System.Security.Authentication;
using FastSipAlg.Transport.Certificates;
using FastSipAlg.Transport.ClientHello;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Transport.Legs;

/// <summary>How we speak TLS with phones: compiled from a VoIP profile, immutable.</summary>
/// <param name="Certificates">Of these, one is shown.</param>
/// <param name="RefusesUnknownNames">What becomes of a phone that asks for a name which no certificate is for: refused, or shown the default.</param>
/// <param name="Phones">Whose certificates are accepted; null: phones are not asked for one.</param>
/// <param name="Versions">TLS versions as flags.</param>
/// <param name="AllowRenegotiation">Whether a phone may renegotiate (TLS 1.2).</param>
public sealed record PhoneTlsPolicy(ServerCertificates Certificates, bool RefusesUnknownNames, PeerVerifier? Phones, SslProtocols Versions, bool AllowRenegotiation);

/// <summary>Makes a phone leg of an accepted connection: towards the phone we are the TLS server.</summary>
public sealed class PhoneLegFactory(SocketLoops loops, LegMetrics metrics, TimeProvider time)
{
    private readonly TlsHandshake _handshake = new(loops, metrics, time);

    /// <summary>Shakes hands; called in the lane. There is no deadline in here: whoever watches the flow aborts the socket.</summary>
    public ValueTask<LegOpening> OpenAsync(AcceptedSocket connection, PhoneTlsPolicy policy) => _handshake.RunAsync(
        LegSide.Phone,
        connection.Socket,
        connection.Addresses,
        loops.Next(),
        attempt => ShakeHandsAsync(attempt, policy));

    private static async ValueTask<LegOpening> ShakeHandsAsync(HandshakeAttempt attempt, PhoneTlsPolicy policy)
    {
        var peeked = await ClientHelloPeek.ReadAsync(attempt.SocketStream, ArrayPool<byte>.Shared);
        if (peeked.Hello is not { } hello)
        {
            return await RefuseAsync(attempt, peeked);
        }

        attempt.Hello = hello;
        if (policy.Certificates.Choose(hello, policy.Versions, policy.RefusesUnknownNames) is not { } certificate)
        {
            await attempt.SocketStream.WriteAsync(TlsAlert.FatalRecord(TlsAlert.UnrecognizedName));
            return LegOpening.Failed(LegEndReason.HandshakeFailed, $"it asked for {CertificateText.Printable(hello.ServerName!)}, which no certificate is for");
        }

        await attempt.Stream.AuthenticateAsServerAsync(OptionsFor(attempt, policy, certificate));
        return await attempt.SettleAsync();
    }

    private static SslServerAuthenticationOptions OptionsFor(HandshakeAttempt attempt, PhoneTlsPolicy policy, SslStreamCertificateContext certificate)
    {
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = certificate,
            EnabledSslProtocols = policy.Versions,
            AllowRenegotiation = policy.AllowRenegotiation,
            ClientCertificateRequired = policy.Phones is not null,
            CertificateChainPolicy = TlsHandshake.PlatformChain,
        };
        if (policy.Phones is { } phones)
        {
            options.RemoteCertificateValidationCallback = (_, certificate, chain, _) =>
            {
                var isAccepted = phones.Verify(certificate, chain, out _, out var refusal, out var pending);
                attempt.CertificateRefusal = refusal;
                attempt.PendingVerdict = pending;
                return isAccepted;
            };
        }

        return options;
    }

    private static async ValueTask<LegOpening> RefuseAsync(HandshakeAttempt attempt, PeekedHello peeked)
    {
        if (peeked.Fault == ClientHelloFault.None)
        {
            return LegOpening.Failed(LegEndReason.HandshakeAbandoned, "it left before its ClientHello was there");
        }

        if (ClientHelloPeek.AlertFor(peeked.Fault) is not { } alert)
        {
            return LegOpening.Failed(LegEndReason.NotTls, peeked.Detail);
        }

        await attempt.SocketStream.WriteAsync(TlsAlert.FatalRecord(alert));
        return LegOpening.Failed(LegEndReason.HandshakeFailed, peeked.Detail);
    }
}
